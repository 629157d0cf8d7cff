import { createFileRoute } from '@tanstack/react-router'
import { PrintWays } from '../features/conferences'

export const Route = createFileRoute('/print/ways/$id')({
  validateSearch: (s: Record<string, unknown>): { of?: string } => (typeof s.of === 'string' ? { of: s.of } : {}),
  component: () => <PrintWays id={Route.useParams().id} of={Route.useSearch().of ?? ''} />,
})
