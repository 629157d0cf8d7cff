import { expect, test } from 'vitest'
import { quarterOf, quartersBack } from './quarters'

test('days lie in quarters, and quarters run back over years', () => {
  expect(quarterOf('2026-01-01')).toBe('2026-Q1')
  expect(quarterOf('2026-12-31')).toBe('2026-Q4')
  expect(quartersBack('2026-Q2', 4)).toEqual(['2026-Q2', '2026-Q1', '2025-Q4', '2025-Q3'])
})
