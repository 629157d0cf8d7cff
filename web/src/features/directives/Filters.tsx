import { Button, Group, Select, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconAdjustments, IconFilterOff, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { conferencesQuery, type DirectivePart } from '../../api/office'
import { type Filter, narrows, stateOf } from '../../model/directives/list'
import { type DirectiveState, TIMELINESS } from '../../model/directives/timeliness'
import { matches } from '../../model/fold'
import { DayInput } from '../../ui/DayInput'
import { useAreas, useRights, useUnits } from '../office'

export const STATES: DirectiveState[] = [
  'issued',
  'acknowledged',
  'in_progress',
  'reported_done',
  'returned',
  'confirmed',
  'suspended',
  'cancelled',
]

/** What narrows the list: timeliness with its counts, words, unit, conference, work area, state, time limit. */
export function Filters({
  filter,
  counts,
  onSet,
}: {
  filter: Filter
  counts: DirectivePart['counts']
  onSet: (part: Filter) => void
}) {
  const { t } = useTranslation(['follow', 'office'])
  const rights = useRights()
  const units = useUnits()
  const areas = useAreas(filter.work_area)
  const conferences = useQuery(conferencesQuery)
  const [q, setQ] = useState(filter.q ?? '')
  const [opened, setOpened] = useState(false)
  const [sought] = useDebouncedValue(q, 250)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed moves the address
  useEffect(() => {
    if ((filter.q ?? '') !== sought) onSet({ q: sought || undefined })
  }, [sought])
  // A saved filter brings its own words.
  useEffect(() => setQ(filter.q ?? ''), [filter.q])
  const picked = (key: keyof Filter) => ({
    value: filter[key] ?? null,
    onChange: (v: string | null) => onSet({ [key]: v ?? undefined }),
    clearable: true,
    searchable: true,
    clearButtonProps: { 'aria-label': t('office:act.clear') },
    filter: ({ options, search }: { options: unknown[]; search: string }) =>
      (options as { value: string; label: string }[]).filter((o) => matches(o.label, search)),
    nothingFoundMessage: t('office:unit.none'),
  })
  const chip = (key: string, label: string, n: number, on: boolean, part: Filter) => (
    <UnstyledButton key={key} className="chip" data-tone={key} aria-pressed={on} onClick={() => onSet(part)}>
      {label} <b className="num">{n}</b>
    </UnstyledButton>
  )
  return (
    <>
      <Group gap={6} mb="sm" role="group" aria-label={t('office:dir.timeliness')}>
        {chip('open', t('list.openStates'), counts.open, !filter.timeliness && stateOf(filter) === 'open', {
          timeliness: undefined,
          state: undefined,
        })}
        {TIMELINESS.map((tl) =>
          chip(tl, t(`office:dir.tl.${tl}`), counts.timeliness[tl] ?? 0, filter.timeliness === tl, {
            timeliness: tl,
            state: tl === 'no_deadline' || tl.startsWith('done_') ? 'all' : undefined,
          }),
        )}
        {chip('all', t('office:dir.all'), counts.total, !filter.timeliness && filter.state === 'all', {
          timeliness: undefined,
          state: 'all',
        })}
      </Group>
      <Button
        hiddenFrom="sm"
        fullWidth
        mb="sm"
        variant="default"
        leftSection={<IconAdjustments size={17} />}
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        {t('list.filters')}
      </Button>
      <div className="filters" data-opened={opened}>
        <TextInput
          className="wide"
          aria-label={t('office:dir.search')}
          placeholder={t('office:dir.search')}
          leftSection={<IconSearch size={16} />}
          value={q}
          onChange={(e) => setQ(e.currentTarget.value)}
        />
        {rights.oversees && (
          <Select
            aria-label={t('office:dir.lead')}
            placeholder={t('office:dir.allUnits')}
            data={units.all.map((u) => ({ value: u.id, label: units.nameOf(u) }))}
            {...picked('unit')}
          />
        )}
        <Select
          aria-label={t('office:dir.conference')}
          placeholder={t('office:dir.allConferences')}
          data={(conferences.data ?? []).map((c) => ({ value: c.id, label: c.title }))}
          {...picked('conference')}
        />
        <Select
          aria-label={t('office:dir.workArea')}
          placeholder={t('list.allAreas')}
          data={areas}
          {...picked('work_area')}
        />
        <Select
          aria-label={t('office:dir.state')}
          placeholder={t('office:dir.allStates')}
          data={[
            { value: 'all', label: `${t('office:dir.allStates')} (${counts.total})` },
            { value: 'open', label: `${t('list.openStates')} (${counts.open})` },
            ...STATES.map((s) => ({
              value: s,
              label: `${t(`office:dir.st.${s}`)} (${counts.state[s] ?? 0})`,
            })),
          ]}
          {...picked('state')}
          value={stateOf(filter) ?? 'all'}
          clearable={false}
        />
        <DayInput
          label={t('list.from')}
          bare
          value={filter.deadline_from ?? null}
          onChange={(v) => onSet({ deadline_from: v ?? undefined })}
          clearable
        />
        <DayInput
          label={t('list.to')}
          bare
          value={filter.deadline_to ?? null}
          onChange={(v) => onSet({ deadline_to: v ?? undefined })}
          clearable
        />
        {narrows(filter) && (
          <Button
            variant="subtle"
            leftSection={<IconFilterOff size={16} />}
            onClick={() =>
              onSet({
                unit: undefined,
                conference: undefined,
                work_area: undefined,
                state: undefined,
                timeliness: undefined,
                deadline_from: undefined,
                deadline_to: undefined,
                q: undefined,
              })
            }
          >
            {t('office:dir.clear')}
          </Button>
        )}
      </div>
    </>
  )
}
