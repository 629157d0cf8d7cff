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

/** Who has the floor, in large letters and in small ones: a speaker with title and site, or the sites of a dialogue. */
export function useSpeaking(): { large: string; small: string } {
  const { t } = useTranslation('live')
  const { live } = useConference()
  const name = useSiteName()
  const { holders } = live.floor
  const sites = holders.map((h) => name.short(h.site_id)).join(' · ')
  const one = holders[0]
  if (!one) return { large: '', small: '' }
  if (holders.length > 1) return { large: sites, small: t('dialogue.title') }
  return {
    large: one.speaker_name || sites,
    small: [one.speaker_title, one.speaker_name && sites].filter(Boolean).join(' · '),
  }
}
