import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import {
  IconBroadcast,
  IconCalendarDown,
  IconFileText,
  IconGavel,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlugConnected,
  IconScript,
  IconSend,
  IconSquareX,
  IconVideo,
} from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConferenceDetail, ConferenceState } from '../../api'
import { changeConference, conferenceFile, conferenceQuery, setConferenceState } from '../../api/office'
import { Ask } from '../../ui/Ask'
import { ButtonLink } from '../../ui/ButtonLink'
import { InstantInput } from '../../ui/DayInput'
import { useFormats } from '../../ui/formats'
import { ActError, Load, Page, useFaultText, useRights } from '../office'
import { RecordingsLink } from '../recordings'
import { Agenda } from './Agenda'
import { Delegates } from './Delegates'
import { Papers } from './Papers'
import { Cancel, Cancelled } from './Cancel'
import { CarryOver } from './CarryOver'
import { Chairs } from './Chairs'
import { Devices } from './Devices'
import { Sites } from './Links'
import { ConferenceStateWord } from './state'

/** One conference: what is planned, who joins and how, what the last one left. */
export function ConferencePage({ id }: { id: string }) {
  const { t, i18n } = useTranslation('office')
  const f = useFormats()
  const rights = useRights()
  const query = useQuery(conferenceQuery(id))
  const c = query.data
  return (
    <Page
      title={c?.title ?? t('conf.title')}
      up={{ link: { to: '/conferences' }, label: t('conf.title') }}
      sub={
        c && (
          <Group gap="xs" mt={6}>
            <ConferenceStateWord state={c.state} />
            {c.scheduled_at && (
              <Text span>{`${f.weekday(c.scheduled_at)}, ${f.dateTime(c.scheduled_at)}`}</Text>
            )}
            {c.chair_name && <Text span>{`${c.chair_title} ${c.chair_name}`.trim()}</Text>}
          </Group>
        )
      }
      actions={
        c && (
          <>
            {c.can.includes('conduct') && (
              <Button component="a" href={`/console/${id}`} leftSection={<IconVideo size={18} />}>
                {t('conf.console')}
              </Button>
            )}
            {c.can.includes('chair') && (
              <Button
                component="a"
                href={`/chair/${id}`}
                variant="default"
                leftSection={<IconGavel size={18} />}
              >
                {t('conf.chair')}
              </Button>
            )}
            {(rights.office || rights.chairs) && (
              <ButtonLink
                to="/conferences/$id/conclusion"
                params={{ id }}
                variant="default"
                leftSection={<IconScript size={18} />}
              >
                {t('conf.toConclusion')}
              </ButtonLink>
            )}
            <ButtonLink
              to="/conferences/$id/minutes"
              params={{ id }}
              variant="default"
              leftSection={<IconFileText size={18} />}
            >
              {t('conf.toMinutes')}
            </ButtonLink>
            {c.state !== 'draft' && c.state !== 'cancelled' && (
              <Button
                component="a"
                href={conferenceFile(id, i18n.language)}
                download
                variant="default"
                leftSection={<IconCalendarDown size={18} />}
              >
                {t('conf.calendarFile')}
              </Button>
            )}
            <RecordingsLink id={id} />
          </>
        )
      }
    >
      <Load of={query} rows={10}>
        {(x) => (
          <>
            <Cancelled conference={x} />
            {x.can.includes('state') && <Steps conference={x} />}
            <div className={x.can.includes('links') ? 'split' : 'rows'}>
              <Stack gap="md">
                <Chairs conference={x} />
                <Agenda conference={x} />
                <Papers conference={x} />
                <Delegates conference={x} />
                <CarryOver id={id} />
              </Stack>
              <Stack gap="md">
                <Sites conference={x} links={x.can.includes('links')} />
                {(rights.office || rights.conducts) && x.state !== 'draft' && <Devices conference={x} />}
              </Stack>
            </div>
          </>
        )}
      </Load>
    </Page>
  )
}

/** Where the conference can go from each state. */
const NEXT: Record<ConferenceState, ConferenceState[]> = {
  draft: ['published'],
  published: ['checking', 'live'],
  checking: ['live'],
  live: ['paused', 'closed'],
  paused: ['live', 'closed'],
  closed: [],
  cancelled: [],
}

