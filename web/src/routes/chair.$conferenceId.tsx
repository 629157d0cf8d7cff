import { createFileRoute } from '@tanstack/react-router'
import { Chair } from '../features/live/chair/Chair'

export const Route = createFileRoute('/chair/$conferenceId')({
  component: () => <Chair conferenceId={Route.useParams().conferenceId} />,
})
