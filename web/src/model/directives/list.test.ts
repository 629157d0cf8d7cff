import { expect, test } from 'vitest'
import { type Listed, listQuery, narrows, order, readFilter, viewOf } from './list'
import { daysUntil } from './timeliness'

const d = (id: string, over: Partial<Listed> = {}): Listed => ({
  id,
  number: `${id}-TB/TU`,
  text: 'Đẩy nhanh tiến độ giải ngân',
  unit_id: 'u1',
  deadline: null,
  state: 'issued',
  timeliness: 'no_deadline',
  percent: 0,
  ...over,
})
const ids = (rows: Listed[]) => rows.map((r) => r.id)

test('directives without a deadline stay last in both directions', () => {
  const rows = [d('1'), d('2', { deadline: '2026-12-01' }), d('3', { deadline: '2026-11-01' })]
  const name = (id: string) => id
  expect(ids(order(rows, { key: 'deadline', down: false }, name))).toEqual(['3', '2', '1'])
  expect(ids(order(rows, { key: 'deadline', down: true }, name))).toEqual(['2', '3', '1'])
})

test('numbers inside words are ordered as numbers', () => {
  const rows = [d('10'), d('2'), d('1')]
  expect(ids(order(rows, { key: 'number', down: false }, (x) => x))).toEqual(['1', '2', '10'])
})

test('the worst timeliness comes first', () => {
  const rows = [
    d('1', { timeliness: 'in_time' }),
    d('2', { timeliness: 'overdue' }),
    d('3', { timeliness: 'due_soon' }),
  ]
  expect(ids(order(rows, { key: 'timeliness', down: false }, (x) => x))).toEqual(['2', '3', '1'])
})

test('the server is asked for what narrows, not for how it is shown', () => {
  const f = readFilter({ unit: 'u1', q: 12, view: 'board', month: '2026-11', other: 'x', state: '' })
  expect(f).toEqual({ unit: 'u1', q: '12', view: 'board', month: '2026-11' })
  expect(listQuery(f)).toEqual({ unit: 'u1', q: '12', state: 'open' })
  expect(listQuery({ state: 'all' })).toEqual({})
  expect(listQuery({ timeliness: 'done_late' })).toEqual({ timeliness: 'done_late' })
  expect(narrows({ view: 'gantt', month: '2026-01' })).toBe(false)
  expect(viewOf({ view: 'nonsense' })).toBe('table')
})

test('days run over months and years, and below zero', () => {
  expect(daysUntil('2027-01-01', '2026-12-30')).toBe(2)
  expect(daysUntil('2026-11-20', '2026-11-22')).toBe(-2)
})
