import { useSortable } from '@dnd-kit/sortable'
import { CSS } from '@dnd-kit/utilities'
import { ActionIcon, Alert, Button, Group, Select, Text, TextInput } from '@mantine/core'
import { IconDeviceFloppy, IconGripVertical, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type ConferenceDetail, isFault } from '../../api'
import { type ChairPerson, chairAccountsQuery, saveChairs } from '../../api/chairs'
import { conferenceQuery } from '../../api/office'
import { matches } from '../../model/fold'
import { Empty } from '../../ui/Empty'
import { useKept } from '../../ui/kept'
import { Panel } from '../../ui/Panel'
import { Sorted } from '../../ui/Sorted'
import { tell } from '../../ui/tell'
import { ActError, useFieldFaults } from '../office'

type Line = ChairPerson & { id: string }

const chairsOf = (c: ConferenceDetail): Line[] =>
  [{ name: c.chair_name, title: c.chair_title, account_id: c.chair_account_id }, ...c.co_chairs]
    .filter((p) => p.name)
    .map((p, n) => ({ ...p, id: `${c.rev}.${n}` }))

/** Who chairs, in order: named by the office until the conference is over, to be read after. */
export function Chairs({ conference: c }: { conference: ConferenceDetail }) {
  const { t } = useTranslation('plan')
  return (
    <Panel title={t('chairs.title')}>
      {c.can.includes('name_chairs') ? <Named conference={c} /> : <Read conference={c} />}
    </Panel>
  )
}

function Read({ conference: c }: { conference: ConferenceDetail }) {
  const { t } = useTranslation('plan')
  const chairs = chairsOf(c)
  if (chairs.length === 0) return <Empty title={t('chairs.none')} />
  return (
    <ol className="chairs">
      {chairs.map((p, n) => (
        <li key={p.id} className="chair-read">
          <Text size="sm" c="dimmed">
            {t(n === 0 ? 'chairs.chair' : 'chairs.coChair')}
          </Text>
          <Text>
            <b>{p.name}</b>
            {p.title && `, ${p.title}`}
          </Text>
        </li>
      ))}
    </ol>
  )
}

function Named({ conference: c }: { conference: ConferenceDetail }) {
  const { t } = useTranslation(['plan', 'office'])
  const qc = useQueryClient()
  // Null while nothing is changed: then what others change is shown at once. `rev` is the plan that was seen.
  const [typed, keep] = useKept<{ rev: number; lines: Line[] }>(`chairs.${c.id}`)
  const lines = typed?.lines ?? chairsOf(c)
  const set = (next: Line[]) => keep({ rev: typed?.rev ?? c.rev, lines: next })
  const save = useMutation({
    mutationFn: () =>
      saveChairs(
        c.id,
        lines.map(({ name, title, account_id }) => ({ name, title, account_id })),
        typed?.rev ?? c.rev,
      ),
    onSuccess: async () => {
      await qc.invalidateQueries({ queryKey: conferenceQuery(c.id).queryKey })
      void qc.invalidateQueries({ queryKey: ['conferences'] })
      keep(null)
      tell({ message: t('plan:chairs.saved'), color: 'teal' })
    },
    onError: (err) => {
      if (!isFault(err, 'stale')) return
      // Warned now: the next save is meant for what is there.
      void qc.fetchQuery({ ...conferenceQuery(c.id), staleTime: 0 }).then((now) => {
        if (typed) keep({ rev: now.rev, lines: typed.lines })
      })
    },
  })
  const fault = useFieldFaults(save.error)
  const refused = fault('chairs')
  return (
    <>
      <Sorted lines={lines} onOrder={set} words={(what, n) => t(`plan:chairs.drag.${what}`, { n })}>
        <ol className="chairs">
          {lines.map((l, n) => (
            <ChairLine
              key={l.id}
              line={l}
              n={n}
              fault={(field) => fault(`chairs.${n}.${field}`)}
              onChange={(part) => set(lines.map((x) => (x.id === l.id ? { ...x, ...part } : x)))}
              onDelete={lines.length > 1 ? () => set(lines.filter((x) => x.id !== l.id)) : null}
            />
          ))}
        </ol>
      </Sorted>
      <Text size="sm" c="dimmed" mt="xs">
        {t('plan:chairs.help')}
      </Text>
      {isFault(save.error, 'stale') ? (
        <Alert color="orange" mt="sm" role="alert">
          {t('plan:chairs.stale')}
        </Alert>
      ) : refused ? (
        <Alert color="orange" mt="sm" role="alert">
          {refused}
        </Alert>
      ) : (
        <ActError error={save.error} />
      )}
      <Group gap="xs" mt="sm" justify="flex-end">
        <Button
          variant="default"
          leftSection={<IconPlus size={18} />}
          onClick={() => set([...lines, { id: `new-${Date.now()}`, name: '', title: '', account_id: null }])}
        >
          {t(lines.length === 0 ? 'plan:chairs.addChair' : 'plan:chairs.add')}
        </Button>
        {typed && (
          <>
            <Button
              variant="default"
              onClick={() => {
                keep(null)
                save.reset()
              }}
            >
              {t('office:conf.discard')}
            </Button>
            <Button
              leftSection={<IconDeviceFloppy size={18} />}
              loading={save.isPending}
              onClick={() => save.mutate()}
            >
              {t('plan:chairs.save')}
            </Button>
          </>
        )}
      </Group>
    </>
  )
}

