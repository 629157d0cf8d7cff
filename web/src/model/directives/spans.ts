/** Cuts a text at the edges of the drafts' places in it, so that each piece knows which drafts it belongs to. */

export type Span = { id: string; start: number; end: number }
export type Piece = { text: string; start: number; ids: string[] }

export function pieces(text: string, spans: readonly Span[]): Piece[] {
  const inside = spans.filter((s) => s.start >= 0 && s.end > s.start && s.start < text.length)
  const cuts = new Set([0, text.length])
  for (const s of inside) {
    cuts.add(s.start)
    cuts.add(Math.min(s.end, text.length))
  }
  const edges = [...cuts].sort((a, b) => a - b)
  return edges.slice(0, -1).map((start, i) => {
    const end = edges[i + 1] as number
    const ids = inside.filter((s) => s.start < end && s.end > start).map((s) => s.id)
    return { text: text.slice(start, end), start, ids }
  })
}

/**
 * Moves spans over an edit, so that highlights stay right while the text is
 * typed in and before the server has drafted again. A span that the edit cut
 * into is dropped.
 */
export function shift(spans: readonly Span[], before: string, after: string): Span[] {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head++
  let tail = 0
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++
  const cutEnd = before.length - tail
  const by = after.length - before.length
  return spans.flatMap((s) => {
    if (s.end <= head) return [s]
    if (s.start >= cutEnd) return [{ ...s, start: s.start + by, end: s.end + by }]
    return []
  })
}

/** Offsets counted in code points (as the server counts) turned into JavaScript's UTF-16 offsets. */
export function fromCodePoints(text: string, spans: readonly Span[]): Span[] {
  if (!/[\u{10000}-\u{10FFFF}]/u.test(text)) return [...spans]
  const at: number[] = [0]
  for (const c of text) at.push((at[at.length - 1] as number) + c.length)
  const to = (n: number) => at[Math.min(n, at.length - 1)] as number
  return spans.map((s) => ({ ...s, start: to(s.start), end: to(s.end) }))
}

/** The same for offsets counted in UTF-8 bytes. */
export function fromBytes(text: string, spans: readonly Span[]): Span[] {
  const at = new Map<number, number>()
  let bytes = 0
  let units = 0
  for (const c of text) {
    at.set(bytes, units)
    const p = c.codePointAt(0) as number
    bytes += p < 0x80 ? 1 : p < 0x800 ? 2 : p < 0x10000 ? 3 : 4
    units += c.length
  }
  at.set(bytes, units)
  return spans.map((s) => ({ ...s, start: at.get(s.start) ?? -1, end: at.get(s.end) ?? -1 }))
}
