import { expect, test } from 'vitest'
import { timetable } from './timing'

test('items follow one another and the end is their sum', () => {
  const t = timetable(
    [
      { id: 'a', minutes: 5 },
      { id: 'b', minutes: 40 },
    ],
    '2026-11-22T07:00:00Z',
  )
  expect(t.starts.b?.toISOString()).toBe('2026-11-22T07:05:00.000Z')
  expect(t.ends.toISOString()).toBe('2026-11-22T07:45:00.000Z')
  expect(t.minutes).toBe(45)
})
