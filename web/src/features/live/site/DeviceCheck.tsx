import { Alert, Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconRefresh, IconVolume } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LanguageSwitch, ThemeSwitch } from '../../../app/Controls'
import { Meter } from '../parts/Level'
import { type DeviceChoice, playChime, storeChoice, useDevices, useMicLevel } from './devices'

type Props = {
  initial: DeviceChoice
  siteName: string
  title: string
  onReady: (choice: DeviceChoice) => void
}

/** Camera, microphone and loudspeaker, tried before entering; each result in plain words. */
export function DeviceCheck({ initial, siteName, title, onReady }: Props) {
  const { t } = useTranslation('live')
  const [choice, setChoice] = useState(initial)
  const { camera, microphone, list, again } = useDevices(choice)
  const level = useMicLevel(microphone.track)
  const video = useRef<HTMLVideoElement>(null)
  const [playing, setPlaying] = useState(false)
  const [heard, setHeard] = useState(false)
  const [spoke, setSpoke] = useState(false)
  useEffect(() => {
    if (video.current) video.current.srcObject = camera.track ? new MediaStream([camera.track]) : null
  }, [camera.track])
  useEffect(() => {
    const timer = setInterval(() => level() > 0.03 && setSpoke(true), 150)
    return () => clearInterval(timer)
  }, [level])

  const devices = (kind: MediaDeviceKind) =>
    list
      .filter((d) => d.kind === kind && d.deviceId)
      .map((d, i) => ({ value: d.deviceId, label: d.label || t('devices.unnamed', { number: i + 1 }) }))
  const select = (kind: MediaDeviceKind, label: string, field: keyof DeviceChoice, now?: string) => (
    <NativeSelect
      label={label}
      data={[{ value: '', label: t('devices.default') }, ...devices(kind)]}
      value={devices(kind).some((d) => d.value === (choice[field] || now)) ? choice[field] || now || '' : ''}
      onChange={(e) => setChoice({ ...choice, [field]: e.currentTarget.value })}
    />
  )
  const enter = () => {
    const sure = {
      camera: choice.camera || camera.track?.getSettings().deviceId || '',
      microphone: choice.microphone || microphone.track?.getSettings().deviceId || '',
      speaker: choice.speaker,
    }
    storeChoice(sure)
    onReady(sure)
  }
  return (
    <main className="gb-check">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Title order={1}>{siteName}</Title>
          <Text c="dimmed">{title}</Text>
        </div>
        <Group gap="xs" wrap="nowrap">
          <LanguageSwitch />
          <ThemeSwitch />
        </Group>
      </Group>
      <div className="gb-checkgrid">
        <section className="card gb-checkcard" aria-label={t('devices.camera')}>
          <div className="gb-checkvideo">
            <video ref={video} autoPlay playsInline muted data-mirror />
            {!camera.track && (
              <span className="gb-off">
                {camera.fault ? t(`devices.fault.${camera.fault}`) : t('devices.opening')}
              </span>
            )}
          </div>
          {select('videoinput', t('devices.camera'), 'camera', camera.track?.getSettings().deviceId)}
        </section>
        <Stack gap="md">
          <section className="card gb-checkcard" aria-label={t('devices.microphone')}>
            {select(
              'audioinput',
              t('devices.microphone'),
              'microphone',
              microphone.track?.getSettings().deviceId,
            )}
            {microphone.track ? (
              <>
                <Meter read={level} className="gb-meter-wide" />
                <Result good={spoke} text={t(spoke ? 'devices.micHeard' : 'devices.micSpeak')} />
              </>
            ) : (
              <Text c="var(--bad)">
                {microphone.fault ? t(`devices.fault.${microphone.fault}`) : t('devices.opening')}
              </Text>
            )}
          </section>
          <section className="card gb-checkcard" aria-label={t('devices.speaker')}>
            {select('audiooutput', t('devices.speaker'), 'speaker')}
            <Group>
              <Button
                variant="default"
                loading={playing}
                leftSection={<IconVolume size={18} />}
                onClick={async () => {
                  setPlaying(true)
                  await playChime(choice.speaker).catch(() => undefined)
                  setPlaying(false)
                  setHeard(true)
                }}
              >
                {t('devices.chime')}
              </Button>
            </Group>
            <Result good={heard} text={t(heard ? 'devices.chimeHeard' : 'devices.chimeHint')} />
          </section>
          {(camera.fault || microphone.fault) && (
            <Alert color="yellow" icon={<IconAlertTriangle />} title={t('devices.missing')}>
              <Stack gap="xs" align="flex-start">
                <Text size="sm">{t('devices.missingHint')}</Text>
                <Button size="sm" variant="default" leftSection={<IconRefresh size={16} />} onClick={again}>
                  {t('devices.again')}
                </Button>
              </Stack>
            </Alert>
          )}
          <Button size="lg" onClick={enter}>
            {t('devices.enter')}
          </Button>
          <Text size="sm" c="dimmed" ta="center">
            {t('devices.muted')}
          </Text>
        </Stack>
      </div>
    </main>
  )
}

function Result({ good, text }: { good: boolean; text: string }) {
  return (
    <Text
      size="sm"
      c={good ? 'var(--good)' : 'dimmed'}
      style={{ display: 'flex', gap: 6, alignItems: 'center' }}
    >
      {good && <IconCheck size={18} aria-hidden />}
      {text}
    </Text>
  )
}
