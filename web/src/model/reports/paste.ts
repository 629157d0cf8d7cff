import { fold } from '../fold'
import { parseTyped } from './numbers'

export type Row = { id: string; name: string }
export type Column = 'plan' | 'actual' | 'note'
export type Fill = { id: string; column: Column; value: string }

const COLUMNS: readonly Column[] = ['plan', 'actual', 'note']

/** Splits what a spreadsheet puts on the clipboard into cells; quoted cells may hold line ends and tabs. */
export function splitCells(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (quoted) {
      if (c !== '"') cell += c
      else if (text[i + 1] === '"') cell += text[++i]
      else quoted = false
    } else if (c === '"' && cell === '') quoted = true
    else if (c === '\t') {
      row.push(cell.trim())
      cell = ''
    } else if (c === '\n') {
      row.push(cell.trim())
      rows.push(row)
      row = []
      cell = ''
    } else if (c !== '\r') cell += c
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell.trim()])
  while (rows.length > 0 && rows[rows.length - 1]?.every((x) => x === '')) rows.pop()
  return rows
}

/** A single cell is left to the browser's own paste. */
export function isGrid(cells: string[][]): boolean {
  return cells.length > 1 || (cells[0]?.length ?? 0) > 1
}

/**
 * Where pasted cells go. Rows that name an indicator fill that indicator,
 * whatever their order; otherwise cells fill downwards and to the right from
 * the cell that received the paste, as a spreadsheet does.
 */
export function fillFrom(cells: string[][], rows: Row[], at: { row: number; column: Column }): Fill[] {
  const named = byName(cells, rows)
  if (named.length > 0) return named
  const first = COLUMNS.indexOf(at.column)
  return cells.flatMap((line, dy) => {
    const target = rows[at.row + dy]
    if (!target) return []
    return line.flatMap((value, dx) => {
      const column = COLUMNS[first + dx]
      return column ? [{ id: target.id, column, value }] : []
    })
  })
}

function byName(cells: string[][], rows: Row[]): Fill[] {
  const wanted = new Map(rows.map((r) => [nameOf(r.name), r.id]))
  return cells.flatMap((line) => {
    const index = line.findIndex((cell) => wanted.has(nameOf(cell)))
    if (index < 0) return []
    const id = wanted.get(nameOf(line[index] ?? '')) as string
    const rest = line.slice(index + 1)
    // A column of units of measure may stand between the name and the figures.
    const start = rest.findIndex((cell) => parseTyped(cell) != null)
    if (start < 0) return []
    return rest.slice(start, start + 3).map((value, i) => ({ id, column: COLUMNS[i] as Column, value }))
  })
}

/** "2. Thu ngân sách (tỷ đồng)" names the same indicator as "Thu ngân sách". */
function nameOf(cell: string): string {
  return fold(
    cell
      .replace(/^\s*\d+[.)]\s*/, '')
      .replace(/\s*\([^)]*\)\s*$/, '')
      .replace(/\s+/g, ' ')
      .trim(),
  )
}
