import { createFileRoute } from '@tanstack/react-router'
import { Reports } from '../features/reports'

type Search = { period?: string }

export const Route = createFileRoute('/_app/reports/')({
  validateSearch: (s: Record<string, unknown>): Search =>
    typeof s.period === 'string' ? { period: s.period } : {},
  component: () => <Reports {...Route.useSearch()} />,
})
