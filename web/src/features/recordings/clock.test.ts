import { expect, it } from 'vitest'
import { clock, placeAt } from './clock'

it('writes places as players do', () => {
  expect([0, 7_900, 247_000, 3_750_000, 36_000_000].map(clock)).toEqual(['0:00', '0:07', '4:07', '1:02:30', '10:00:00'])
})

it('finds the chapter of a moment', () => {
  const chapters = [{ at_ms: 1000 }, { at_ms: 5000 }, { at_ms: 5000 }, { at_ms: 9000 }]
  expect([0, 1000, 4000, 5000, 8999, 90_000].map((ms) => placeAt(chapters, ms))).toEqual([-1, 0, 0, 2, 3, 3])
})
