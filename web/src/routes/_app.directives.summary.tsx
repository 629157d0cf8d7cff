import { createFileRoute } from '@tanstack/react-router'
import { SummaryPage } from '../features/directives'

export const Route = createFileRoute('/_app/directives/summary')({
  validateSearch: (s: Record<string, unknown>): { period?: string } =>
    typeof s.period === 'string' && /^\d{4}-Q[1-4]$/.test(s.period) ? { period: s.period } : {},
  component: () => <SummaryPage period={Route.useSearch().period ?? ''} />,
})
