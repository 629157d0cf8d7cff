import { createFileRoute } from '@tanstack/react-router'
import { DelegateBySeat } from '../features/live/delegate/DelegateScreen'

export const Route = createFileRoute('/delegate/$seat')({
  component: () => <DelegateBySeat seat={Route.useParams().seat} />,
})
