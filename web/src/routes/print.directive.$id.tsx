import { createFileRoute } from '@tanstack/react-router'
import { PrintDirective } from '../features/directives'

export const Route = createFileRoute('/print/directive/$id')({
  component: () => <PrintDirective {...Route.useParams()} />,
})
