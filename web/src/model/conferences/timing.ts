export type Timed = { id: string; minutes: number }

/** When each item starts, and when all of them end, if each takes its time. */
export function timetable(
  items: readonly Timed[],
  startsAt: string,
): { starts: Record<string, Date>; ends: Date; minutes: number } {
  const first = Date.parse(startsAt)
  const starts: Record<string, Date> = {}
  let minutes = 0
  for (const item of items) {
    starts[item.id] = new Date(first + minutes * 60_000)
    minutes += item.minutes
  }
  return { starts, ends: new Date(first + minutes * 60_000), minutes }
}
