import {
  ActionIcon,
  Box,
  Button,
  Checkbox,
  Group,
  Menu,
  Select,
  SimpleGrid,
  Text,
  Textarea,
} from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowMerge,
  IconCut,
  IconDots,
  IconEraser,
  IconTrash,
} from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isFault } from '../../../api'
import { lessonsQuery } from '../../../api/follow'
import {
  type Conclusion,
  changeDraft,
  conclusionQuery,
  type Draft,
  type DraftPatch,
  deleteDraft,
  mergeDrafts,
  splitDraft,
} from '../../../api/office'
import { unrecognised } from '../../../model/directives/addressees'
import { matches } from '../../../model/fold'
import { Ask } from '../../../ui/Ask'
import { DayInput } from '../../../ui/DayInput'
import { useKept } from '../../../ui/kept'
import { Word } from '../../../ui/Word'
import { ActError, UnitPicker, useAreas, useFaultText, useUnits } from '../../office'
import { Duplicates } from './Duplicates'

/** One draft: its words, who is asked, who helps, by when. What is changed is saved at once. */
export function DraftCard({
  conference,
  draft: d,
  n,
  next,
  on,
  writes,
  indicators,
  onPoint,
}: {
  conference: string
  draft: Draft
  n: number
  next: Draft | undefined
  on: boolean
  writes: boolean
  /** That a directive can serve: those of the conference's period. */
  indicators: { value: string; label: string }[]
  onPoint: (on: boolean) => void
}) {
  const { t } = useTranslation(['office', 'follow'])
  const areas = useAreas(d.work_area)
  const say = useFaultText()
  const qc = useQueryClient()
  const units = useUnits()
  const [text, setText] = useKept<string>(`draft.${d.id}`)
  const [deleting, setDeleting] = useState<'draft' | 'none' | null>(null)
  const words = useRef<HTMLTextAreaElement>(null)
  const typed = useRef(text)
  typed.current = text
  const refresh = () => qc.invalidateQueries({ queryKey: conclusionQuery(conference).queryKey })
  const show = (desk: Conclusion) => {
    const now = desk.drafts.find((x) => x.id === d.id)
    if (now) latest.current = now
    qc.setQueryData(conclusionQuery(conference).queryKey, desk)
  }
  const latest = useRef(d)
  latest.current = d
  // One change after the other, so that each carries the revision that the one before made.
  const change = useMutation({
    scope: { id: `draft-${d.id}` },
    mutationFn: (patch: DraftPatch) => changeDraft(conference, d.id, { ...patch, rev: latest.current.rev }),
    onSuccess: (desk, patch) => {
      show(desk)
      if ('text' in patch && typed.current === patch.text) setText(null)
    },
    onError: (err) => {
      if (isFault(err, 'stale')) void refresh()
    },
  })
  const remove = useMutation({
    mutationFn: (none: boolean) => deleteDraft(conference, d.id, none),
    onSuccess: (desk, none) => {
      show(desk)
      if (none) void qc.invalidateQueries({ queryKey: lessonsQuery.queryKey })
    },
  })
  const merge = useMutation({
    mutationFn: (other: Draft) => mergeDrafts(conference, d.id, other.id),
    onSuccess: show,
  })
  const split = useMutation({
    mutationFn: (at: number) => splitDraft(conference, d.id, at),
    onSuccess: show,
  })

  const { mutate } = change
  useEffect(() => {
    if (text === null || text.trim() === '' || text === d.text) return
    const timer = setTimeout(() => mutate({ text }), 800)
    return () => clearTimeout(timer)
  }, [text, d.text, mutate])

  const blocked = d.unit_ids.length === 0
  const missed = blocked ? [] : unrecognised(d, (id) => units.byId.get(id))
  const cut = () => {
    const at = words.current?.selectionStart ?? 0
    split.mutate([...(words.current?.value ?? '').slice(0, at)].length)
  }
  return (
    <section
      id={`draft-${d.id}`}
      className="card draft-card"
      aria-label={t('con.draftN', { n })}
      data-on={on}
      data-blocked={blocked}
      data-partial={missed.length > 0}
      onMouseEnter={() => onPoint(true)}
      onMouseLeave={() => onPoint(false)}
      onFocus={() => onPoint(true)}
      onBlur={() => onPoint(false)}
    >
      <Group justify="space-between" mb={6} wrap="nowrap">
        <Group gap={6}>
          <Text fw={700} className="num">
            {n}
          </Text>
          {blocked && (
            <Word tone="bad" icon={IconAlertTriangle}>
              {d.addressees.length > 0
                ? t('con.unmatched', { names: d.addressees.join(', ') })
                : t('con.noAddressee')}
            </Word>
          )}
          {missed.length > 0 && (
            <Word tone="warn" icon={IconAlertTriangle}>
              {t('con.partly', { names: missed.join(', ') })}
            </Word>
          )}
          {d.touched && <Word tone="info">{t('con.corrected')}</Word>}
        </Group>
        {writes && (
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={36}
                aria-label={`${t('rep.acts')}: ${t('con.draftN', { n })}`}
              >
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {next && (
                <Menu.Item leftSection={<IconArrowMerge size={16} />} onClick={() => merge.mutate(next)}>
                  {t('con.mergeNext')}
                </Menu.Item>
              )}
              <Menu.Item leftSection={<IconCut size={16} />} onClick={cut}>
                {t('con.split')}
              </Menu.Item>
              <Menu.Item leftSection={<IconEraser size={16} />} onClick={() => setDeleting('none')}>
                {t('follow:desk.notDirective')}
              </Menu.Item>
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} />}
                onClick={() => setDeleting('draft')}
              >
                {t('act.delete')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
      <Textarea
        ref={words}
        aria-label={`${t('con.draftN', { n })}: ${t('con.draftText')}`}
        autosize
        minRows={1}
        readOnly={!writes}
        value={text ?? d.text}
        error={text !== null && text.trim() === '' ? t('field.required') : undefined}
        onChange={(e) => {
          // At once, not with the next picture: an answer may come in between.
          typed.current = e.currentTarget.value
          setText(e.currentTarget.value)
        }}
      />
      {writes ? (
        <SimpleGrid cols={{ base: 1, sm: 2 }} mt="xs" spacing="xs">
          <UnitPicker
            label={t('con.leads')}
            value={d.unit_ids}
            error={blocked}
            onChange={(unit_ids) => change.mutate({ unit_ids })}
          />
          <UnitPicker
            label={t('con.coordinating')}
            value={d.coordinating_ids}
            onChange={(coordinating_ids) => change.mutate({ coordinating_ids })}
          />
          <DayInput
            label={t('con.deadline')}
            value={d.deadline}
            clearable
            onChange={(deadline) => change.mutate({ deadline })}
          />
          <Select
            label={t('con.workArea')}
            data={areas}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('act.clear') }}
            filter={({ options, search }) =>
              options.filter((o) => 'label' in o && matches(String(o.label), search))
            }
            nothingFoundMessage={t('unit.none')}
            value={d.work_area || null}
            onChange={(area) => change.mutate({ work_area: area ?? '' })}
          />
          <Select
            label={t('follow:desk.indicator')}
            data={indicators}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('act.clear') }}
            filter={({ options, search }) =>
              options.filter((o) => 'label' in o && matches(String(o.label), search))
            }
            nothingFoundMessage={t('follow:desk.noIndicators')}
            value={d.indicator_id || null}
            onChange={(indicator) => change.mutate({ indicator_id: indicator ?? '' })}
          />
          <Checkbox
            mt={{ base: 0, sm: 30 }}
            label={t('follow:desk.evidence')}
            checked={d.evidence_required}
            onChange={(e) => change.mutate({ evidence_required: e.currentTarget.checked })}
          />
        </SimpleGrid>
      ) : (
        <Text size="sm" mt="xs">
          {d.unit_ids.map(units.name).join(', ')}
        </Text>
      )}
      <Notes draft={d} />
      <Duplicates
        draft={d}
        writes={writes}
        onKeep={() => change.mutate({ no_duplicate_of: d.duplicates.map((o) => o.id) })}
        onDrop={() => setDeleting('draft')}
      />
      <ActError error={change.error ?? remove.error ?? merge.error ?? split.error} />
      {change.error && text !== null && (
        <Button mt="xs" size="compact-sm" variant="default" onClick={() => change.mutate({ text })}>
          {t('act.retry')}
        </Button>
      )}
      <Ask
        opened={deleting !== null}
        onClose={() => setDeleting(null)}
        danger={deleting === 'draft'}
        title={t(deleting === 'none' ? 'follow:desk.notDirectiveAsk' : 'con.deleteAsk')}
        body={d.text}
        action={t(deleting === 'none' ? 'follow:desk.notDirective' : 'act.delete')}
        busy={remove.isPending}
        error={remove.error ? say(remove.error) : null}
        onYes={() => remove.mutate(deleting === 'none')}
      />
    </section>
  )
}

/** Why it was drafted, and how often it comes again. */
function Notes({ draft: d }: { draft: Draft }) {
  const { t } = useTranslation(['office', 'follow'])
  return (
    <Box mt={6}>
      {d.why.length > 0 && (
        <Text size="sm" c="dimmed">
          {t('con.why', { words: d.why.map((w) => `“${w}”`).join(', ') })}
        </Text>
      )}
      {d.recurrence && <Text size="sm">{t('con.recurrence', { text: d.recurrence })}</Text>}
    </Box>
  )
}
