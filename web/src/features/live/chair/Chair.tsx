import '../live.css'
import '../hall/hall.css'
import { Badge, Button, Tabs } from '@mantine/core'
import {
  IconArrowBackUp,
  IconClockPlus,
  IconHandStop,
  IconHome,
  IconMicrophoneOff,
  IconPlayerPause,
  IconPlayerPlay,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, type Live } from '../../../api'
import { LanguageSwitch, ThemeSwitch } from '../../../app/Controls'
import { intlLocale } from '../../../i18n'
import { currentItem, isOver, may, siteOf } from '../../../model/live'
import { type Acts, useActs } from '../acts'
import { AgendaPanel } from '../console/AgendaPanel'
import { ConfirmBar, extendBySeconds } from '../console/FloorPanel'
import { LiveConference, useConference } from '../context'
import { SceneView } from '../hall/SceneView'
import { MediaProvider } from '../media/MediaProvider'
import { LineBanner } from '../parts/Banner'
import { Bell, BellSwitch } from '../parts/bell'
import { Countdown, Since, WallClock } from '../parts/Countdown'
import { FloorAnnouncer } from '../parts/FloorAnnouncer'
import { useSiteName, useSpeaking } from '../parts/useSiteName'
import { useTimePhase } from '../parts/useTimeWarning'
import { Waiting } from '../parts/Waiting'
import { UnitBrief } from './Brief'
import { Present } from './Present'

const Reading = lazy(() => import('../content/Reading'))

/** The chair's tablet: who speaks, who is next, one press each; the speaking unit's figures beside its picture. */
export function Chair({ conferenceId }: { conferenceId: string }) {
  return (
    <LiveConference api={api} conferenceId={conferenceId} waiting={(state) => <Waiting state={state} />}>
      <MediaProvider programme listen={false}>
        <ChairScreen />
      </MediaProvider>
    </LiveConference>
  )
}

function ChairScreen() {
  const { t, i18n } = useTranslation('live')
  const { live, status } = useConference()
  const { acts } = useActs()
  const name = useSiteName()
  const disabled = status === 'lost' || isOver(live.conference.state)
  const item = currentItem(live)
  const speaking = live.floor.holders[0]?.site_id
  const [asked, setAsked] = useState<string | null>(null)
  const [tab, setTab] = useState<string | null>(null)
  const about = asked ?? speaking ?? live.floor.queue[0]?.site_id ?? null
  const unit = siteOf(live, about)?.unit_id
  const look = (site: string) => {
    setAsked(site)
    setTab('brief')
  }
  return (
    <div className="gb-chair">
      <header className="gb-head">
        <Link to="/" className="gb-home" aria-label={t('console.home')} title={t('console.home')}>
          <IconHome size={22} />
        </Link>
        <Badge
          size="lg"
          radius="sm"
          tt="none"
          color={live.conference.state === 'live' ? 'son' : 'gray'}
          variant="filled"
        >
          {t(`conference.${live.conference.state}`)}
        </Badge>
        <h1>{live.conference.title}</h1>
        {item && (
          <span className="gb-item">
            <b>{t('agenda.item', { number: item.number, of: live.agenda.items.length })}</b> {item.title}
          </span>
        )}
        <WallClock locale={intlLocale(i18n.language)} className="gb-clock" />
        <BellSwitch />
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      <div className="gb-strips">
        <LineBanner />
        <ConfirmBar live={live} acts={acts} disabled={disabled} />
      </div>
      <main className="gb-chairbody">
        <div className="gb-chairleft">
          <section className="gb-stagebox gb-chairpicture" aria-label={t('monitor.programme')}>
            <SceneView live={live} />
            <Suspense fallback={null}>
              <Reading live={live} />
            </Suspense>
          </section>
          <Speaking live={live} acts={acts} disabled={disabled} />
          <section className="gb-panel gb-chairagenda" aria-label={t('tabs.agenda')}>
            <AgendaPanel live={live} acts={acts} disabled={disabled} ahead />
          </section>
        </div>
        <div className="gb-chairright">
          <NextThree live={live} acts={acts} disabled={disabled} onAbout={look} />
          <section className="gb-panel gb-chairabout">
            <Tabs
              value={tab ?? (about ? 'brief' : 'present')}
              onChange={setTab}
              keepMounted={false}
              classNames={{ root: 'gb-tabs', panel: 'gb-tabpanel' }}
            >
              <Tabs.List grow>
                <Tabs.Tab value="brief">{about ? name.short(about) : t('chair.brief')}</Tabs.Tab>
                <Tabs.Tab value="present">
                  {t('chair.present', {
                    count: live.sites.filter((s) => s.presence === 'online').length,
                    all: live.sites.length,
                  })}
                </Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="brief">
                {unit ? (
                  <UnitBrief conferenceId={live.conference.id} unit={unit} />
                ) : (
                  <p className="gb-empty">{t('chair.briefNone')}</p>
                )}
              </Tabs.Panel>
              <Tabs.Panel value="present">
                <Present live={live} acts={acts} disabled={disabled} onAbout={look} />
              </Tabs.Panel>
            </Tabs>
          </section>
        </div>
      </main>
      <FloorAnnouncer />
      <Bell />
    </div>
  )
}

