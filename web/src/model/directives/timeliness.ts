export type DirectiveState =
  | 'issued'
  | 'acknowledged'
  | 'in_progress'
  | 'reported_done'
  | 'confirmed'
  | 'returned'
  | 'suspended'
  | 'cancelled'

export type Timeliness = 'overdue' | 'due_soon' | 'in_time' | 'no_deadline' | 'done_in_time' | 'done_late'

/** Worst first: the order in which an office looks at its directives. */
export const TIMELINESS: readonly Timeliness[] = [
  'overdue',
  'due_soon',
  'in_time',
  'no_deadline',
  'done_late',
  'done_in_time',
]

/** Whole days from today to the day; negative when it has passed. Both are YYYY-MM-DD. */
export function daysUntil(day: string, today: string): number {
  return Math.round(
    (Date.parse(`${day.slice(0, 10)}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000,
  )
}

/** The day at this moment where the reader sits, as YYYY-MM-DD. */
export function dayOf(now: Date): string {
  const pad = (n: number) => String(n).padStart(2, '0')
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`
}
