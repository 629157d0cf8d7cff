import { useTranslation } from 'react-i18next'
import { useConference } from '../context'
import { useSiteName } from './useSiteName'
import { useTimePhase } from './useTimeWarning'

/** Says to a screen reader who has the floor, when one minute is left and when the time is over; never each second. */
export function FloorAnnouncer() {
  const { t } = useTranslation('live')
  const { live } = useConference()
  const name = useSiteName()
  const holder = live.floor.holders[0]
  const phase = useTimePhase(holder)
  const who = live.floor.holders.map((h) => name.full(h.site_id)).join(', ')
  return (
    <>
      <div className="sr" aria-live="polite">
        {holder ? t('floor.has', { count: live.floor.holders.length, name: who }) : t('floor.chair')}
      </div>
      <div className="sr" aria-live="assertive">
        {phase === 'warning' ? t('floor.minute') : phase === 'over' ? t('floor.over') : ''}
      </div>
    </>
  )
}
