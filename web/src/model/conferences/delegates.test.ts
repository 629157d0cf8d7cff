import { expect, test } from 'vitest'
import { pastedDelegates } from './delegates'

test('a pasted list becomes delegates, whatever parts its lines', () => {
  expect(pastedDelegates('Rơ Châm Lan\tBí thư\tHuyện ủy\r\n\n2. Đinh Văn Nam; Phó Bí thư\nSiu H’Mơ, Chủ tịch, UBND, huyện')).toEqual([
    { name: 'Rơ Châm Lan', title: 'Bí thư', unit: 'Huyện ủy' },
    { name: 'Đinh Văn Nam', title: 'Phó Bí thư', unit: '' },
    { name: 'Siu H’Mơ', title: 'Chủ tịch', unit: 'UBND, huyện' },
  ])
})
