import { Table, Text, TextInput } from '@mantine/core'
import type { ClipboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportIndicator } from '../../api/office'
import type { Cell } from '../../model/reports/autosave'
import { parseTyped, percentOf } from '../../model/reports/numbers'
import { type Column, fillFrom, isGrid, splitCells } from '../../model/reports/paste'
import { useNames } from './names'
import { Share } from './Share'

/** The indicators as a grid: plan and actual typed in the Vietnamese form, pasted in from a spreadsheet. */
export function IndicatorTable({
  indicators,
  cells,
  errorOf,
  onEdit,
  onPasted,
}: {
  indicators: ReportIndicator[]
  cells: Record<string, Cell>
  errorOf: (path: string) => string | undefined
  onEdit: (path: string, value: string) => void
  onPasted: (cells: number) => void
}) {
  const { t } = useTranslation('office')
  const { nameOf, measureOf } = useNames()
  const rows = indicators.map((i) => ({ id: i.indicator_id, name: nameOf(i) }))
  const paste = (e: ClipboardEvent, row: number, column: Column) => {
    const grid = splitCells(e.clipboardData.getData('text/plain'))
    if (!isGrid(grid)) return
    e.preventDefault()
    const fills = fillFrom(grid, rows, { row, column })
    for (const { id, column: c, value } of fills) onEdit(`indicators.${id}.${c}`, value)
    onPasted(fills.length)
  }
  const input = (i: ReportIndicator, row: number, column: Column) => {
    const path = `indicators.${i.indicator_id}.${column}`
    const value = cells[i.indicator_id]?.[column] ?? ''
    const wrong = column !== 'note' && parseTyped(value) === undefined
    return (
      <TextInput
        id={path}
        aria-label={t('rep.cell', { indicator: nameOf(i), column: t(`rep.${column}`) })}
        inputMode={column === 'note' ? 'text' : 'decimal'}
        autoComplete="off"
        classNames={column === 'note' ? undefined : { input: 'num' }}
        styles={column === 'note' ? undefined : { input: { textAlign: 'right' } }}
        value={value}
        error={errorOf(path) ?? (wrong ? t('rule.number', { value }) : undefined)}
        onChange={(e) => onEdit(path, e.currentTarget.value)}
        onPaste={(e) => paste(e, row, column)}
      />
    )
  }
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs">
        {t('rep.numberHelp')}
      </Text>
      <Table className="stack" verticalSpacing={6} horizontalSpacing={8}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('rep.indicator')}</Table.Th>
            <Table.Th ta="right">{t('rep.previous')}</Table.Th>
            <Table.Th w={140}>{t('rep.plan')}</Table.Th>
            <Table.Th w={140}>{t('rep.actual')}</Table.Th>
            <Table.Th ta="right" w={110}>
              {t('rep.percent')}
            </Table.Th>
            <Table.Th w="26%">{t('rep.note')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {indicators.map((i, row) => {
            const cell = cells[i.indicator_id]
            const percent = percentOf(parseTyped(cell?.actual ?? ''), parseTyped(cell?.plan ?? ''))
            return (
              <Table.Tr key={i.indicator_id}>
                <Table.Th scope="row" fw={500}>
                  {nameOf(i)}{' '}
                  <Text span size="sm" c="dimmed">
                    ({measureOf(i)})
                  </Text>
                </Table.Th>
                <Table.Td ta="right" className="num" data-label={t('rep.previous')}>
                  {i.previous?.actual || '–'}
                </Table.Td>
                <Table.Td data-label={t('rep.plan')}>{input(i, row, 'plan')}</Table.Td>
                <Table.Td data-label={t('rep.actual')}>{input(i, row, 'actual')}</Table.Td>
                <Table.Td ta="right" data-label={t('rep.percent')}>
                  <Share percent={percent} />
                </Table.Td>
                <Table.Td data-label={t('rep.note')} data-wide>
                  {input(i, row, 'note')}
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
    </>
  )
}
