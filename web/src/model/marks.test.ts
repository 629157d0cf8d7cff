import { expect, test } from 'vitest'
import { marks } from './marks'

const on = (text: string, sought: string) =>
  marks(text, sought)
    .filter((p) => p.on)
    .map((p) => p.text)

test('words are found without diacritics, whole; only the last may go on', () => {
  expect(on('Đẩy nhanh giải ngân vốn đầu tư công', 'giai ngan dau')).toEqual(['giải', 'ngân', 'đầu'])
  expect(on('Giải ngân, giải phóng', 'giai pho')).toEqual(['Giải', 'giải', 'phóng'])
  expect(on('Ủy ban, uỷ quyền', 'uy')).toEqual(['Ủy', 'uỷ'])
  expect(on('không có gì', '')).toEqual([])
})

test('the pieces are the text, whatever stands in it', () => {
  const text = '<b>Giải ngân</b> & 60% “vốn”'
  expect(
    marks(text, 'ngan von')
      .map((p) => p.text)
      .join(''),
  ).toBe(text)
})
