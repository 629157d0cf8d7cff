import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import {
  ActionIcon,
  Alert,
  Button,
  Group,
  NumberInput,
  Select,
  Table,
  Text,
  TextInput,
  VisuallyHidden,
} from '@mantine/core'
import { IconAdjustments, IconDeviceFloppy, IconGripVertical, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type AgendaItem, type AgendaKind, type ConferenceDetail, isFault } from '../../api'
import { conferenceQuery, saveAgenda } from '../../api/office'
import { timetable } from '../../model/conferences/timing'
import { matches } from '../../model/fold'
import { Empty } from '../../ui/Empty'
import { useFormats } from '../../ui/formats'
import { useKept } from '../../ui/kept'
import { Panel } from '../../ui/Panel'
import { Sorted } from '../../ui/Sorted'
import { tell } from '../../ui/tell'
import { Word } from '../../ui/Word'
import { ActError, useUnits } from '../office'

const KINDS: AgendaKind[] = ['opening', 'review', 'report', 'discussion', 'conclusion', 'break', 'other']

/** The agenda with its times: to be edited while the conference is prepared, to be read after. */
export function Agenda({ conference: c }: { conference: ConferenceDetail }) {
  const { t } = useTranslation('office')
  const plannable = c.can.includes('edit')
  return (
    <Panel title={t('conf.agenda')}>{plannable ? <Plan conference={c} /> : <Read conference={c} />}</Panel>
  )
}

