import { createFileRoute } from '@tanstack/react-router'
import { PrintMinutes } from '../features/minutes'

export const Route = createFileRoute('/print/minutes/$id')({
  component: () => <PrintMinutes {...Route.useParams()} />,
})
