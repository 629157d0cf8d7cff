import { IconVideoOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Live } from '../../../api'
import { recordingsQuery } from '../../../api/recordings'
import { shortSiteName } from '../../../model/live'
import { codecName, type MediaTrouble, mediaTroubles } from '../../../model/picture'

/** Tells the operator what of the sites' media does not get through, and to whom. */
export function MediaBar({ live }: { live: Live }) {
  const { t, i18n } = useTranslation('live')
  const { data } = useQuery(recordingsQuery(live.conference.id))
  const recording = !!data?.on && !data.held && !data.paused && !data.failed
  const troubles = mediaTroubles(live, recording)
  const line = ({ site, what, codec }: MediaTrouble) =>
    t(`picture.told.${what}`, { name: shortSiteName(site, i18n.language), codec: codecName(codec) })
  return (
    <div aria-live="polite" role="status">
      {troubles.map((trouble) => (
        <div key={`${trouble.site.id} ${trouble.what}`} className="gb-strip" data-kind="media">
          <IconVideoOff size={22} aria-hidden />
          <span>{line(trouble)}</span>
        </div>
      ))}
    </div>
  )
}