function Read({ conference: c }: { conference: ConferenceDetail }) {
  const { t } = useTranslation('office')
  const units = useUnits()
  const f = useFormats()
  if (c.agenda.length === 0) return <Empty title={t('conf.agendaNone')} />
  const times = timetable(c.agenda, c.opened_at ?? c.scheduled_at ?? new Date().toISOString())
  return (
    <>
      <Table className="stack" verticalSpacing={7}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={40}>{t('print.no')}</Table.Th>
            <Table.Th>{t('conf.itemTitle')}</Table.Th>
            <Table.Th>{t('conf.presenter')}</Table.Th>
            <Table.Th ta="right">{t('conf.minutesShort')}</Table.Th>
            <Table.Th>{t('conf.filterState')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {c.agenda.map((i, n) => (
            <Table.Tr key={i.id} fw={i.state === 'current' ? 700 : undefined}>
              <Table.Td className="num tt">{n + 1}</Table.Td>
              <Table.Th scope="row" fw="inherit" data-n={n + 1}>
                {i.title} {i.mark === 'internal' && <Word tone="warn">{t('conf.mark.internal')}</Word>}
              </Table.Th>
              <Table.Td data-label={t('conf.presenter')}>
                {[i.presenter, i.unit_id && units.name(i.unit_id)].filter(Boolean).join(' · ') || '–'}
              </Table.Td>
              <Table.Td ta="right" className="num" data-label={t('conf.minutesShort')}>
                {i.minutes}
              </Table.Td>
              <Table.Td data-label={t('conf.filterState')}>{t(`conf.item.${i.state}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text mt="sm" size="sm" c="dimmed">
        {t('conf.total', { count: times.minutes, time: f.time(times.ends) })}
      </Text>
    </>
  )
}

type Line = Pick<AgendaItem, 'id' | 'title' | 'kind' | 'minutes' | 'presenter'> & Partial<AgendaItem>

function Plan({ conference: c }: { conference: ConferenceDetail }) {
  const { t } = useTranslation('office')
  const f = useFormats()
  const qc = useQueryClient()
  // Null while nothing is changed: then what others change is shown at once. `rev` is the plan that was seen.
  const [plan, setPlan] = useKept<{ rev: number; lines: Line[] }>(`agenda.${c.id}`)
  const mine = plan?.lines
  const setMine = (next: Line[]) => setPlan({ rev: plan?.rev ?? c.rev, lines: next })
  const lines: Line[] = mine ?? c.agenda
  const save = useMutation({
    mutationFn: () =>
      saveAgenda(
        c.id,
        lines.map((l) => (l.id.startsWith('new-') ? { ...l, id: '' } : l)),
        plan?.rev ?? c.rev,
      ),
    onSuccess: async () => {
      await qc.invalidateQueries({ queryKey: conferenceQuery(c.id).queryKey })
      setPlan(null)
      tell({ message: t('conf.agendaSaved'), color: 'teal' })
    },
    onError: (err) => {
      if (!isFault(err, 'stale')) return
      // Warned now: the next save is meant for what is there.
      void qc.fetchQuery({ ...conferenceQuery(c.id), staleTime: 0 }).then((now) => {
        if (mine) setPlan({ rev: now.rev, lines: mine })
      })
    },
  })
  const change = (id: string, part: Partial<Line>) =>
    setMine(lines.map((l) => (l.id === id ? { ...l, ...part } : l)))
  const times = timetable(lines, c.scheduled_at ?? new Date().toISOString())
  const faultOf = (n: number, field: string) =>
    isFault(save.error) ? save.error.fields.find((x) => x.name === `items.${n}.${field}`) : undefined
  return (
    <>
      {lines.length === 0 && <Empty title={t('conf.agendaNone')} />}
      <div className="plan">
        <Sorted lines={lines} onOrder={setMine} words={(what, n) => t(`conf.drag.${what}`, { n })}>
          {lines.map((l, n) => (
            <PlanLine
              key={l.id}
              line={l}
              n={n}
              starts={f.time(times.starts[l.id] ?? times.ends)}
              titleMissing={faultOf(n, 'title') !== undefined}
              refused={faultOf(n, 'mark')?.rule}
              onChange={(part) => change(l.id, part)}
              onDelete={() => setMine(lines.filter((x) => x.id !== l.id))}
            />
          ))}
        </Sorted>
      </div>
      {isFault(save.error, 'stale') ? (
        <Alert color="orange" mt="sm" role="alert">
          {t('conf.agendaStale')}
        </Alert>
      ) : (
        <ActError error={save.error} />
      )}
      <Group justify="space-between" mt="sm">
        <Text size="sm" c="dimmed" aria-live="polite">
          {t('conf.total', { count: times.minutes, time: f.time(times.ends) })}
        </Text>
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconPlus size={18} />}
            onClick={() => {
              setMine([
                ...lines,
                { id: `new-${Date.now()}`, title: '', kind: 'other', minutes: 10, presenter: '' },
              ])
            }}
          >
            {t('conf.addItem')}
          </Button>
          {mine && (
            <>
              <Button
                variant="default"
                onClick={() => {
                  setPlan(null)
                  save.reset()
                }}
              >
                {t('conf.discard')}
              </Button>
              <Button
                leftSection={<IconDeviceFloppy size={18} />}
                loading={save.isPending}
                onClick={() => save.mutate()}
              >
                {t('act.save')}
              </Button>
            </>
          )}
        </Group>
      </Group>
    </>
  )
}

function PlanLine({
  line: l,
  n,
  starts,
  titleMissing,
  refused,
  onChange,
  onDelete,
}: {
  line: Line
  n: number
  starts: string
  titleMissing: boolean
  /** The rule that its confidentiality mark breaks. */
  refused: string | undefined
  onChange: (part: Partial<Line>) => void
  onDelete: () => void
}) {
  const { t } = useTranslation('office')
  const s = useSortable({ id: l.id })
  const special = Boolean(l.unit_id || l.mark || l.speech_seconds)
  const [more, setMore] = useState(special)
  return (
    <div
      ref={s.setNodeRef}
      className="plan-item"
      data-dragging={s.isDragging}
      style={{ transform: CSS.Transform.toString(s.transform), transition: s.transition }}
    >
      <div className="plan-line">
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('conf.move', { n: n + 1, title: l.title })}
          style={{ cursor: 'grab', touchAction: 'none' }}
          {...s.attributes}
          {...s.listeners}
        >
          <IconGripVertical size={18} />
        </ActionIcon>
        <Text className="num plan-time" size="sm">
          <b>{n + 1}</b> {starts}
        </Text>
        <TextInput
          className="plan-title"
          aria-label={`${t('conf.itemTitle')} ${n + 1}`}
          placeholder={t('conf.itemTitle')}
          value={l.title}
          error={titleMissing && !l.title.trim() ? t('field.required') : undefined}
          onChange={(e) => onChange({ title: e.currentTarget.value })}
        />
        <TextInput
          className="plan-presenter"
          aria-label={`${t('conf.presenter')} ${n + 1}`}
          placeholder={t('conf.presenter')}
          value={l.presenter}
          onChange={(e) => onChange({ presenter: e.currentTarget.value })}
        />
        <Select
          className="plan-kind"
          aria-label={`${t('conf.kindLabel')} ${n + 1}`}
          allowDeselect={false}
          data={KINDS.map((k) => ({ value: k, label: t(`conf.kind.${k}`) }))}
          value={l.kind}
          onChange={(kind) => kind && onChange({ kind: kind as AgendaKind })}
        />
        <NumberInput
          className="plan-minutes"
          classNames={{ input: 'num' }}
          aria-label={`${t('conf.minutesShort')} ${n + 1}`}
          suffix="′"
          min={0}
          max={1440}
          allowDecimal={false}
          value={l.minutes}
          onChange={(m) => onChange({ minutes: Number(m) || 0 })}
        />
        <ActionIcon
          className="plan-more"
          variant={special ? 'light' : 'subtle'}
          color={special ? 'lam' : 'gray'}
          size="lg"
          aria-expanded={more}
          aria-label={`${t('conf.itemMore')}: ${n + 1}. ${l.title}`}
          title={t('conf.itemMore')}
          onClick={() => setMore(!more)}
        >
          <IconAdjustments size={18} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={`${t('act.delete')}: ${n + 1}. ${l.title}`}
          onClick={onDelete}
        >
          <IconTrash size={18} />
        </ActionIcon>
      </div>
      {(more || refused) && <PlanMore line={l} n={n} refused={refused} onChange={onChange} />}
    </div>
  )
}

/** What few items have: whose it is, how confidential it is, how long one may speak in it. */
function PlanMore({
  line: l,
  n,
  refused,
  onChange,
}: {
  line: Line
  n: number
  refused: string | undefined
  onChange: (part: Partial<Line>) => void
}) {
  const { t } = useTranslation(['office', 'common'])
  const units = useUnits()
  // The item's number is for those who cannot see the row above.
  const numbered = (label: string) => (
    <>
      {label}
      <VisuallyHidden> {n + 1}</VisuallyHidden>
    </>
  )
  return (
    <div className="plan-more-line">
      <Select
        label={numbered(t('conf.itemUnit'))}
        description={t('conf.itemUnitHelp')}
        searchable
        clearable
        nothingFoundMessage={t('unit.none')}
        data={units.all.map((u) => ({ value: u.id, label: units.nameOf(u) }))}
        filter={({ options, search }) =>
          options.filter((o) => 'label' in o && matches(String(o.label), search))
        }
        value={l.unit_id ?? null}
        onChange={(unit_id) => onChange({ unit_id })}
      />
      <Select
        label={numbered(t('conf.markLabel'))}
        description={t('conf.markHelp')}
        allowDeselect={false}
        data={['none', 'internal', 'secret'].map((m) => ({ value: m, label: t(`conf.mark.${m as 'none'}`) }))}
        value={l.mark || 'none'}
        error={refused ? t(`common:rule.${refused as 'state_secret'}`) : undefined}
        onChange={(m) => onChange({ mark: (m === 'none' ? '' : m) as Line['mark'] })}
      />
      <NumberInput
        label={numbered(t('conf.speech'))}
        description={t('conf.speechHelp')}
        classNames={{ input: 'num' }}
        suffix="′"
        min={1}
        max={240}
        allowDecimal={false}
        value={l.speech_seconds ? Math.round(l.speech_seconds / 60) : ''}
        onChange={(m) => onChange({ speech_seconds: Number(m) > 0 ? Number(m) * 60 : null })}
      />
    </div>
  )
}
