import { expect, test } from 'vitest'
import { fillFrom, isGrid, splitCells } from './paste'

const rows = [
  { id: 'i1', name: 'Thu ngân sách' },
  { id: 'i2', name: 'Giải ngân vốn đầu tư công' },
  { id: 'i3', name: 'Trồng rừng' },
]

test('tabs, line ends and quoted cells are split as the spreadsheet meant them', () => {
  expect(splitCells('1\t2\r\n"a\nb"\t"nói ""vượt"""\n')).toEqual([
    ['1', '2'],
    ['a\nb', 'nói "vượt"'],
  ])
})

test('one cell is not a grid', () => {
  expect(isGrid(splitCells('12,5'))).toBe(false)
  expect(isGrid(splitCells('1\n2'))).toBe(true)
})

test('cells fill downwards and to the right from where they were pasted', () => {
  expect(fillFrom(splitCells('10\t5\n20\t6'), rows, { row: 1, column: 'plan' })).toEqual([
    { id: 'i2', column: 'plan', value: '10' },
    { id: 'i2', column: 'actual', value: '5' },
    { id: 'i3', column: 'plan', value: '20' },
    { id: 'i3', column: 'actual', value: '6' },
  ])
})

test('what would fall outside the table is left out', () => {
  const fills = fillFrom(splitCells('1\t2\t3\n4\t5\t6'), rows, { row: 2, column: 'actual' })
  expect(fills).toEqual([
    { id: 'i3', column: 'actual', value: '1' },
    { id: 'i3', column: 'note', value: '2' },
  ])
})

test('rows with the indicator names are put where they belong, in any order', () => {
  const text =
    'TT\tChỉ tiêu\tĐVT\tKế hoạch\tThực hiện\n2\tTrồng rừng (ha)\tha\t450\t462\n1\tthu ngan sach\ttỷ đồng\t128\t97,4'
  expect(fillFrom(splitCells(text), rows, { row: 0, column: 'plan' })).toEqual([
    { id: 'i3', column: 'plan', value: '450' },
    { id: 'i3', column: 'actual', value: '462' },
    { id: 'i1', column: 'plan', value: '128' },
    { id: 'i1', column: 'actual', value: '97,4' },
  ])
})
