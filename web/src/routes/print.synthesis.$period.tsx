import { createFileRoute } from '@tanstack/react-router'
import { PrintSynthesis } from '../features/reports'

export const Route = createFileRoute('/print/synthesis/$period')({
  component: () => <PrintSynthesis {...Route.useParams()} />,
})
