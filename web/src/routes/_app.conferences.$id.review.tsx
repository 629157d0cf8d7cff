import { createFileRoute } from '@tanstack/react-router'
import { ReviewPage } from '../features/directives'

export const Route = createFileRoute('/_app/conferences/$id/review')({
  component: () => {
    const { id } = Route.useParams()
    return <ReviewPage key={id} id={id} />
  },
})
