import { createFileRoute } from '@tanstack/react-router'
import { HallByLink } from '../features/live/hall/Hall'

export const Route = createFileRoute('/watch/$token')({
  component: () => <HallByLink token={Route.useParams().token} />,
})