function ChairLine({
  line: l,
  n,
  fault,
  onChange,
  onDelete,
}: {
  line: Line
  n: number
  fault: (field: string) => string | undefined
  onChange: (part: Partial<Line>) => void
  /** Null for the only one: a conference has a chair. */
  onDelete: (() => void) | null
}) {
  const { t } = useTranslation(['plan', 'office'])
  const accounts = useQuery(chairAccountsQuery).data ?? []
  const s = useSortable({ id: l.id })
  const choose = (id: string | null) => {
    const a = accounts.find((x) => x.account_id === id)
    onChange({
      account_id: id,
      ...(a && !l.name.trim() ? { name: a.name, title: l.title.trim() || a.title } : {}),
    })
  }
  return (
    <li
      ref={s.setNodeRef}
      className="chair-line"
      data-dragging={s.isDragging}
      style={{ transform: CSS.Transform.toString(s.transform), transition: s.transition }}
    >
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('plan:chairs.move', { n: n + 1, name: l.name })}
        style={{ cursor: 'grab', touchAction: 'none' }}
        {...s.attributes}
        {...s.listeners}
      >
        <IconGripVertical size={18} />
      </ActionIcon>
      <Text size="sm" fw={n === 0 ? 600 : undefined} className="chair-role">
        {t(n === 0 ? 'plan:chairs.chair' : 'plan:chairs.coChair')}
      </Text>
      <TextInput
        className="chair-name"
        aria-label={`${t('plan:delegates.name')}: ${t('plan:chairs.nth', { n: n + 1 })}`}
        placeholder={t('plan:delegates.name')}
        value={l.name}
        error={fault('name')}
        onChange={(e) => onChange({ name: e.currentTarget.value })}
      />
      <TextInput
        className="chair-title"
        aria-label={`${t('plan:delegates.position')}: ${t('plan:chairs.nth', { n: n + 1 })}`}
        placeholder={t('plan:delegates.position')}
        value={l.title}
        error={fault('title')}
        onChange={(e) => onChange({ title: e.currentTarget.value })}
      />
      <Select
        className="chair-account"
        aria-label={`${t('plan:chairs.account')}: ${t('plan:chairs.nth', { n: n + 1 })}`}
        placeholder={t('plan:chairs.noAccount')}
        searchable
        clearable
        limit={50}
        nothingFoundMessage={t('plan:chairs.accountNone')}
        data={accounts.map((a) => ({
          value: a.account_id ?? '',
          label: [a.name, a.title].filter(Boolean).join(', '),
        }))}
        filter={({ options, search, limit }) =>
          options.filter((o) => 'label' in o && matches(String(o.label), search)).slice(0, limit)
        }
        value={l.account_id}
        error={fault('account_id')}
        onChange={choose}
      />
      <ActionIcon
        className="chair-del"
        variant="subtle"
        color="gray"
        size="lg"
        disabled={!onDelete}
        aria-label={t('plan:chairs.remove', { n: n + 1, name: l.name })}
        onClick={() => onDelete?.()}
      >
        <IconTrash size={18} />
      </ActionIcon>
    </li>
  )
}
