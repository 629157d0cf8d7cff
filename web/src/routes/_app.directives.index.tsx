import { createFileRoute } from '@tanstack/react-router'
import { Directives } from '../features/directives'
import { readFilter } from '../model/directives/list'

export const Route = createFileRoute('/_app/directives/')({
  validateSearch: readFilter,
  component: () => <Directives filter={Route.useSearch()} />,
})
