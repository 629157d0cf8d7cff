import { createFileRoute } from '@tanstack/react-router'
import { Enter } from '../app/Enter'

export const Route = createFileRoute('/enter/$token')({
  validateSearch: (s: Record<string, unknown>): { to?: string } =>
    typeof s.to === 'string' ? { to: s.to } : {},
  component: () => <Enter token={Route.useParams().token} to={Route.useSearch().to ?? '/'} />,
})
