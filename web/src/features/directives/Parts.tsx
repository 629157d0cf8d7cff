import { Button, Checkbox, Group, Select, Stack, Text, Textarea } from '@mantine/core'
import { IconArrowBackUp, IconFlagCheck, IconProgress, IconSitemap } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { actOnPart, givePart, type Part } from '../../api/follow'
import { type DirectiveDetail, directiveQuery } from '../../api/office'
import { matches } from '../../model/fold'
import { Ask } from '../../ui/Ask'
import { DayInput } from '../../ui/DayInput'
import { Panel } from '../../ui/Panel'
import { tell } from '../../ui/tell'
import { Word } from '../../ui/Word'
import { useFaultText, useRights, useUnits } from '../office'
import { Deadline } from './Deadline'
import { EvidenceField } from './Evidence'
import { PercentInput } from './PercentInput'
import { Progress, TimeWord } from './words'

/** What was handed on to units below: who has which part, how far each is, and what they come to together. */
export function Parts({ directive: d }: { directive: DirectiveDetail }) {
  const { t } = useTranslation('follow')
  const may = d.can.includes('part_give')
  if (d.parts.length === 0 && !may) return null
  const own = d.parts.filter((p) => p.giver_id === d.unit_id && !p.parent_id)
  return (
    <Panel title={t('part.title')} aside={may && <Give directive={d} />}>
      {d.parts.length === 0 ? (
        <Text c="dimmed">{t('part.none')}</Text>
      ) : (
        <>
          <PartList directive={d} parent="" />
          {own.length > 0 && (
            <Text size="sm" c="dimmed" mt="sm">
              {t('part.rollUp', { percent: d.percent, count: own.length })}
            </Text>
          )}
        </>
      )}
    </Panel>
  )
}

function PartList({ directive: d, parent }: { directive: DirectiveDetail; parent: string }) {
  const parts = d.parts.filter((p) => p.parent_id === parent)
  if (parts.length === 0) return null
  return (
    <ul className="parts">
      {parts.map((p) => (
        <li key={p.id}>
          <One directive={d} part={p} />
          <PartList directive={d} parent={p.id} />
        </li>
      ))}
    </ul>
  )
}

function One({ directive: d, part: p }: { directive: DirectiveDetail; part: Part }) {
  const { t } = useTranslation(['follow', 'office'])
  const say = useFaultText()
  const qc = useQueryClient()
  const units = useUnits()
  const [asked, setAsked] = useState<'progress' | 'done' | 'take-back' | null>(null)
  const [text, setText] = useState('')
  const [percent, setPercent] = useState<number | string>(p.percent)
  const [files, setFiles] = useState<string[]>([])
  const [missing, setMissing] = useState(false)
  const act = useMutation({
    mutationFn: ({ kind, body }: { kind: string; body: Record<string, unknown> }) =>
      actOnPart(d.id, p.id, kind, body),
    onSuccess: (now) => {
      setAsked(null)
      setText('')
      setFiles([])
      qc.setQueryData(directiveQuery(d.id).queryKey, now)
      void qc.invalidateQueries({ queryKey: ['directives'] })
      tell({ message: t('part.saved'), color: 'teal' })
    },
  })
  const ask = (kind: typeof asked) => {
    act.reset()
    setMissing(false)
    setPercent(p.percent)
    setAsked(kind)
  }
  const shared = { onClose: () => setAsked(null), busy: act.isPending, error: act.error ? say(act.error) : null }
  const send = (kind: 'progress' | 'done') => {
    if (!text.trim()) return setMissing(true)
    act.mutate({
      kind,
      body: { text: text.trim(), file_ids: files, ...(kind === 'progress' ? { percent: Number(percent) || 0 } : {}) },
    })
  }
  const words = (label: string) => (
    <Textarea
      data-autofocus
      autosize
      minRows={3}
      withAsterisk
      label={label}
      value={text}
      error={missing && !text.trim() ? t('office:field.required') : undefined}
      onChange={(e) => setText(e.currentTarget.value)}
    />
  )
  return (
    <div className="part">
      <Group justify="space-between" gap="xs">
        <Text fw={600}>
          {units.name(p.unit_id)}
          <Text span size="sm" c="dimmed" fw={400}>
            {' '}
            · {t('part.by', { unit: units.name(p.giver_id) })}
          </Text>
        </Text>
        <Group gap={6}>
          {p.leads && <Word tone="info">{t('part.leads')}</Word>}
          <TimeWord timeliness={p.done_on ? (p.timeliness === 'done_late' ? 'done_late' : 'done_in_time') : p.timeliness} />
        </Group>
      </Group>
      <Text style={{ whiteSpace: 'pre-wrap' }}>{p.text}</Text>
      <Group gap="md" mt={4}>
        {p.deadline && !p.done_on && <Deadline deadline={p.deadline} timeliness={p.timeliness} />}
        <Progress percent={p.percent} />
      </Group>
      {p.can.length > 0 && (
        <Group gap="xs" mt={6}>
          {p.can.includes('part_progress') && (
            <Button size="compact-md" variant="default" leftSection={<IconProgress size={16} />} onClick={() => ask('progress')}>
              {t('part.progress')}
            </Button>
          )}
          {p.can.includes('part_done') && !p.done_on && (
            <Button size="compact-md" variant="default" leftSection={<IconFlagCheck size={16} />} onClick={() => ask('done')}>
              {t('part.done')}
            </Button>
          )}
          {p.can.includes('part_take_back') && (
            <Button size="compact-md" variant="subtle" leftSection={<IconArrowBackUp size={16} />} onClick={() => ask('take-back')}>
              {t('part.takeBack')}
            </Button>
          )}
        </Group>
      )}
      <Ask
        {...shared}
        opened={asked === 'progress'}
        title={t('part.progress')}
        action={t('office:act.send')}
        onYes={() => send('progress')}
      >
        <Stack gap="sm">
          <PercentInput value={percent} onChange={setPercent} />
          {words(t('office:dir.progressText'))}
          <EvidenceField directive={d.id} onChange={setFiles} />
        </Stack>
      </Ask>
      <Ask
        {...shared}
        opened={asked === 'done'}
        title={t('part.done')}
        action={t('office:act.send')}
        onYes={() => send('done')}
      >
        <Stack gap="sm">
          {words(t('office:dir.doneText'))}
          <EvidenceField directive={d.id} onChange={setFiles} />
        </Stack>
      </Ask>
      <Ask
        {...shared}
        opened={asked === 'take-back'}
        title={t('part.takeBackAsk', { unit: units.name(p.unit_id) })}
        body={t('part.takeBackBody')}
        action={t('part.takeBack')}
        reason={t('office:field.reason')}
        onYes={(reason) => act.mutate({ kind: 'take-back', body: { reason } })}
      />
    </div>
  )
}

