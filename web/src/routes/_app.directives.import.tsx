import { createFileRoute } from '@tanstack/react-router'
import { ImportPage } from '../features/directives'

export const Route = createFileRoute('/_app/directives/import')({
  component: () => <ImportPage />,
})
