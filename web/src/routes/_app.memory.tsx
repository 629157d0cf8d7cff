import { createFileRoute } from '@tanstack/react-router'
import { MemoryPage } from '../features/directives'

export const Route = createFileRoute('/_app/memory')({
  validateSearch: (s: Record<string, unknown>): { series?: string; q?: string } => ({
    ...(typeof s.series === 'string' && s.series ? { series: s.series } : {}),
    ...(typeof s.q === 'string' && s.q ? { q: s.q } : typeof s.q === 'number' ? { q: String(s.q) } : {}),
  }),
  component: () => {
    const { series, q } = Route.useSearch()
    return <MemoryPage series={series ?? ''} q={q ?? ''} />
  },
})
