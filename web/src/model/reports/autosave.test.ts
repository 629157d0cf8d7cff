import { expect, test } from 'vitest'
import { begin, type Draft, get, isDirty, reduce, resume, type Saving } from './autosave'

const server: Draft = {
  areas: { a1: 'cũ', a2: '' },
  indicators: { i1: { plan: '10', actual: '', note: '' } },
}
const typed = (s: Saving, path: string, value: string) => reduce(s, { type: 'edit', path, value })

test('what is typed while a save is under way is still unsaved after it', () => {
  let s = typed(begin(3, server, null), 'areas.a1', 'một')
  s = reduce(s, { type: 'send' })
  s = typed(s, 'areas.a1', 'một hai')
  s = reduce(s, { type: 'saved', rev: 4, at: '2026-11-22T02:00:00Z' })
  expect(s.rev).toBe(4)
  expect(get(s.draft, 'areas.a1')).toBe('một hai')
  expect(isDirty(s)).toBe(true)
})

test('a lost line keeps the text and says so', () => {
  let s = typed(begin(3, server, null), 'indicators.i1.actual', '7,5')
  s = reduce(reduce(s, { type: 'send' }), { type: 'lost' })
  expect(s.trouble).toBe('offline')
  expect(get(s.draft, 'indicators.i1.actual')).toBe('7,5')
})

test('after a stale answer my fields stay mine and untouched fields become theirs', () => {
  let s = typed(begin(3, server, null), 'areas.a1', 'của tôi')
  s = reduce(s, { type: 'theirs', rev: 5, server: { ...server, areas: { a1: 'cũ', a2: 'của họ' } } })
  expect(s.draft.areas).toEqual({ a1: 'của tôi', a2: 'của họ' })
  expect(s.clashes).toEqual([])
  expect(s.rev).toBe(5)
  expect(isDirty(s)).toBe(true)
})

test('a field that both changed keeps mine and shows theirs', () => {
  let s = typed(begin(3, server, null), 'areas.a1', 'của tôi')
  s = reduce(s, { type: 'theirs', rev: 5, server: { ...server, areas: { a1: 'của họ', a2: '' } } })
  expect(get(s.draft, 'areas.a1')).toBe('của tôi')
  expect(s.clashes).toEqual([{ path: 'areas.a1', theirs: 'của họ' }])
})

test('text kept on this device is taken up again over what the server has', () => {
  const kept = { base: server, draft: { ...server, areas: { a1: 'chưa gửi', a2: '' } } }
  const s = resume(kept, begin(9, { ...server, areas: { a1: 'cũ', a2: 'mới' } }, null))
  expect(s.draft.areas).toEqual({ a1: 'chưa gửi', a2: 'mới' })
  expect(s.rev).toBe(9)
})

test('typing back what was saved leaves nothing to save', () => {
  const s = typed(typed(begin(1, server, null), 'areas.a1', 'x'), 'areas.a1', 'cũ')
  expect(isDirty(s)).toBe(false)
})
