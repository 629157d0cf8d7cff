import '../live.css'
import './delegate.css'
import '../content/followed.css'
import { Button, NativeSelect, Stack, Textarea } from '@mantine/core'
import { IconHandStop, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createApi, type FloorCategory, type Live } from '../../../api'
import { delegatesQuery, paperFile, papersQuery } from '../../../api/planning'
import { LanguageSwitch, ThemeSwitch } from '../../../app/Controls'
import { intlLocale } from '../../../i18n'
import { currentItem, isOver } from '../../../model/live'
import { useActs } from '../acts'
import FollowedPaper from '../content/FollowedPaper'
import { LiveConference, useConference } from '../context'
import { SeatWaiting, useSeat } from '../join/seat'
import { LineBanner } from '../parts/Banner'
import { ClockNotice } from '../parts/ClockNotice'
import { Countdown, Since, WallClock } from '../parts/Countdown'
import { FloorAnnouncer } from '../parts/FloorAnnouncer'
import { useSiteName, useSpeaking } from '../parts/useSiteName'
import { Waiting } from '../parts/Waiting'

const categories: FloorCategory[] = ['discussion', 'reply', 'report', 'point_of_order']

/** A delegate's own telephone or tablet: asks for the floor, shows the place in the queue, the agenda, the clock. */
export function DelegateBySeat({ seat }: { seat: string }) {
  const api = useMemo(() => createApi(seat), [seat])
  const me = useSeat(seat)
  if (!me.data?.conference_id) return <SeatWaiting me={me} />
  return (
    <LiveConference
      api={api}
      conferenceId={me.data.conference_id}
      waiting={(state) => <Waiting state={state} />}
    >
      <Screen />
    </LiveConference>
  )
}

function Screen() {
  const { t, i18n } = useTranslation(['live', 'plan'])
  const { store, live } = useConference()
  const name = useSiteName()
  const own = useQuery(delegatesQuery(live.conference.id, store.api))
  const delegate = own.data?.[0]
  const { conference } = live
  const item = currentItem(live)
  return (
    <div className="gb-delegate">
      <header>
        <div>
          <h1>{conference.title}</h1>
          <p>
            <b>{t(`live:conference.${conference.state}`)}</b>
            {conference.state === 'published' && conference.scheduled_at && (
              <span>
                {' · '}
                {new Intl.DateTimeFormat(intlLocale(i18n.language), {
                  dateStyle: 'full',
                  timeStyle: 'short',
                }).format(new Date(conference.scheduled_at))}
              </span>
            )}
          </p>
        </div>
        <div className="gb-delegate-tools">
          <WallClock locale={intlLocale(i18n.language)} className="gb-clock" />
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </header>
      <LineBanner />
      <ClockNotice />
      <main>
        <p className="gb-delegate-who">
          <b>{delegate?.name ?? ''}</b>
          <span>{[delegate?.title, name.full(live.you.site_id)].filter(Boolean).join(' · ')}</span>
        </p>
        {conference.state === 'cancelled' && <p role="alert">{conference.cancel_reason}</p>}
        <OnFloor live={live} />
        <FollowedPaper live={live} />
        <Ask live={live} />
        <Queue live={live} />
        <section className="card" aria-label={t('live:tabs.agenda')}>
          <h2>{t('live:tabs.agenda')}</h2>
          <ol className="gb-delegate-agenda">
            {live.agenda.items.map((i) => (
              <li key={i.id} data-state={i.state} aria-current={i.id === item?.id ? 'step' : undefined}>
                <span className="num">{i.number}.</span>
                <span>
                  {i.title}
                  {i.presenter && <small>{i.presenter}</small>}
                </span>
                <span className="num gb-dim">{i.minutes}′</span>
              </li>
            ))}
          </ol>
        </section>
        <PapersOf live={live} />
      </main>
      <FloorAnnouncer />
    </div>
  )
}

/** Who speaks, and the time that is left to them. */
function OnFloor({ live }: { live: Live }) {
  const { t } = useTranslation(['live', 'plan'])
  const who = useSpeaking()
  const { holders } = live.floor
  const own = holders.find((h) => h.delegate_id !== null && h.delegate_id === live.you.delegate_id)
  const holder = own ?? holders[0]
  if (!holder) return null
  return (
    <section className="card gb-delegate-floor" data-mine={Boolean(own)} aria-label={t('plan:device.floor')}>
      <div>
        <h2>{own ? t('live:ask.yours') : who.large}</h2>
        <p>{own ? t('plan:device.yoursHint') : who.small}</p>
        {own && holders.length > 1 && (
          <p>
            {who.small}: {who.large}
          </p>
        )}
      </div>
      <Countdown holder={holder} />
    </section>
  )
}

