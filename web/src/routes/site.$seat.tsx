import { createFileRoute } from '@tanstack/react-router'
import { SiteBySeat } from '../features/live/site/SiteScreen'

export const Route = createFileRoute('/site/$seat')({
  component: () => <SiteBySeat seat={Route.useParams().seat} />,
})
