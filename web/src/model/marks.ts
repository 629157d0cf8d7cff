import { fold } from './fold'

export type Piece = { text: string; on: boolean; at: number }

/**
 * Cuts a text at its words and tells which of them were sought: without
 * diacritics, the last sought word may go on. The pieces together are the text.
 */
export function marks(text: string, sought: string): Piece[] {
  const wanted = fold(sought)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
  const last = wanted.at(-1)
  const out: Piece[] = []
  let at = 0
  const put = (to: number, on: boolean) => {
    if (to <= at) return
    const before = out.at(-1)
    if (before && before.on === on) before.text += text.slice(at, to)
    else out.push({ text: text.slice(at, to), on, at })
    at = to
  }
  for (const m of text.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) {
    const word = fold(m[0])
    put(m.index, false)
    put(m.index + m[0].length, wanted.includes(word) || (last !== undefined && word.startsWith(last)))
  }
  put(text.length, false)
  return out
}
