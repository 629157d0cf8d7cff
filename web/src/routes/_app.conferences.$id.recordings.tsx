import { createFileRoute } from '@tanstack/react-router'
import { Recordings } from '../features/recordings'

export const Route = createFileRoute('/_app/conferences/$id/recordings')({
  component: () => <Recordings {...Route.useParams()} />,
})
