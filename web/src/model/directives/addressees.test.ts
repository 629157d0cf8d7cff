import { expect, test } from 'vitest'
import { unrecognised } from './addressees'

const units: Record<string, { name: string; short: string; aliases: string[] }> = {
  kbang: { name: 'Huyện ủy Kbang', short: 'Kbang', aliases: [] },
  snv: { name: 'Sở Nội vụ', short: 'SNV', aliases: ['Sở Nội Vụ tỉnh'] },
}
const of = (addressees: string[], unit_ids: string[]) => unrecognised({ addressees, unit_ids }, (id) => units[id])

test('the name that no unit stands for is told', () => {
  expect(of(['Huyện ủy Kbang', 'Sở Nội vụ tỉnh', 'Ban Quản lý rừng'], ['kbang', 'snv'])).toEqual(['Ban Quản lý rừng'])
})

test('a group that became many units, and all names found, are no cause for doubt', () => {
  expect(of(['các huyện ủy'], ['kbang', 'snv'])).toEqual([])
  expect(of(['Huyện ủy Kbang'], ['kbang'])).toEqual([])
})

test('two names of one unit are no cause for doubt', () => {
  expect(of(['Kbang', 'Huyện ủy Kbang'], ['kbang'])).toEqual([])
})
