/**
 * Numbers as reporters type them. The typed text itself goes to the server;
 * this preview reads it by the server's rule: the Vietnamese form
 * (1.234.567,89) first, and where that is impossible the English one (12.5).
 */

/** The value of a typed number; null when the cell is empty, undefined when it is no number. */
export function parseTyped(typed: string): number | null | undefined {
  let text = typed
    .normalize('NFC')
    .trim()
    .replace(/\s*%$/, '')
    .replace(/[\u00a0\u202f]/g, ' ')
  if (text === '') return null
  const sign = /^[-−+]\s*/.exec(text)
  if (sign) text = text.slice(sign[0].length)
  const plain = plainDigits(text)
  if (plain === undefined) return undefined
  const value = Number(plain)
  return sign && sign[0].trim() !== '+' ? -value : value
}

function plainDigits(text: string): string | undefined {
  const dots = text.split('.').length - 1
  const commas = text.split(',').length - 1
  const english =
    (dots === 0 && commas > 1) ||
    (dots === 1 && commas > 0 && text.lastIndexOf('.') > text.lastIndexOf(',')) ||
    (dots === 1 && commas === 0 && !grouped(text.split('.')))
  const [group, point] = english ? [',', '.'] : ['.', ',']
  const at = text.indexOf(point)
  const whole = at < 0 ? text : text.slice(0, at)
  const decimals = at < 0 ? '' : text.slice(at + 1)
  if (at >= 0 && !/^\d+$/.test(decimals)) return undefined
  const parts = whole.split(whole.includes(' ') ? ' ' : group)
  if (parts.length > 1 ? !grouped(parts) : !/^\d+$/.test(whole)) return undefined
  return parts.join('') + (at < 0 ? '' : `.${decimals}`)
}

/** Digits in thousands: 1 to 3, then 3 each; a leading 0 ("0.125") groups nothing. */
function grouped(parts: readonly string[]): boolean {
  return parts.every((p, i) => (i === 0 ? /^[1-9]\d{0,2}$/.test(p) : /^\d{3}$/.test(p)))
}

/** A number in the form that parseTyped reads. */
export function toTyped(value: number): string {
  return new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 6 }).format(value)
}

/** actual ÷ plan as a percentage, or null where it has no meaning. */
export function percentOf(actual: number | null | undefined, plan: number | null | undefined): number | null {
  if (actual == null || plan == null || plan === 0) return null
  return (actual / plan) * 100
}

/** Below this share of the plan an indicator counts as running low. */
export const LOW_PERCENT = 80

export type Standing = 'met' | 'near' | 'low' | 'none'

export function standing(percent: number | null | undefined): Standing {
  if (percent == null) return 'none'
  if (percent >= 100) return 'met'
  return percent >= LOW_PERCENT ? 'near' : 'low'
}
