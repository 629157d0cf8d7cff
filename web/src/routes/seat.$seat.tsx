import { createFileRoute } from '@tanstack/react-router'
import { HallBySeat } from '../features/live/hall/Hall'

export const Route = createFileRoute('/seat/$seat')({
  component: () => <HallBySeat seat={Route.useParams().seat} />,
})
