import { createFileRoute } from '@tanstack/react-router'
import { PrintReport } from '../features/reports'

export const Route = createFileRoute('/print/report/$period/$unit')({
  component: () => <PrintReport {...Route.useParams()} />,
})
