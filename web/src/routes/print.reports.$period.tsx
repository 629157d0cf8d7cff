import { createFileRoute } from '@tanstack/react-router'
import { PrintBoard } from '../features/reports'

export const Route = createFileRoute('/print/reports/$period')({
  component: () => <PrintBoard {...Route.useParams()} />,
})
