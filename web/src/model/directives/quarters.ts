/** Quarters as the server names them: 2026-Q2. */

export const quarterOf = (day: string) =>
  `${day.slice(0, 4)}-Q${Math.floor((Number(day.slice(5, 7)) - 1) / 3) + 1}`

/** The quarter and those before it, the latest first. */
export function quartersBack(from: string, count: number): string[] {
  let [year, index] = from.split('-Q').map(Number) as [number, number]
  const out: string[] = []
  for (let n = 0; n < count; n++) {
    out.push(`${year}-Q${index}`)
    index -= 1
    if (index === 0) {
      index = 4
      year -= 1
    }
  }
  return out
}
