import { createFileRoute } from '@tanstack/react-router'
import { WallWindow } from '../features/live/console/WallWindow'

export const Route = createFileRoute('/wall/$conferenceId')({
  component: () => <WallWindow conferenceId={Route.useParams().conferenceId} />,
})
