import { IconBroadcast, IconMicrophone, IconMicrophoneOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Live } from '../../../api'
import { holderOf, siteOf } from '../../../model/live'
import { useConference } from '../context'
import { useMedia, useMicrophoneSent } from '../media/MediaProvider'
import { Countdown } from '../parts/Countdown'
import { useTimePhase } from '../parts/useTimeWarning'

/** The unmistakable sign: a frame all round, and in big words whether one is seen and heard. */
export function AirSign({ live, self }: { live: Live; self: string }) {
  const { t } = useTranslation('live')
  const onAir = live.programme.on_air.includes(self) && live.conference.state === 'live'
  const { status } = useConference()
  const wanted = live.open_mics.includes(self)
  const sent = useMicrophoneSent()
  const lost = status === 'lost'
  // The programme's line falls silent seconds before LiveKit notices that its own is cut; or it alone is.
  const cut = useMedia((s) => s.status() === 'reconnecting' || s.status() === 'failed', false)
  // Red says that one is heard: only while the microphone really goes out.
  const open = wanted && sent && !lost
  const holder = holderOf(live, self)
  const phase = useTimePhase(holder)
  const site = siteOf(live, self)
  const said = () => {
    if (!onAir) return t('air.off')
    if (open) return t(cut ? 'air.unsure' : 'air.on')
    if (lost || cut) return t('air.lost')
    if (wanted) return t('air.opening')
    return t(site?.muted && site.confirmed ? 'air.muted' : 'air.waiting')
  }
  return (
    <>
      {onAir && <div className="gb-airframe" data-open={open} aria-hidden />}
      <div className="gb-airsign" data-air={onAir} data-open={open} role="status" aria-live="assertive">
        {onAir ? <IconBroadcast size={34} aria-hidden /> : <IconMicrophoneOff size={26} aria-hidden />}
        <strong>{said()}</strong>
        {onAir &&
          (open ? <IconMicrophone size={30} aria-hidden /> : <IconMicrophoneOff size={30} aria-hidden />)}
        {holder && (
          <span className="gb-airtime" data-phase={phase} aria-live="off">
            {phase === 'warning' && <b>{t('floor.minute')}</b>}
            {phase === 'over' && <b>{t('floor.over')}</b>}
            <Countdown holder={holder} />
          </span>
        )}
      </div>
    </>
  )
}
