import type { LiveStore } from '../store'

export type FloorSwitch = { rev: number; site: string; changedAt: number; frameAt: number | null }
export type Timing = { switches: FloorSwitch[] }

declare global {
  interface Window {
    /** Times of floor switches on this screen, in ms since navigation; read by measurements. */
    __giaoban?: Timing
  }
}

const kept = 200

/** Notes when a change of the floor is heard; `frame` notes the new picture's first frame. */
export function watchSwitches(store: LiveStore): { frame(site: string): void; stop(): void } {
  const timing: Timing = { switches: [] }
  window.__giaoban = timing
  let onAir = store.get().live?.programme.on_air[0] ?? ''
  const stop = store.onChange((change, live) => {
    const site = live.programme.on_air[0] ?? ''
    if (site === onAir) return
    onAir = site
    timing.switches.push({ rev: change.rev, site, changedAt: performance.now(), frameAt: null })
    if (timing.switches.length > kept) timing.switches.shift()
    performance.mark('giaoban:change', { detail: { rev: change.rev, site } })
  })
  return {
    stop,
    frame(site) {
      const last = timing.switches.at(-1)
      if (!last || last.site !== site || last.frameAt !== null) return
      last.frameAt = performance.now()
      performance.mark('giaoban:frame', { detail: { rev: last.rev, site } })
    },
  }
}
