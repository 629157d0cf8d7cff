import { createFileRoute } from '@tanstack/react-router'
import { Desk } from '../features/directives/desk'

export const Route = createFileRoute('/_app/conferences/$id/conclusion')({
  component: () => {
    const { id } = Route.useParams()
    return <Desk key={id} id={id} />
  },
})
