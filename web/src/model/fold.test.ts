import { expect, test } from 'vitest'
import { fold, matches, search } from './fold'

test('marks, đ and case do not matter', () => {
  expect(fold('Đảng ủy Đak Đoa')).toBe('dang uy dak doa')
  expect(fold('Uỷ ban')).toBe(fold('Ủy ban'))
})

test('words are found in any order', () => {
  expect(matches('Huyện ủy Chư Păh', 'pah huyen')).toBe(true)
  expect(matches('Huyện ủy Chư Păh', 'prong')).toBe(false)
})

test('a word of the query begins a word, and marks within a name are none', () => {
  expect(matches('Đảng ủy xã Nghĩa An', 'ia')).toBe(false)
  expect(matches('Đảng ủy xã K’Dang', 'kdang')).toBe(true)
  expect(matches('12-TB/TU ngày 3/4', 'tb tu')).toBe(true)
})

test('what is typed in one piece comes before its words apart', () => {
  const sites = ['Huyện ủy Ia Grai', 'Đảng ủy xã Ia Dơk', 'Đảng ủy xã Ia Băng']
  const name = (s: string) => s
  expect(search(sites, name, 'ia d')).toEqual(['Đảng ủy xã Ia Dơk'])
  expect(search(sites, name, 'grai huyen')).toEqual(['Huyện ủy Ia Grai'])
  expect(search(sites, name, '')).toEqual(sites)
})
