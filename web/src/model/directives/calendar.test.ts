import { expect, test } from 'vitest'
import { addDays, addMonths, frame, place, ticks, weeks } from './calendar'

test('a month is whole weeks from Monday on', () => {
  const november = weeks('2026-11')
  expect(november[0]?.[0]).toBe('2026-10-26')
  expect(november.at(-1)?.[6]).toBe('2026-12-06')
  expect(weeks('2027-02')).toHaveLength(4)
})

test('months and days run over years', () => {
  expect(addMonths('2026-12', 1)).toBe('2027-01')
  expect(addMonths('2026-01', -1)).toBe('2025-12')
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
})

test('the frame holds every stretch and today; places are within it', () => {
  const f = frame([{ from: '2026-08-30', to: '2026-12-15' }], '2026-11-22')
  expect(f).toEqual({ from: '2026-08-01', to: '2027-01-01' })
  expect(place('2026-08-01', f)).toBe(0)
  expect(place('2027-01-01', f)).toBe(100)
  expect(place('2020-01-01', f)).toBe(0)
  expect(place('2026-10-17', f)).toBeGreaterThan(place('2026-10-16', f))
})

test('long frames name quarters or years only', () => {
  expect(ticks({ from: '2026-08-01', to: '2027-01-01' })).toHaveLength(5)
  expect(ticks({ from: '2026-01-01', to: '2028-01-01' })).toEqual([
    '2026-01', '2026-04', '2026-07', '2026-10', '2027-01', '2027-04', '2027-07', '2027-10',
  ])
})