/** Hands a part on: to a unit below the one that the caller speaks for; the lead also to those that coordinate. */
function Give({ directive: d }: { directive: DirectiveDetail }) {
  const { t } = useTranslation(['follow', 'office'])
  const say = useFaultText()
  const qc = useQueryClient()
  const units = useUnits()
  const rights = useRights()
  const [opened, setOpened] = useState(false)
  const [unit, setUnit] = useState<string | null>(null)
  const [text, setText] = useState('')
  const [deadline, setDeadline] = useState<string | null>(null)
  const [leads, setLeads] = useState(false)
  const [missing, setMissing] = useState(false)
  const giver = [d.unit_id, ...d.coordinating_ids, ...d.parts.map((p) => p.unit_id)].find(rights.speaksFor) ?? ''
  const below = (id: string) => {
    for (let at = units.byId.get(id)?.parent_id; at; at = units.byId.get(at)?.parent_id) if (at === giver) return true
    return false
  }
  const taken = new Set(d.parts.map((p) => p.unit_id))
  const choices = units.all.filter(
    (u) => !taken.has(u.id) && (below(u.id) || (giver === d.unit_id && d.coordinating_ids.includes(u.id))),
  )
  const give = useMutation({
    mutationFn: () =>
      givePart(d.id, { unit_id: unit ?? '', text: text.trim(), leads, ...(deadline ? { deadline } : {}) }),
    onSuccess: (now) => {
      setOpened(false)
      qc.setQueryData(directiveQuery(d.id).queryKey, now)
      void qc.invalidateQueries({ queryKey: ['directives'] })
      tell({ message: t('part.given'), color: 'teal' })
    },
  })
  const led = d.parts.some((p) => p.giver_id === giver && p.leads)
  return (
    <>
      <Button
        size="sm"
        variant="default"
        leftSection={<IconSitemap size={17} />}
        disabled={choices.length === 0}
        title={choices.length === 0 ? t('part.noUnits') : undefined}
        onClick={() => {
          give.reset()
          setUnit(null)
          setText(d.text)
          setDeadline(d.deadline)
          setLeads(false)
          setMissing(false)
          setOpened(true)
        }}
      >
        {t('part.give')}
      </Button>
      <Ask
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('part.give')}
        action={t('part.give')}
        busy={give.isPending}
        error={give.error ? say(give.error) : null}
        onYes={() => (unit && text.trim() ? give.mutate() : setMissing(true))}
      >
        <Stack gap="sm">
          <Select
            label={t('part.unit')}
            withAsterisk
            searchable
            data={choices.map((u) => ({ value: u.id, label: units.nameOf(u) }))}
            filter={({ options, search }) =>
              options.filter((o) => 'label' in o && matches(String(o.label), search))
            }
            value={unit}
            onChange={setUnit}
            error={missing && !unit ? t('office:field.required') : undefined}
          />
          <Textarea
            label={t('part.text')}
            withAsterisk
            autosize
            minRows={3}
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
            error={missing && !text.trim() ? t('office:field.required') : undefined}
          />
          <DayInput label={t('part.deadline')} value={deadline} onChange={setDeadline} clearable />
          {!led && (
            <Checkbox
              label={t('part.leadsLabel')}
              checked={leads}
              onChange={(e) => setLeads(e.currentTarget.checked)}
            />
          )}
        </Stack>
      </Ask>
    </>
  )
}
