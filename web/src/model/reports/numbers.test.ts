import { expect, test } from 'vitest'
import { parseTyped, percentOf, standing, toTyped } from './numbers'

test.each([
  ['1.234.567,89', 1234567.89],
  ['1234,5', 1234.5],
  ['55,2 %', 55.2],
  ['-3,5', -3.5],
  ['−3', -3],
  ['1 234', 1234],
  ['12.5', 12.5],
  ['1.234', 1234],
  ['0.125', 0.125],
  ['1,234,567.89', 1234567.89],
  ['+ 7', 7],
  ['0', 0],
])('%s is read as a number', (typed, value) => {
  expect(parseTyped(typed)).toBe(value)
})

test.each(['abc', '1.23.4', '1,2,3', '1 23', '12 tỷ', '--1', ','])('%s is not a number', (typed) => {
  expect(parseTyped(typed)).toBeUndefined()
})

test('an empty cell is no value, not a wrong one', () => {
  expect(parseTyped('  ')).toBeNull()
})

test('what is written is read back', () => {
  for (const n of [0, 12, 1234.5, -98765432.125]) expect(parseTyped(toTyped(n))).toBe(n)
})

test('a percentage needs both figures and a plan above zero', () => {
  expect(percentOf(118.6, 215)).toBeCloseTo(55.16, 2)
  expect(percentOf(5, 0)).toBeNull()
  expect(percentOf(null, 10)).toBeNull()
  expect(percentOf(undefined, 10)).toBeNull()
})

test('standing says met, near, low', () => {
  expect([standing(100), standing(80), standing(40), standing(null)]).toEqual(['met', 'near', 'low', 'none'])
})
