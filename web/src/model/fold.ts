/** Lower case without marks, đ as d, ỷ and uỷ alike: what a searcher types matches what is written. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐÐƉ]/g, 'd')
    .replace(/['’ʼ]/g, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
}

const words = (text: string) => ` ${fold(text).replace(/[^\p{L}\p{N}]+/gu, ' ')}`

/** Whether every word of the query begins a word of the text. */
export function matches(text: string, query: string): boolean {
  const haystack = words(text)
  return words(query)
    .trim()
    .split(' ')
    .every((word) => haystack.includes(` ${word}`))
}

/** The items whose text has the query as it was typed; where none has, those with all its words. */
export function search<T>(items: T[], textOf: (item: T) => string, query: string): T[] {
  if (!query.trim()) return items
  const phrase = ` ${words(query).trim()}`
  const whole = items.filter((item) => words(textOf(item)).includes(phrase))
  return whole.length > 0 ? whole : items.filter((item) => matches(textOf(item), query))
}
