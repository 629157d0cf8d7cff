import { createFileRoute } from '@tanstack/react-router'
import { JoinByLink } from '../features/live/join/JoinByLink'

export const Route = createFileRoute('/join/$token')({
  component: () => <JoinByLink token={Route.useParams().token} />,
})
