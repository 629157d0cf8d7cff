/** A place in a recording as players write it: 4:07, 1:02:30. */
export function clock(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000))
  const two = (n: number) => String(n).padStart(2, '0')
  const h = Math.floor(s / 3600)
  const m = Math.floor(s / 60) % 60
  return h > 0 ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`
}

/** Which of the places, in order, a moment belongs to; -1 before the first. */
export function placeAt(places: { at_ms: number }[], ms: number): number {
  let found = -1
  for (const [i, p] of places.entries()) if (p.at_ms <= ms + 250) found = i
  return found
}
