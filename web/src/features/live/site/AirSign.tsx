import { IconBroadcast, IconMicrophone, IconMicrophoneOff } from '@tabler/icons-react'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Live } from '../../../api'
import { holderOf, siteOf } from '../../../model/live'
import { useConference } from '../context'
import { useMedia, useMicrophoneSent } from '../media/MediaProvider'
import { Countdown } from '../parts/Countdown'
import { useTimePhase } from '../parts/useTimeWarning'
import { airWord } from './airWord'
import type { DeviceFault } from './devices'

/**
 * The unmistakable sign: a frame all round, and in big words whether one is seen and heard; `fault` is why there is no
 * microphone. Red says that the microphone is open and sends.
 */
export function AirSign({ live, self, fault }: { live: Live; self: string; fault: DeviceFault | null }) {
  const { t } = useTranslation('live')
  const onAir = live.programme.on_air.includes(self) && live.conference.state === 'live'
  const { status } = useConference()
  const wanted = live.open_mics.includes(self)
  const sent = useMicrophoneSent()
  const lost = status === 'lost'
  // The programme's line falls silent seconds before LiveKit notices that its own is cut; or it alone is.
  const cut = useMedia((s) => s.status() === 'reconnecting' || s.status() === 'failed', false)
  const holder = holderOf(live, self)
  const phase = useTimePhase(holder)
  const site = siteOf(live, self)
  const silent = fault !== null || site?.media?.sound === 'missing'
  const foreign = site?.media?.sound === 'foreign'
  const word = airWord({ onAir, wanted, sent, silent, foreign, lost, cut, muted: !!site?.muted && site.confirmed })
  const open = word === 'on' || word === 'unsure'
  return (
    <>
      {onAir && <div className="gb-airframe" data-open={open} aria-hidden />}
      <div className="gb-airsign" data-air={onAir} data-open={open} role="status" aria-live="assertive">
        {onAir ? <IconBroadcast size={34} aria-hidden /> : <IconMicrophoneOff size={26} aria-hidden />}
        <strong>
          {t(`air.${word}`)}
          <Suspense fallback={null}>{word === 'silent' && <Unheard fault={fault} />}</Suspense>
        </strong>
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

/** What it means, and what to do. */
function Unheard({ fault }: { fault: DeviceFault | null }) {
  const { t } = useTranslation('live')
  const { t: trouble } = useTranslation('trouble')
  return (
    <small>
      {trouble('own.silent')} {fault ? t(`devices.fault.${fault}`) : trouble('own.silentDo')}
    </small>
  )
}
