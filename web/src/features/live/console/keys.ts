import { useEffect, useRef } from 'react'

export type Keys = {
  take(): void
  pick(number: number): void
  grantFirst(): void
  back(): void
  muteAll(): void
  nextItem(): void
  extend(): void
  pause(): void
  help(): void
  confirm(): void
  interrupt(): void
  dialogue(): void
  /** Shift and a site's number: into the dialogue, or out of it. */
  choose(number: number): void
  unchoose(): void
  /** A look at one site on this screen alone; the site of the tile that has the focus, if one has. */
  look(site: string | null): void
  browse(): void
  /** Turns the pages of what is shown, as a presenter's remote does. */
  page(by: number): void
  papers(): void
  /** A key of these while they are not enabled. */
  refused(): void
}

/** How long a first digit waits for a second one, where a site with two digits may follow. */
const secondDigitMs = 450

/** Reads digits typed quickly as one number. `greatest` is the last site's number. */
export class NumberKeys {
  private first: number | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  constructor(
    private readonly pick: (n: number) => void,
    private readonly greatest: () => number,
  ) {}
  digit(d: number) {
    clearTimeout(this.timer)
    const n = this.first === null ? d : this.first * 10 + d
    this.first = null
    if (n === 0) return
    if (n * 10 > this.greatest()) return this.pick(n)
    this.first = n
    this.timer = setTimeout(() => {
      this.first = null
      this.pick(n)
    }, secondDigitMs)
  }
  stop() {
    clearTimeout(this.timer)
  }
}

const typing = 'input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable=true], [role=dialog], [role=menu], [role=listbox]'

/**
 * The console's keys. Space always takes, wherever the focus is but in a field or a dialogue: a button pressed
 * with the mouse must not be pressed again by the next Space. Buttons answer Enter.
 */
export function useConsoleKeys(keys: Keys, greatest: number, enabled: boolean) {
  const now = useRef({ keys, greatest, enabled })
  now.current = { keys, greatest, enabled }
  useEffect(() => {
    const greatest = () => now.current.greatest
    const numbers = new NumberKeys((n) => now.current.keys.pick(n), greatest)
    const chosen = new NumberKeys((n) => now.current.keys.choose(n), greatest)
    const outside = (e: KeyboardEvent) => {
      const el = e.target as HTMLElement | null
      return (
        e.ctrlKey ||
        e.metaKey ||
        e.altKey ||
        !!el?.closest?.(typing) ||
        !!document.querySelector('[role=dialog]')
      )
    }
    const down = (e: KeyboardEvent) => {
      if (outside(e)) return
      const { keys: k, enabled: on } = now.current
      if (e.key === '?') {
        e.preventDefault()
        return k.help()
      }
      if (e.key === ' ') e.preventDefault()
      if (e.repeat) return
      if (!on) {
        if (/^[ gbmnepicdltv0-9]$/i.test(e.key)) k.refused()
        return
      }
      const digit = /^(?:Digit|Numpad)([0-9])$/.exec(e.code)?.[1]
      if (e.shiftKey && digit) return chosen.digit(Number(digit))
      if (/^[0-9]$/.test(e.key)) return numbers.digit(Number(e.key))
      const focused = (e.target as HTMLElement | null)?.closest?.<HTMLElement>('button, a, [role=tab]')
      const act: Record<string, () => void> = {
        ' ': k.take,
        g: k.grantFirst,
        b: k.back,
        m: k.muteAll,
        n: k.nextItem,
        e: k.extend,
        p: k.pause,
        c: k.confirm,
        i: k.interrupt,
        d: k.dialogue,
        l: k.browse,
        t: k.papers,
        pagedown: () => k.page(1),
        pageup: () => k.page(-1),
        v: () => k.look(focused?.dataset.site ?? null),
        escape: k.unchoose,
      }
      if (e.key === 'Enter' && !focused) return k.grantFirst()
      act[e.key.toLowerCase()]?.()
    }
    const up = (e: KeyboardEvent) => {
      if (e.key === ' ' && !outside(e)) e.preventDefault()
    }
    window.addEventListener('keydown', down)
    window.addEventListener('keyup', up)
    return () => {
      numbers.stop()
      chosen.stop()
      window.removeEventListener('keydown', down)
      window.removeEventListener('keyup', up)
    }
  }, [])
}
