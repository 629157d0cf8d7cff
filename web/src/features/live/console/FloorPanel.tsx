import { Button } from '@mantine/core'
import {
  IconArrowBackUp,
  IconClockPlus,
  IconHandStop,
  IconMicrophoneOff,
  IconPlayerPause,
  IconPlayerPlay,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Live } from '../../../api'
import { may, micsPending, shortSiteName, siteOf } from '../../../model/live'
import type { Acts } from '../acts'
import { Countdown } from '../parts/Countdown'
import { useTimePhase } from '../parts/useTimeWarning'
import { Key } from './Key'

export const extendBySeconds = 60

/** Who has the floor, how long still, and what can be done about it. */
export function FloorPanel({ live, acts, disabled }: { live: Live; acts: Acts; disabled: boolean }) {
  const { t, i18n } = useTranslation('live')
  const holder = live.floor.holders[0]
  const phase = useTimePhase(holder)
  if (!holder) {
    const hub = siteOf(live, live.conference.hub_site_id)
    return (
      <section className="gb-panel gb-floor" aria-label={t('floor.title')}>
        <p className="gb-label">{t('floor.chair')}</p>
        <p className="gb-speaker">{live.conference.chair_name || shortSiteName(hub, i18n.language)}</p>
        <p className="gb-dim">{live.conference.chair_title}</p>
        <p className="gb-dim gb-grow">{t('floor.nobody')}</p>
        <Button
          fullWidth
          size="sm"
          variant="default"
          disabled={disabled || live.floor.queue.length === 0 || !may(live, 'floor.grant')}
          leftSection={<IconPlayerPlay size={18} />}
          onClick={() => void acts.next()}
        >
          {t('act.next')}
          <Key k="G" />
        </Button>
      </section>
    )
  }
  const names = live.floor.holders
    .map((h) => shortSiteName(siteOf(live, h.site_id), i18n.language))
    .join(' · ')
  const below = [holder.speaker_title, holder.speaker_name && names].filter(Boolean).join(' · ')
  return (
    <section className="gb-panel gb-floor" data-phase={phase} aria-label={t('floor.title')}>
      <p className="gb-label">
        {t('floor.time')}
        {!holder.running_since && (
          <span className="gb-chip" data-kind="strong">
            {t('floor.paused')}
          </span>
        )}
        {phase === 'warning' && <b data-phase="warning">{t('floor.minute')}</b>}
        {phase === 'over' && <b data-phase="over">{t('floor.over')}</b>}
      </p>
      <div className="gb-floorhead">
        <Countdown holder={holder} className="gb-bigclock" />
        <div>
          <p className="gb-speaker">{holder.speaker_name || names}</p>
          <p className="gb-dim">{below}</p>
        </div>
      </div>
      <p className="gb-dim gb-topic gb-grow">{holder.topic}</p>
      <div className="gb-flooracts">
        <Button
          variant="default"
          disabled={disabled}
          leftSection={<IconClockPlus size={18} />}
          onClick={() => void acts.extend(extendBySeconds)}
        >
          {t('act.extend')}
          <Key k="E" />
        </Button>
        <Button
          variant="default"
          disabled={disabled}
          leftSection={holder.running_since ? <IconPlayerPause size={18} /> : <IconPlayerPlay size={18} />}
          onClick={() => void (holder.running_since ? acts.pause() : acts.resume())}
        >
          {t(holder.running_since ? 'act.pause' : 'act.resume')}
          <Key k="P" />
        </Button>
        <Button
          variant="default"
          disabled={disabled || live.floor.holders.length > 1}
          title={t('act.interrupt')}
          leftSection={<IconHandStop size={18} />}
          onClick={() => void acts.interrupt()}
        >
          {t('act.interruptShort')}
          <Key k="I" />
        </Button>
        <Button
          variant="default"
          disabled={disabled}
          leftSection={<IconArrowBackUp size={18} />}
          onClick={() => void acts.takeBack()}
        >
          {t('act.back')}
          <Key k="B" />
        </Button>
      </div>
    </section>
  )
}

/** Nobody comes back with an open microphone: this asks for a person's word. */
export function ConfirmBar({ live, acts, disabled }: { live: Live; acts: Acts; disabled: boolean }) {
  const { t, i18n } = useTranslation('live')
  const pending = micsPending(live)
  const rejoined = pending.filter((p) => p.reason === 'rejoined')
  const names = (of: typeof pending) => of.map((p) => shortSiteName(p.site, i18n.language)).join(', ')
  return (
    <div aria-live="assertive" role="status">
      {pending.length > 0 && (
        <div className="gb-strip" data-kind="confirm">
          <IconMicrophoneOff size={24} aria-hidden />
          <span>
            {rejoined.length > 0
              ? t('confirm.rejoined', { count: rejoined.length, name: names(rejoined) })
              : t('confirm.muted', { count: pending.length, name: names(pending) })}
          </span>
          <Button
            color="yellow"
            c="#221a00"
            size="sm"
            disabled={disabled}
            onClick={() => void acts.confirm()}
          >
            {t('act.confirm')}
            <Key k="C" />
          </Button>
        </div>
      )}
    </div>
  )
}
