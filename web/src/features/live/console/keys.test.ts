import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { NumberKeys } from './keys'

let picked: number[]
const keys = (greatest: number) =>
  new NumberKeys(
    (n) => picked.push(n),
    () => greatest,
  )
beforeEach(() => {
  picked = []
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

test('a digit that no second one can follow picks at once', () => {
  keys(19).digit(7)
  expect(picked).toEqual([7])
})

test('two digits typed quickly are one number', () => {
  const k = keys(19)
  k.digit(1)
  k.digit(4)
  vi.runAllTimers()
  expect(picked).toEqual([14])
})

test('a single 1 is picked after a moment', () => {
  keys(19).digit(1)
  expect(picked).toEqual([])
  vi.runAllTimers()
  expect(picked).toEqual([1])
})

test('of 150 sites three digits are read', () => {
  const k = keys(150)
  for (const d of [1, 4, 2]) k.digit(d)
  expect(picked).toEqual([142])
})

test('a leading nought picks nothing', () => {
  keys(19).digit(0)
  vi.runAllTimers()
  expect(picked).toEqual([])
})
