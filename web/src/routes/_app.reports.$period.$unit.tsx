import { createFileRoute } from '@tanstack/react-router'
import { ReportPage } from '../features/reports'

export const Route = createFileRoute('/_app/reports/$period/$unit')({
  component: () => {
    const { period, unit } = Route.useParams()
    return <ReportPage key={`${period}/${unit}`} period={period} unit={unit} />
  },
})
