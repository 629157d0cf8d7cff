import { createFileRoute } from '@tanstack/react-router'
import { Minutes } from '../features/minutes'

export const Route = createFileRoute('/_app/conferences/$id/minutes')({
  component: () => <Minutes {...Route.useParams()} />,
})
