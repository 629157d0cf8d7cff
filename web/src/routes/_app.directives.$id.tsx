import { createFileRoute } from '@tanstack/react-router'
import { DirectivePage } from '../features/directives'

export const Route = createFileRoute('/_app/directives/$id')({
  component: () => <DirectivePage {...Route.useParams()} />,
})
