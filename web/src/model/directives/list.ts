import { TIMELINESS, type Timeliness } from './timeliness'

/** What the list's address holds; the server narrows by all but `view` and `month`. */
export type Filter = {
  unit?: string
  conference?: string
  work_area?: string
  state?: string
  timeliness?: string
  deadline_from?: string
  deadline_to?: string
  q?: string
  view?: string
  month?: string
}
const NARROWING = [
  'unit',
  'conference',
  'work_area',
  'state',
  'timeliness',
  'deadline_from',
  'deadline_to',
  'q',
] as const
export const VIEWS = ['table', 'board', 'calendar', 'gantt'] as const
export type View = (typeof VIEWS)[number]

/** The parts of a directive that a list is ordered by. */
export type Listed = {
  id: string
  number: string
  text: string
  unit_id: string
  deadline: string | null
  state: string
  timeliness: string
  percent: number
}
export type SortKey = 'number' | 'text' | 'unit' | 'deadline' | 'state' | 'timeliness' | 'percent'
export type Sort = { key: SortKey; down: boolean }

/** What the server is asked for: unless told otherwise, what remains to be done. */
export function listQuery(f: Filter): Record<string, string> {
  return Object.fromEntries(
    NARROWING.flatMap((k) => {
      const v = k === 'state' ? stateOf(f) : f[k]
      return v ? [[k, v]] : []
    }),
  )
}

/** The state asked for; `all` in the address is none. A timeliness that only done ones have asks for these. */
export function stateOf(f: Filter): string | undefined {
  if (f.state === 'all' || (!f.state && f.timeliness?.startsWith('done_'))) return undefined
  return f.state ?? 'open'
}

/** Whether anything narrows the list. */
export const narrows = (f: Filter) => NARROWING.some((k) => f[k] && f[k] !== 'all')

export const viewOf = (f: Filter): View => VIEWS.find((v) => v === f.view) ?? 'table'

/** Orders a copy; directives without a deadline come after all dated ones, whichever way the dates run. */
export function order<D extends Listed>(
  rows: readonly D[],
  sort: Sort,
  unitName: (id: string) => string,
): D[] {
  const words = new Intl.Collator('vi', { numeric: true })
  const sign = sort.down ? -1 : 1
  const late = (d: D) => TIMELINESS.indexOf(d.timeliness as Timeliness)
  const byDay = (a: D, b: D) => {
    if (!a.deadline || !b.deadline) return Number(!a.deadline) - Number(!b.deadline)
    return sign * a.deadline.localeCompare(b.deadline)
  }
  const compare: Record<SortKey, (a: D, b: D) => number> = {
    number: (a, b) => sign * words.compare(a.number, b.number),
    text: (a, b) => sign * words.compare(a.text, b.text),
    unit: (a, b) => sign * words.compare(unitName(a.unit_id), unitName(b.unit_id)),
    state: (a, b) => sign * words.compare(a.state, b.state),
    percent: (a, b) => sign * (a.percent - b.percent),
    timeliness: (a, b) => sign * (late(a) - late(b)) || byDay(a, b),
    deadline: byDay,
  }
  return [...rows].sort((a, b) => compare[sort.key](a, b) || words.compare(a.number, b.number))
}

/** A filter out of an address; what is not text is left out. */
export function readFilter(search: Record<string, unknown>): Filter {
  const keys = [...NARROWING, 'view', 'month'] as const
  return Object.fromEntries(
    keys.flatMap((k) => {
      const v = search[k]
      return typeof v === 'string' && v !== '' ? [[k, v]] : typeof v === 'number' ? [[k, String(v)]] : []
    }),
  )
}
