import { Checkbox, Group, Stack, Table, Text, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Directive } from '../../api/office'
import type { Sort, SortKey } from '../../model/directives/list'
import { useUnits } from '../office'
import { Deadline } from './Deadline'
import { Progress, StateWord, TimeWord } from './words'

/** Directives as rows that can be chosen; the heads order them where all of them are here. On a phone each becomes a card. */
export function DirectiveTable({
  rows,
  sort,
  onSort,
  withUnit,
  chosen,
  onChoose,
}: {
  rows: Directive[]
  /** null: not to be ordered. */
  sort: Sort | null
  onSort: (sort: Sort) => void
  withUnit: boolean
  chosen: ReadonlySet<string>
  onChoose: (ids: ReadonlySet<string>) => void
}) {
  const { t } = useTranslation(['office', 'follow'])
  const units = useUnits()
  const by = (key: SortKey, label: string) => {
    if (!sort)
      return (
        <Text key={key} fw={700} fz="sm" span>
          {label}
        </Text>
      )
    const on = sort.key === key
    const Icon = on ? (sort.down ? IconArrowDown : IconArrowUp) : IconArrowsSort
    return (
      <UnstyledButton
        key={key}
        onClick={() => onSort({ key, down: on && !sort.down })}
        aria-label={t('dir.sortBy', { column: label })}
        fw={700}
        fz="sm"
      >
        <Group gap={4} wrap="nowrap">
          {label}
          <Icon size={15} aria-hidden color={on ? undefined : 'var(--mantine-color-dimmed)'} />
        </Group>
      </UnstyledButton>
    )
  }
  const head = (keys: [SortKey, string][], width?: number) => (
    <Table.Th
      w={width}
      aria-sort={sort && keys.some(([k]) => k === sort.key) ? (sort.down ? 'descending' : 'ascending') : undefined}
    >
      <Group gap="sm" wrap="nowrap">
        {keys.map(([key, label]) => by(key, label))}
      </Group>
    </Table.Th>
  )
  const all = rows.every((d) => chosen.has(d.id))
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    onChoose(next)
  }
  return (
    <Table className="stack" highlightOnHover verticalSpacing={8} horizontalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={40}>
            <Checkbox
              aria-label={t('follow:many.all')}
              checked={all}
              indeterminate={!all && rows.some((d) => chosen.has(d.id))}
              onChange={() => onChoose(all ? new Set() : new Set(rows.map((d) => d.id)))}
            />
          </Table.Th>
          {head([['number', t('dir.number')]], 100)}
          {head([['text', t('dir.text')]])}
          {withUnit && head([['unit', t('dir.lead')]], 150)}
          {head(
            [
              ['timeliness', t('dir.timeliness')],
              ['deadline', t('dir.deadline')],
            ],
            190,
          )}
          {head([['state', t('dir.state')]], 150)}
          {head([['percent', t('dir.progress')]], 112)}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((d, n) => (
          <Table.Tr
            key={d.id}
            className={d.timeliness === 'overdue' ? 'late-row' : undefined}
            data-chosen={chosen.has(d.id)}
          >
            <Table.Td className="pick">
              <Checkbox
                aria-label={t('follow:many.one', { n: n + 1, text: d.text.slice(0, 60) })}
                checked={chosen.has(d.id)}
                onChange={() => toggle(d.id)}
              />
            </Table.Td>
            <Table.Td className="num" data-label={t('dir.number')} style={{ whiteSpace: 'nowrap' }}>
              {d.number || '–'}
            </Table.Td>
            <Table.Th scope="row" fw={400}>
              <Link className="rowlink" to="/directives/$id" params={{ id: d.id }}>
                <Text span lineClamp={4} fz={15}>
                  {d.text}
                </Text>
              </Link>
            </Table.Th>
            {withUnit && <Table.Td data-label={t('dir.lead')}>{units.name(d.unit_id)}</Table.Td>}
            <Table.Td data-label={t('dir.timeliness')}>
              <Stack gap={3} align="flex-start" className="time-cell">
                <TimeWord timeliness={d.timeliness} />
                {d.deadline && <Deadline deadline={d.deadline} timeliness={d.timeliness} />}
              </Stack>
            </Table.Td>
            <Table.Td data-label={t('dir.state')}>
              <StateWord state={d.state} />
            </Table.Td>
            <Table.Td data-label={t('dir.progress')}>
              <Progress percent={d.percent} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
