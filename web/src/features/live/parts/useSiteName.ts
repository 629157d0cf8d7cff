import { useTranslation } from 'react-i18next'
import { shortSiteName, siteName, siteOf } from '../../../model/live'
import { useConference } from '../context'

/** Names of sites in the user's language: in full, and short for a tile. */
export function useSiteName() {
  const { live } = useConference()
  const { i18n } = useTranslation()
  return {
    full: (id: string | null | undefined) => siteName(siteOf(live, id), i18n.language),
    short: (id: string | null | undefined) => shortSiteName(siteOf(live, id), i18n.language),
  }
}