/** The form, or the own request with its place in the one queue. */
function Ask({ live }: { live: Live }) {
  const { t } = useTranslation(['live', 'plan'])
  const { status } = useConference()
  const { acts, busy } = useActs()
  const [topic, setTopic] = useState('')
  const [category, setCategory] = useState<FloorCategory>('discussion')
  const me = live.you.delegate_id
  const at = live.floor.queue.findIndex((r) => r.delegate_id === me)
  const request = live.floor.queue[at]
  const off = status === 'lost' || busy
  if (live.floor.holders.some((h) => h.delegate_id === me)) return null
  if (isOver(live.conference.state))
    return (
      <section className="card gb-ask">
        <h2>{t(live.conference.state === 'cancelled' ? 'live:ask.cancelled' : 'live:ask.closed')}</h2>
      </section>
    )
  if (request)
    return (
      <section className="card gb-ask" aria-label={t('live:ask.title')} data-waiting>
        <h2>
          <IconHandStop size={24} aria-hidden /> {t('live:ask.place', { place: at + 1 })}
        </h2>
        <p>{request.topic}</p>
        <p className="gb-dim">
          {t('live:queue.waits')} <Since at={request.asked_at} /> ·{' '}
          {t(at === 0 ? 'live:ask.first' : 'live:ask.before', { count: at })}
        </p>
        <Button
          variant="default"
          size="md"
          disabled={off}
          leftSection={<IconX size={18} />}
          onClick={() => void acts.withdraw(request.id)}
        >
          {t('live:ask.withdraw')}
        </Button>
      </section>
    )
  const submit = async (e: FormEvent) => {
    e.preventDefault()
    const done = await acts.ask({ topic: topic.trim(), category, speaker_name: '', speaker_title: '' })
    if (done) setTopic('')
  }
  return (
    <form className="card gb-ask" aria-label={t('live:ask.title')} onSubmit={(e) => void submit(e)}>
      <h2>{t('live:ask.title')}</h2>
      <Stack gap={10}>
        <Textarea
          label={t('live:ask.topic')}
          required
          autosize
          minRows={2}
          maxLength={300}
          value={topic}
          onChange={(e) => setTopic(e.currentTarget.value)}
        />
        <NativeSelect
          label={t('live:ask.category')}
          value={category}
          onChange={(e) => setCategory(e.currentTarget.value as FloorCategory)}
          data={categories.map((c) => ({ value: c, label: t(`live:category.${c}`) }))}
        />
        <Button type="submit" size="lg" fullWidth disabled={off} leftSection={<IconHandStop size={22} />}>
          {t('live:ask.send')}
        </Button>
      </Stack>
    </form>
  )
}

function Queue({ live }: { live: Live }) {
  const { t } = useTranslation(['live', 'plan'])
  const name = useSiteName()
  if (live.floor.queue.length === 0) return null
  return (
    <section className="card" aria-label={t('live:tabs.queue')}>
      <h2>{t('live:tabs.queue')}</h2>
      <ol className="gb-delegate-queue">
        {live.floor.queue.map((r, i) => (
          <li key={r.id} data-mine={r.delegate_id === live.you.delegate_id}>
            <span className="num">{i + 1}.</span>
            <span>
              {r.speaker_name || name.short(r.site_id)}
              <small>{[r.speaker_name && name.short(r.site_id), t(`live:category.${r.category}`)].filter(Boolean).join(' · ')}</small>
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function PapersOf({ live }: { live: Live }) {
  const { t } = useTranslation(['live', 'plan'])
  const { store } = useConference()
  const papers = useQuery(papersQuery(live.conference.id, store.api))
  if (!papers.data?.length) return null
  return (
    <section className="card" aria-label={t('plan:paper.title')}>
      <h2>{t('plan:paper.title')}</h2>
      <ul className="gb-delegate-papers">
        {papers.data.map((p) => (
          <li key={p.id}>
            <a href={paperFile(live.conference.id, p.id, store.api)} download={p.name}>
              {p.name}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
