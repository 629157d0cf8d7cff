import { createFileRoute } from '@tanstack/react-router'
import { PrintDirectives } from '../features/directives'
import { readFilter } from '../model/directives/list'

export const Route = createFileRoute('/print/directives')({
  validateSearch: readFilter,
  component: () => <PrintDirectives filter={Route.useSearch()} />,
})