function Steps({ conference: c }: { conference: ConferenceDetail }) {
  const { t } = useTranslation('office')
  const say = useFaultText()
  const qc = useQueryClient()
  const [asked, setAsked] = useState<ConferenceState | null>(null)
  const go = useMutation({
    mutationFn: (to: ConferenceState) => setConferenceState(c.id, to),
    onSuccess: () => {
      setAsked(null)
      for (const key of ['conference', 'conferences']) void qc.invalidateQueries({ queryKey: [key] })
    },
  })
  const look: Record<ConferenceState, [string, ReactNode]> = {
    draft: ['', null],
    published: [t('conf.act.publish'), <IconSend key="i" size={18} />],
    checking: [t('conf.act.check'), <IconPlugConnected key="i" size={18} />],
    live: [
      c.state === 'paused' ? t('conf.act.resume') : t('conf.act.open'),
      c.state === 'paused' ? <IconPlayerPlay key="i" size={18} /> : <IconBroadcast key="i" size={18} />,
    ],
    paused: [t('conf.act.pause'), <IconPlayerPause key="i" size={18} />],
    closed: [t('conf.act.close'), <IconSquareX key="i" size={18} />],
    cancelled: ['', null],
  }
  const asks = (to: ConferenceState) => to === 'closed' || (to === 'live' && c.state !== 'paused')
  const press = (to: ConferenceState) => {
    go.reset()
    if (asks(to)) setAsked(to)
    else go.mutate(to)
  }
  const shared = { onClose: () => setAsked(null), busy: go.isPending, error: go.error ? say(go.error) : null }
  if (NEXT[c.state].length === 0) return null
  return (
    <Stack gap="xs">
      <Group gap="xs">
        {NEXT[c.state].map((to, n) => (
          <Button
            key={to}
            variant={to === 'closed' ? 'outline' : n === 0 ? 'filled' : 'default'}
            color={to === 'closed' ? 'son' : undefined}
            leftSection={look[to][1]}
            loading={go.isPending && go.variables === to}
            onClick={() => press(to)}
          >
            {look[to][0]}
          </Button>
        ))}
        {c.can.includes('edit') && <Retitle conference={c} />}
        {c.can.includes('cancel') && <Cancel conference={c} />}
      </Group>
      {!asked && <ActError error={go.error} />}
      <Ask
        {...shared}
        opened={asked === 'live'}
        title={t('conf.openAsk')}
        body={t('conf.openBody')}
        action={t('conf.act.open')}
        onYes={() => go.mutate('live')}
      />
      <Ask
        {...shared}
        opened={asked === 'closed'}
        danger
        title={t('conf.closeAsk')}
        body={t('conf.closeBody')}
        action={t('conf.act.close')}
        onYes={() => go.mutate('closed')}
      />
    </Stack>
  )
}

function Retitle({ conference: c }: { conference: ConferenceDetail }) {
  const { t } = useTranslation('office')
  const say = useFaultText()
  const qc = useQueryClient()
  const [opened, setOpened] = useState(false)
  const [title, setTitle] = useState(c.title)
  const [at, setAt] = useState(c.scheduled_at)
  const change = useMutation({
    mutationFn: () =>
      changeConference(c.id, { title: title.trim(), ...(at ? { scheduled_at: at } : {}), rev: c.rev }),
    onSuccess: () => {
      setOpened(false)
      for (const key of ['conference', 'conferences']) void qc.invalidateQueries({ queryKey: [key] })
    },
    onError: () => void qc.invalidateQueries({ queryKey: conferenceQuery(c.id).queryKey }),
  })
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPencil size={18} />}
        onClick={() => {
          change.reset()
          setTitle(c.title)
          setAt(c.scheduled_at)
          setOpened(true)
        }}
      >
        {t('conf.editTitle')}
      </Button>
      <Ask
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('conf.editTitle')}
        action={t('act.save')}
        busy={change.isPending}
        error={change.error ? say(change.error) : null}
        onYes={() => change.mutate()}
      >
        <Stack gap="sm">
          <TextInput
            data-autofocus
            label={t('conf.name')}
            value={title}
            error={title.trim() ? undefined : t('field.required')}
            onChange={(e) => setTitle(e.currentTarget.value)}
          />
          <InstantInput label={t('conf.startsAt')} value={at} onChange={setAt} />
        </Stack>
      </Ask>
    </>
  )
}
