import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Meter } from '../parts/Level'
import { MicSign } from '../parts/signs'
import { type DeviceFault, useMicLevel } from './devices'

type Opened = { track: MediaStreamTrack | null; fault: DeviceFault | null }

/** What this site sends: its own picture, small, with what its microphone does in words. */
export function OwnPicture({
  camera,
  microphone,
  micOpen,
  silent,
  onAir,
}: {
  camera: Opened
  microphone: Opened
  micOpen: boolean
  /** It should be open, and sends nothing. */
  silent: boolean
  onAir: boolean
}) {
  const { t } = useTranslation('live')
  const video = useRef<HTMLVideoElement>(null)
  const level = useMicLevel(microphone.track)
  useEffect(() => {
    if (video.current) video.current.srcObject = camera.track ? new MediaStream([camera.track]) : null
  }, [camera.track])
  return (
    <section className="gb-own" data-air={onAir} aria-label={t('site.own')}>
      <div className="gb-ownvideo">
        <video ref={video} autoPlay playsInline muted data-mirror />
        {!camera.track && (
          <span className="gb-off">
            {camera.fault ? t(`devices.fault.${camera.fault}`) : t('devices.opening')}
          </span>
        )}
        {onAir && <span className="gb-tag">{t('tile.onAir')}</span>}
      </div>
      <p className="gb-ownmic" data-open={micOpen && !silent}>
        <MicSign open={micOpen} silent={silent} size={22} />
        <b>{t(silent ? 'tile.micSilent' : micOpen ? 'site.micOpen' : 'site.micClosed')}</b>
        <Meter read={level} className="gb-meter-wide" />
      </p>
      {microphone.fault && (
        <p className="gb-warnline" role="alert">
          {t('site.noMic')} {t(`devices.fault.${microphone.fault}`)}
        </p>
      )}
    </section>
  )
}
