import { useTranslation } from 'react-i18next'
import type { Live } from '../../../api'
import { intlLocale } from '../../../i18n'
import { currentItem, nextItem } from '../../../model/live'
import { Countdown, WallClock } from '../parts/Countdown'
import { useSiteName } from '../parts/useSiteName'
import { useTimePhase } from '../parts/useTimeWarning'

/** What is dealt with, who is next, the speaker's time and the clock: always in the same place. */
export function Footer({ live, lost }: { live: Live; lost: boolean }) {
  const { t, i18n } = useTranslation('live')
  const name = useSiteName()
  const item = currentItem(live)
  const holder = live.floor.holders[0]
  const phase = useTimePhase(holder)
  const next = live.floor.queue[0]
  const after = nextItem(live)
  return (
    <footer className="gb-foot">
      {item ? (
        <>
          <b className="gb-foot-item">{t('hall.item', { number: item.number })}</b>
          <span className="gb-foot-title">{item.title}</span>
        </>
      ) : (
        <span className="gb-foot-title">{live.conference.title}</span>
      )}
      {lost ? (
        <span className="gb-foot-next">{t('hall.reconnecting')}</span>
      ) : next ? (
        <span className="gb-foot-next">{t('hall.next', { name: name.short(next.site_id) })}</span>
      ) : (
        !holder && after && <span className="gb-foot-next">{t('hall.nextItem', { title: after.title })}</span>
      )}
      {holder && (
        <span className="gb-foot-time" data-phase={phase}>
          {phase === 'over' && <b>{t('hall.over')}</b>}
          <Countdown holder={holder} />
        </span>
      )}
      <WallClock locale={intlLocale(i18n.language)} className="gb-foot-clock" />
    </footer>
  )
}
