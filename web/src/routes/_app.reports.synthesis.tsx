import { createFileRoute } from '@tanstack/react-router'
import { Synthesis } from '../features/reports'

type Search = { period?: string }

export const Route = createFileRoute('/_app/reports/synthesis')({
  validateSearch: (s: Record<string, unknown>): Search =>
    typeof s.period === 'string' ? { period: s.period } : {},
  component: () => <Synthesis {...Route.useSearch()} />,
})
