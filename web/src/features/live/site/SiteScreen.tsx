import '../live.css'
import '../hall/hall.css'
import { Button, Center, Stack, Text, Title } from '@mantine/core'
import { IconSettings } from '@tabler/icons-react'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createApi, type Live } from '../../../api'
import { LanguageSwitch, ThemeSwitch } from '../../../app/Controls'
import { intlLocale } from '../../../i18n'
import { currentItem, holderOf, siteOf } from '../../../model/live'
import { LiveConference, useConference } from '../context'
import { SceneView } from '../hall/SceneView'
import { SeatWaiting, useSeat } from '../join/seat'
import { MediaProvider, useHaveMicrophone, useMedia, useMediaSource, useMicrophoneSent, useSender } from '../media/MediaProvider'
import { watchSwitches } from '../media/marks'
import { LineBanner } from '../parts/Banner'
import { Bell, BellSwitch } from '../parts/bell'
import { ClockNotice } from '../parts/ClockNotice'
import { WallClock } from '../parts/Countdown'
import { FloorAnnouncer } from '../parts/FloorAnnouncer'
import { SoundHint } from '../parts/SoundHint'
import { useSiteName } from '../parts/useSiteName'
import { Waiting } from '../parts/Waiting'
import { AirSign } from './AirSign'
import { Attendance } from './Attendance'
import { DelegateList } from './DelegateList'
import { DeviceCheck } from './DeviceCheck'
import { type DeviceChoice, storedChoice, useDevices } from './devices'
import { FloorRequest } from './FloorRequest'
import { OwnFaults } from './OwnFaults'
import { OwnPicture } from './OwnPicture'

const Leave = lazy(() => import('./Leave'))

const noChoice: DeviceChoice = { camera: '', microphone: '', speaker: '' }

/** A site's own screen, by its seat. */
export function SiteBySeat({ seat }: { seat: string }) {
  const api = useMemo(() => createApi(seat), [seat])
  const me = useSeat(seat)
  if (!me.data?.conference_id) return <SeatWaiting me={me} />
  return (
    <LiveConference
      api={api}
      conferenceId={me.data.conference_id}
      waiting={(state) => <Waiting state={state} />}
    >
      <Entrance />
    </LiveConference>
  )
}

/** The first time the devices are chosen; afterwards the screen comes back by itself. */
function Entrance() {
  const { live } = useConference()
  const name = useSiteName()
  const [choice, setChoice] = useState(storedChoice)
  const [checking, setChecking] = useState(choice === null)
  if (checking)
    return (
      <DeviceCheck
        initial={choice ?? noChoice}
        siteName={name.full(live.you.site_id)}
        title={live.conference.title}
        onReady={(c) => {
          setChoice(c)
          setChecking(false)
        }}
      />
    )
  return (
    <MediaProvider programme send>
      <SiteRoom choice={choice ?? noChoice} onDevices={() => setChecking(true)} />
    </MediaProvider>
  )
}

/** Who speaks sees the chair, to whom it speaks; its own picture stands at the side anyway. */
function seenBy(self: string, live: Live): Live {
  const { on_air, chair_site_id } = live.programme
  if (on_air.length !== 1 || on_air[0] !== self || self === chair_site_id) return live
  const { chair_name, chair_title } = live.conference
  const lower_third = { name: chair_name, title: chair_title, site: siteOf(live, chair_site_id)?.name ?? '' }
  return { ...live, programme: { ...live.programme, on_air: [chair_site_id], lower_third } }
}

