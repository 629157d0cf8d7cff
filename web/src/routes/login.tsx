import { createFileRoute } from '@tanstack/react-router'
import { Login } from '../app/Login'

export const Route = createFileRoute('/login')({
  validateSearch: (s: Record<string, unknown>): { to?: string } =>
    typeof s.to === 'string' ? { to: s.to } : {},
  component: () => <Login to={Route.useSearch().to ?? '/'} />,
})
