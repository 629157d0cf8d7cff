import { expect, test } from 'vitest'
import { keysTouchedBy } from './live'

test('an event refetches what it names and leaves the rest alone', () => {
  expect(keysTouchedBy('report.submitted')).toEqual(['reports', 'report', 'synthesis'])
  expect(keysTouchedBy('directive.progress')).not.toContain('reports')
})

test('an unknown event refetches everything', () => {
  expect(keysTouchedBy('novelty')).toContain('directives')
  expect(keysTouchedBy('')).toContain('report')
})
