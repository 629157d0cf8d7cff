import { createFileRoute } from '@tanstack/react-router'
import { ConferencePage } from '../features/conferences'

export const Route = createFileRoute('/_app/conferences/$id/')({
  component: () => <ConferencePage {...Route.useParams()} />,
})