function SiteRoom({ choice, onDevices }: { choice: DeviceChoice; onDevices: () => void }) {
  const { t, i18n } = useTranslation('live')
  const { store, live } = useConference()
  const source = useMediaSource()
  const sender = useSender()
  const name = useSiteName()
  const self = live.you.site_id ?? ''
  const { camera, microphone } = useDevices(choice)
  const micOpen = live.open_mics.includes(self)
  const sent = useMicrophoneSent()
  const blocked = useMedia((s) => s.soundBlocked(), false)
  const replaced = useMedia((s) => s.status() === 'replaced', false)
  const haveMicrophone = useHaveMicrophone()
  const noMicrophone = microphone.fault !== null
  const silent = noMicrophone || siteOf(live, self)?.media?.sound === 'missing'
  const [leaving, setLeaving] = useState(false)

  useEffect(() => sender?.setCamera(camera.track), [sender, camera.track])
  useEffect(() => sender?.setMicrophone(microphone.track), [sender, microphone.track])
  useEffect(() => sender?.setMicrophoneOpen(micOpen), [sender, micOpen])
  useEffect(() => haveMicrophone(!noMicrophone || replaced), [haveMicrophone, noMicrophone, replaced]) // the other page tells
  useEffect(() => source?.setSpeaker(choice.speaker), [source, choice.speaker])
  useEffect(() => {
    if (!blocked) return
    const start = () => void source?.startSound()
    window.addEventListener('pointerdown', start)
    window.addEventListener('keydown', start)
    return () => {
      window.removeEventListener('pointerdown', start)
      window.removeEventListener('keydown', start)
    }
  }, [blocked, source])
  useEffect(() => {
    let lock: WakeLockSentinel | null = null
    const stay = async () => {
      if (document.visibilityState === 'visible')
        lock = (await navigator.wakeLock?.request('screen').catch(() => null)) ?? null
    }
    void stay()
    document.addEventListener('visibilitychange', stay)
    return () => {
      document.removeEventListener('visibilitychange', stay)
      void lock?.release()
    }
  }, [])
  const frame = useRef<(site: string) => void>(() => undefined)
  useEffect(() => {
    const marks = watchSwitches(store)
    frame.current = marks.frame
    return marks.stop
  }, [store])

  const item = currentItem(live)
  const onAir = live.programme.on_air.includes(self)
  if (replaced)
    return (
      <Center mih="100vh" p="lg">
        <Stack align="center" maw={520} role="alert">
          <Title order={1} ta="center">
            {t('site.replaced')}
          </Title>
          <Text ta="center">{t('site.replacedHint')}</Text>
          <Button onClick={() => location.reload()}>{t('site.useHere')}</Button>
        </Stack>
      </Center>
    )
  return (
    <div className="gb-site" data-air={onAir}>
      <AirSign live={live} self={self} fault={microphone.fault} />
      <header className="gb-sitehead">
        <h1>{name.full(self)}</h1>
        <span className="gb-dim gb-grow">{live.conference.title}</span>
        <WallClock locale={intlLocale(i18n.language)} className="gb-clock" />
        <Button
          size="sm"
          variant="default"
          leftSection={<IconSettings size={18} />}
          onClick={() => (micOpen || holderOf(live, self) ? setLeaving(true) : onDevices())}
        >
          {t('site.devices')}
        </Button>
        <BellSwitch />
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      <div>
        <LineBanner />
        <ClockNotice />
        <Suspense fallback={null}>
          <OwnFaults site={siteOf(live, self)} />
        </Suspense>
      </div>
      <main className="gb-sitebody">
        <section className="gb-sitestage" aria-label={t('site.programme')}>
          <div className="gb-stagebox">
            <SceneView live={seenBy(self, live)} onFrame={(site) => frame.current(site)} />
            {live.programme.banner && <p className="gb-hallbanner">{live.programme.banner}</p>}
          </div>
          <p className="gb-siteitem">
            {item ? (
              <>
                <b>{t('agenda.item', { number: item.number, of: live.agenda.items.length })}</b> {item.title}
              </>
            ) : (
              t('site.noItem')
            )}
          </p>
        </section>
        <aside className="gb-siteside">
          <OwnPicture camera={camera} microphone={microphone} micOpen={micOpen && sent} silent={micOpen && silent} onAir={onAir} />
          <FloorRequest live={live} self={self} />
          <Attendance live={live} self={self} />
          <DelegateList live={live} self={self} />
        </aside>
      </main>
      {blocked && <SoundHint onStart={() => void source?.startSound()} />}
      <FloorAnnouncer />
      <Bell />
      <Suspense fallback={null}>
        {leaving && <Leave onStay={() => setLeaving(false)} onLeave={onDevices} />}
      </Suspense>
    </div>
  )
}
