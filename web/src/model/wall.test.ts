import { expect, test } from 'vitest'
import { bestGrid, consoleSplit, fullGrid, pagesOf } from './wall'

test.each([
  [20, 1540, 590],
  [19, 900, 500],
  [19, 1900, 640],
  [24, 1200, 400],
  [1, 300, 300],
])('%i tiles fit into %i × %i', (n, w, h) => {
  const g = bestGrid(n, w, h)
  expect(g.cols * g.rows).toBeGreaterThanOrEqual(n)
  expect(g.cols * g.w + 6 * (g.cols - 1)).toBeLessThanOrEqual(w)
  expect(g.rows * g.h + 6 * (g.rows - 1)).toBeLessThanOrEqual(h)
})

test('twenty tiles leave no blank where the box allows', () => {
  expect(bestGrid(20, 1540, 690).blank).toBe(0)
})

test('a box without space, or no tiles, gives no grid', () => {
  expect(bestGrid(0, 100, 100).w).toBe(0)
  expect(bestGrid(5, 0, 100).w).toBe(0)
})

test.each([
  [930, 548, 262],
  [1530, 860, 0],
  [2150, 1220, 0],
])('the console at %i × %i gives monitors and wall their share', (w, h, panel) => {
  const { top, grid } = consoleSplit(19, w, h, panel)
  expect(top).toBeGreaterThan(h * 0.2)
  expect(2 * top * (16 / 9) + panel + 16).toBeLessThanOrEqual(w + 16)
  expect(top + 8 + grid.rows * grid.h + 6 * (grid.rows - 1)).toBeLessThanOrEqual(h)
  const shown = 19 * grid.w * grid.h + 2 * top * top * (16 / 9) + panel * top
  expect(shown / (w * h)).toBeGreaterThan(0.75)
})

test('the panel beside the monitors has room for its clock, however little height the strips above leave', () => {
  expect(consoleSplit(19, 910, 420).top).toBeGreaterThanOrEqual(172)
})

test.each([
  [19, 1490, 486],
  [19, 1530, 430],
  [18, 950, 352],
])('%i tiles fill a box of %i × %i as far as their shape allows', (n, w, h) => {
  const g = fullGrid(n, w, h)
  expect(g.cols * g.w + 6 * (g.cols - 1)).toBeLessThanOrEqual(w)
  expect(g.rows * g.h + 6 * (g.rows - 1)).toBeLessThanOrEqual(h)
  expect((g.cols * g.w * g.rows * g.h) / (w * h)).toBeGreaterThan(0.85)
  expect(g.w / g.h).toBeGreaterThan(16 / 9 / 1.27)
  expect(g.w / g.h).toBeLessThan((16 / 9) * 1.27)
})

test('150 sites come in pages of nearly equal size', () => {
  const pages = pagesOf(Array.from({ length: 150 }, (_, i) => i))
  expect(pages.map((p) => p.length)).toEqual([22, 22, 22, 22, 22, 22, 18])
  expect(pages.flat()).toHaveLength(150)
})
