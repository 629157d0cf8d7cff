import '../live.css'
import { Badge, Button, Tabs } from '@mantine/core'
import { IconHome, IconMessages, IconX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type CSSProperties, lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../../api'
import { intlLocale } from '../../../i18n'
import {
  currentItem,
  dialogueSites,
  isOver,
  may,
  micsPending,
  picking,
  previewed,
  shortSiteName,
  siteOf,
} from '../../../model/live'
import { consoleSplit } from '../../../model/wall'
import { tell } from '../../../ui/tell'
import { useActs } from '../acts'
import { turnPage } from '../content/PageTurner'
import { LiveConference, useConference } from '../context'
import { MediaProvider, useMedia, useMediaSource } from '../media/MediaProvider'
import { watchSwitches } from '../media/marks'
import { LineBanner } from '../parts/Banner'
import { Bell, BellSwitch } from '../parts/bell'
import { Since, WallClock } from '../parts/Countdown'
import { Waiting } from '../parts/Waiting'
import { browseSeconds, ControlBar } from './ControlBar'
import { ConfirmBar, extendBySeconds, FloorPanel } from './FloorPanel'
import { Key } from './Key'
import { useConsoleKeys } from './keys'
import { PreviewMonitor, ProgrammeMonitor } from './Monitors'
import { QueuePanel } from './QueuePanel'
import { useBox } from './useBox'
import { useWall, Wall, WallTools } from './Wall'

const LanguageSwitch = lazy(() => import('../../../app/Controls').then((m) => ({ default: m.LanguageSwitch })))
const ThemeSwitch = lazy(() => import('../../../app/Controls').then((m) => ({ default: m.ThemeSwitch })))
const AgendaPanel = lazy(() => import('./AgendaPanel').then((m) => ({ default: m.AgendaPanel })))
const MediaBar = lazy(() => import('./MediaBar'))
const RecordingControl = lazy(() => import('./RecordingControl').then((m) => ({ default: m.RecordingControl })))
const FloorAnnouncer = lazy(() => import('../parts/FloorAnnouncer').then((m) => ({ default: m.FloorAnnouncer })))
const SoundHint = lazy(() => import('../parts/SoundHint').then((m) => ({ default: m.SoundHint })))
const LogPanel = lazy(() => import('./LogPanel'))
const SpokenPanel = lazy(() => import('./SpokenPanel'))
const Help = lazy(() => import('./Help'))
const LookModal = lazy(() => import('./LookModal'))
const PapersModal = lazy(() => import('../content/PapersModal'))
const CodeModal = lazy(() => import('./CodeModal'))

const wallTools = 40
const narrowestPanel = 262
/** From this width of the stage on, the monitors take its whole width and the floor's panel stands aside. */
const wideStage = 1000

/** The operator's console: everything seen, everything done from one screen, by mouse or by keys. */
export function Console({ conferenceId }: { conferenceId: string }) {
  return (
    <LiveConference api={api} conferenceId={conferenceId} waiting={(state) => <Waiting state={state} />}>
      <ConsoleMedia />
    </LiveConference>
  )
}

function ConsoleMedia() {
  const [sound, setSound] = useState(true)
  return (
    <MediaProvider listen={sound}>
      <Desk sound={sound} onSound={setSound} />
    </MediaProvider>
  )
}

function Desk({ sound, onSound }: { sound: boolean; onSound: (on: boolean) => void }) {
  const { t, i18n } = useTranslation('live')
  const { store, live, status } = useConference()
  const { acts } = useActs()
  const source = useMediaSource()
  const blocked = useMedia((s) => s.soundBlocked(), false)
  const [help, setHelp] = useState(false)
  const [papers, setPapers] = useState(false)
  const [code, setCode] = useState<string | null>(null)
  const [looking, setLooking] = useState<string | null>(null)
  const [picked, setPicked] = useState<string[]>([])
  const [ref, box] = useBox<HTMLDivElement>()
  const wall = useWall(live)
  const disabled = status === 'lost'
  const closed = isOver(live.conference.state)

  const frame = useRef<(site: string) => void>(() => undefined)
  useEffect(() => {
    const marks = watchSwitches(store)
    frame.current = marks.frame
    return marks.stop
  }, [store])

  const preview = useCallback((site: string) => void acts.preview(site), [acts])
  const choose = useCallback((site: string) => setPicked((was) => picking(was, site)), [])
  const openDialogue = async () => {
    if (picked.length < 2) {
      tell({ title: t('dialogue.title'), message: t('dialogue.how'), autoClose: 6000 })
      return
    }
    if (await acts.dialogue(picked)) setPicked([])
  }
  const { conference, floor } = live
  const holder = floor.holders[0]
  useConsoleKeys(
    {
      take: () => {
        const site = previewed(live, store.clock.now())
        if (site && !live.programme.on_air.includes(site))
          void (live.control?.browse ? acts.grantSite(site) : acts.take())
      },
      pick: (n) => {
        const site = live.sites.find((s) => s.number === n)
        if (site) preview(site.id)
      },
      grantFirst: () => floor.queue.length > 0 && void acts.next(),
      back: () => holder && void acts.takeBack(),
      muteAll: () => void acts.muteAll(),
      nextItem: () => may(live, 'agenda') && void acts.nextItem(),
      extend: () => holder && void acts.extend(extendBySeconds),
      pause: () => holder && void (holder.running_since ? acts.pause() : acts.resume()),
      confirm: () => micsPending(live).length > 0 && void acts.confirm(),
      interrupt: () => floor.holders.length === 1 && void acts.interrupt(),
      dialogue: () => may(live, 'floor.grant') && void openDialogue(),
      choose: (n) => {
        const site = live.sites.find((s) => s.number === n)
        if (site) choose(site.id)
      },
      unchoose: () => setPicked([]),
      look: (site) => {
        const at = site ?? previewed(live, store.clock.now())
        if (at) setLooking(at)
      },
      browse: () => may(live, 'programme') && void acts.browse(live.control?.browse ? null : browseSeconds),
      page: (by) => may(live, 'programme') && turnPage(live, acts, by),
      papers: () => may(live, 'programme') && setPapers(true),
      help: () => setHelp((open) => !open),
      refused: () => disabled && void acts.unheard(),
    },
    Math.max(0, ...live.sites.map((s) => s.number)),
    !disabled && !closed,
  )

  const wide = box.width >= wideStage
  const split = useMemo(
    () =>
      consoleSplit(
        Math.min(24, live.sites.length),
        box.width,
        box.height - wallTools,
        wide ? 0 : narrowestPanel,
      ),
    [live.sites.length, box.width, box.height, wide],
  )
  const style = { '--top': `${split.top}px` } as CSSProperties
  const item = currentItem(live)
  const floorPanel = <FloorPanel live={live} acts={acts} disabled={disabled || closed} />
  return (
    <div className="gb-console" data-rev={live.rev}>
      <a className="skip" href="#wall">
        {t('console.skip')}
      </a>
      <header className="gb-head">
        <Link to="/" className="gb-home" aria-label={t('console.home')} title={t('console.home')}>
          <IconHome size={20} />
        </Link>
        <Badge
          size="lg"
          radius="sm"
          variant="filled"
          color={conference.state === 'live' ? 'son' : 'gray'}
          tt="none"
          className="gb-statebadge"
        >
          {t(`conference.${conference.state}`)}
        </Badge>
        <h1>{conference.title}</h1>
        {conference.opened_at && !closed && <Since at={conference.opened_at} className="gb-dim" />}
        {item && (
          <span className="gb-item">
            <b>{t('agenda.item', { number: item.number, of: live.agenda.items.length })}</b> {item.title}
          </span>
        )}
        <Suspense fallback={null}>
          <RecordingControl live={live} />
        </Suspense>
        <WallClock locale={intlLocale(i18n.language)} className="gb-clock" />
        <BellSwitch />
        <Suspense fallback={null}>
          <LanguageSwitch />
          <ThemeSwitch />
        </Suspense>
      </header>
      <div className="gb-strips">
        <LineBanner />
        <ConfirmBar live={live} acts={acts} disabled={disabled} />
        <Suspense fallback={null}>
          <MediaBar live={live} />
        </Suspense>
        {closed && (
          <div className="gb-strip" data-kind="closed">
            {t(conference.state === 'cancelled' ? 'console.cancelled' : 'console.closed')}
          </div>
        )}
      </div>
      <div className="gb-body">
        <main ref={ref} className="gb-stage" style={style}>
          <div className="gb-top" data-wide={wide}>
            <ProgrammeMonitor
              live={live}
              acts={acts}
              disabled={disabled || closed}
              onFrame={(site) => frame.current(site)}
            />
            <PreviewMonitor
              live={live}
              acts={acts}
              disabled={disabled || closed}
              onCode={setCode}
              onLook={setLooking}
            />
            {!wide && floorPanel}
          </div>
          <WallTools wall={wall}>
            {picked.length > 0 && (
              <span className="gb-picking" role="status">
                <IconMessages size={18} aria-hidden />
                <span className="gb-name">
                  {picked.map((id) => shortSiteName(siteOf(live, id), i18n.language)).join(' · ')}
                </span>
                <Button
                  size="compact-md"
                  disabled={disabled || closed || picked.length < 2 || !may(live, 'floor.grant')}
                  onClick={() => void openDialogue()}
                >
                  {t('dialogue.open', { count: picked.length, most: dialogueSites })}
                  <Key k="D" />
                </Button>
                <Button
                  size="compact-md"
                  variant="default"
                  aria-label={t('dialogue.clear')}
                  title={t('dialogue.clear')}
                  onClick={() => setPicked([])}
                >
                  <IconX size={16} />
                </Button>
              </span>
            )}
          </WallTools>
          <div id="wall" className="gb-wallbox" tabIndex={-1}>
            <Wall live={live} wall={wall} onPick={preview} picked={picked} onChoose={choose} />
          </div>
        </main>
        <aside className="gb-side" data-floor={wide}>
          {wide && floorPanel}
          <div className="gb-panel gb-lists">
            <Tabs
              defaultValue="queue"
              keepMounted={false}
              classNames={{ root: 'gb-tabs', panel: 'gb-tabpanel' }}
            >
              <Tabs.List grow>
                <Tabs.Tab
                  value="queue"
                  rightSection={
                    live.floor.queue.length > 0 && (
                      <Badge size="sm" circle>
                        {live.floor.queue.length}
                      </Badge>
                    )
                  }
                >
                  {t('tabs.queue')}
                </Tabs.Tab>
                <Tabs.Tab value="agenda">{t('tabs.agenda')}</Tabs.Tab>
                <Tabs.Tab value="spoken">{t('tabs.spoken')}</Tabs.Tab>
                <Tabs.Tab value="log">{t('tabs.log')}</Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="queue">
                <QueuePanel live={live} acts={acts} disabled={disabled || closed} />
                {live.floor.queue.length < 3 && (
                  <section className="gb-below" aria-label={t('tabs.agenda')}>
                    <h2>{t('tabs.agenda')}</h2>
                    <Suspense>
                      <AgendaPanel live={live} acts={acts} disabled={disabled || closed} ahead />
                    </Suspense>
                  </section>
                )}
              </Tabs.Panel>
              <Tabs.Panel value="agenda">
                <Suspense>
                  <AgendaPanel live={live} acts={acts} disabled={disabled || closed} />
                </Suspense>
              </Tabs.Panel>
              <Tabs.Panel value="spoken">
                <Suspense>
                  <SpokenPanel live={live} />
                </Suspense>
              </Tabs.Panel>
              <Tabs.Panel value="log">
                <Suspense>
                  <LogPanel />
                </Suspense>
              </Tabs.Panel>
            </Tabs>
          </div>
        </aside>
      </div>
      <ControlBar
        live={live}
        acts={acts}
        disabled={disabled || closed}
        sound={sound}
        onSound={onSound}
        onHelp={() => setHelp(true)}
        onPapers={() => setPapers(true)}
        onDialogue={() => void openDialogue()}
        now={() => store.clock.now()}
      />
      <Suspense fallback={null}>
        {sound && blocked && <SoundHint onStart={() => void source?.startSound()} />}
        <FloorAnnouncer />
      </Suspense>
      <Bell />
      <Suspense>
        {papers && <PapersModal live={live} acts={acts} onClose={() => setPapers(false)} />}
        {help && <Help opened onClose={() => setHelp(false)} />}
        {looking && <LookModal site={looking} onClose={() => setLooking(null)} />}
        {code && <CodeModal site={code} onClose={() => setCode(null)} />}
      </Suspense>
    </div>
  )
}
