import { expect, test } from 'vitest'
import { fromBytes, fromCodePoints, pieces, shift } from './spans'

test('pieces cover the whole text, overlapping drafts share theirs', () => {
  const out = pieces('abcdefgh', [
    { id: 'd1', start: 1, end: 5 },
    { id: 'd2', start: 3, end: 6 },
  ])
  expect(out.map((p) => [p.text, p.ids.join()])).toEqual([
    ['a', ''],
    ['bc', 'd1'],
    ['de', 'd1,d2'],
    ['f', 'd2'],
    ['gh', ''],
  ])
})

test('a span beyond the text is left out', () => {
  expect(pieces('abc', [{ id: 'd1', start: 7, end: 9 }])).toEqual([{ text: 'abc', start: 0, ids: [] }])
})

test('spans before an edit stay, after it move, under it go', () => {
  const spans = [
    { id: 'd1', start: 0, end: 3 },
    { id: 'd2', start: 4, end: 7 },
    { id: 'd3', start: 8, end: 11 },
  ]
  expect(shift(spans, 'aaa bbb ccc', 'aaa bXXbb ccc')).toEqual([
    { id: 'd1', start: 0, end: 3 },
    { id: 'd3', start: 10, end: 13 },
  ])
})

test('byte and code point offsets become JavaScript offsets', () => {
  const text = 'Đề 😀 nghị'
  const bytes = new TextEncoder()
  const start = bytes.encode('Đề 😀 ').length
  const span = { id: 'd', start, end: start + bytes.encode('nghị').length }
  const [b] = fromBytes(text, [span])
  expect(text.slice(b?.start, b?.end)).toBe('nghị')
  const [c] = fromCodePoints(text, [{ id: 'd', start: 5, end: 9 }])
  expect(text.slice(c?.start, c?.end)).toBe('nghị')
})
