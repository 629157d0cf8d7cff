import { createFileRoute } from '@tanstack/react-router'
import { Console } from '../features/live/console/Console'

export const Route = createFileRoute('/console/$conferenceId')({
  component: () => <Console conferenceId={Route.useParams().conferenceId} />,
})