function Speaking({ live, acts, disabled }: { live: Live; acts: Acts; disabled: boolean }) {
  const { t } = useTranslation('live')
  const who = useSpeaking()
  const holder = live.floor.holders[0]
  const phase = useTimePhase(holder)
  if (!holder)
    return (
      <section className="gb-panel gb-speaking">
        <div className="gb-grow">
          <p className="gb-label">{t('floor.chair')}</p>
          <p className="gb-speaker">{live.conference.chair_name}</p>
          <p className="gb-dim">{t('floor.nobody')}</p>
        </div>
        <Button
          size="xl"
          disabled={disabled || live.floor.queue.length === 0 || !may(live, 'floor.grant')}
          leftSection={<IconPlayerPlay size={26} />}
          onClick={() => void acts.next()}
        >
          {t('act.next')}
        </Button>
      </section>
    )
  return (
    <section className="gb-panel gb-speaking" data-phase={phase}>
      <div className="gb-grow">
        <p className="gb-label">
          {t('floor.time')}
          {phase === 'warning' && <b data-phase="warning">{t('floor.minute')}</b>}
          {phase === 'over' && <b data-phase="over">{t('floor.over')}</b>}
        </p>
        <p className="gb-speaker">{who.large}</p>
        <p className="gb-dim">{who.small}</p>
      </div>
      <Countdown holder={holder} className="gb-bigclock" />
      <div className="gb-chairacts">
        <Button
          size="lg"
          color="son"
          disabled={disabled}
          leftSection={<IconArrowBackUp size={24} />}
          onClick={() => void acts.takeBack()}
        >
          {t('act.back')}
        </Button>
        <Button
          size="lg"
          variant="default"
          disabled={disabled}
          leftSection={<IconHandStop size={24} />}
          onClick={() => void acts.interrupt()}
        >
          {t('act.interrupt')}
        </Button>
        <Button
          size="lg"
          variant="default"
          disabled={disabled}
          leftSection={<IconClockPlus size={24} />}
          onClick={() => void acts.extend(extendBySeconds)}
        >
          {t('act.extend')}
        </Button>
        <Button
          size="lg"
          variant="default"
          disabled={disabled}
          leftSection={holder.running_since ? <IconPlayerPause size={24} /> : <IconPlayerPlay size={24} />}
          onClick={() => void (holder.running_since ? acts.pause() : acts.resume())}
        >
          {t(holder.running_since ? 'act.pause' : 'act.resume')}
        </Button>
        <Button
          size="lg"
          variant="default"
          disabled={disabled || !live.open_mics.includes(holder.site_id)}
          leftSection={<IconMicrophoneOff size={24} />}
          onClick={() => void acts.mute(holder.site_id)}
        >
          {t('act.muteOne')}
        </Button>
      </div>
    </section>
  )
}

function NextThree({
  live,
  acts,
  disabled,
  onAbout,
}: {
  live: Live
  acts: Acts
  disabled: boolean
  onAbout: (site: string) => void
}) {
  const { t } = useTranslation('live')
  const name = useSiteName()
  const { queue } = live.floor
  return (
    <section className="gb-panel gb-next" aria-label={t('chair.next')}>
      <h2>
        {t('chair.next')}
        {queue.length > 3 && <span className="gb-dim">{t('chair.more', { count: queue.length - 3 })}</span>}
      </h2>
      {queue.length === 0 && <p className="gb-dim">{t('queue.empty')}</p>}
      <ol>
        {queue.slice(0, 3).map((r, i) => (
          <li key={r.id}>
            <span className="gb-place num">{i + 1}</span>
            <button type="button" className="gb-plain gb-who" onClick={() => onAbout(r.site_id)}>
              <b>{name.short(r.site_id)}</b>
              <span>{[r.speaker_name, r.speaker_title].filter(Boolean).join(', ')}</span>
              <span className="gb-dim gb-topic">
                {t(`category.${r.category}`)} · {t('queue.waits')} <Since at={r.asked_at} />
                {r.topic && ` · ${r.topic}`}
              </span>
            </button>
            <Button
              size="lg"
              disabled={disabled || !may(live, 'floor.grant')}
              aria-label={`${t('act.grant')}: ${name.short(r.site_id)}`}
              leftSection={<IconPlayerPlay size={24} />}
              onClick={() => void acts.grantRequest(r.id)}
            >
              {t('chair.give')}
            </Button>
          </li>
        ))}
      </ol>
    </section>
  )
}
