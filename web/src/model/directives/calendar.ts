/** Days and months as YYYY-MM-DD and YYYY-MM, counted in UTC so that no zone moves them. */

const DAY = 86_400_000
const at = (day: string) => Date.parse(`${day}T00:00:00Z`)
const dayAt = (ms: number) => new Date(ms).toISOString().slice(0, 10)

export const addDays = (day: string, n: number) => dayAt(at(day) + n * DAY)

export function addMonths(month: string, n: number): string {
  const [y, m] = month.split('-').map(Number) as [number, number]
  return dayAt(Date.UTC(y, m - 1 + n, 1)).slice(0, 7)
}

/** The weeks that a month touches, from Monday on. */
export function weeks(month: string): string[][] {
  const first = at(`${month}-01`)
  const start = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY
  const end = at(`${addMonths(month, 1)}-01`)
  const out: string[][] = []
  for (let monday = start; monday < end; monday += 7 * DAY)
    out.push(Array.from({ length: 7 }, (_, i) => dayAt(monday + i * DAY)))
  return out
}

export type Stretch = { from: string; to: string }

/** The time line's frame: from the first of a month to the first of another, around all stretches and today. */
export function frame(stretches: readonly Stretch[], today: string): Stretch {
  const days = [...stretches.flatMap((s) => [s.from, s.to]), today].sort()
  const first = (days[0] as string).slice(0, 7)
  const last = (days[days.length - 1] as string).slice(0, 7)
  return { from: `${first}-01`, to: `${addMonths(last, 1)}-01` }
}

/** Where a day stands in the frame, in percent of its width; days outside stand at its edges. */
export function place(day: string, f: Stretch): number {
  const share = (at(day) - at(f.from)) / (at(f.to) - at(f.from))
  return Math.min(100, Math.max(0, share * 100))
}

/** The months of a frame; of long ones every third or twelfth, so that their names have room. */
export function ticks(f: Stretch): string[] {
  const all: string[] = []
  for (let m = f.from.slice(0, 7); `${m}-01` < f.to; m = addMonths(m, 1)) all.push(m)
  const every = all.length > 40 ? 12 : all.length > 14 ? 3 : 1
  return all.filter((m) => (Number(m.slice(5)) - 1) % every === 0)
}
