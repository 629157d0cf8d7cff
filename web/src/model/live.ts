import { replaceEqualDeep } from '@tanstack/react-query'
import type { AgendaItem, FloorRequest, Holder, Live, LiveChange, LivePatch, Site } from '../api/types'

/**
 * The running conference as a client sees it: a snapshot, then changes that replace parts whole.
 * Nothing is computed from a change but what it brings, so no two clients can differ. What is as it was stays the
 * same object, so that an act's answer, a snapshot, draws anew only what it changed.
 */
export type LiveEvent = { type: 'snapshot'; live: Live } | { type: 'change'; change: LiveChange }

export function reduce(live: Live | null, event: LiveEvent): Live | null {
  if (event.type === 'snapshot') {
    const you = { ...event.live.you, can: event.live.you.can ?? [] }
    return replaceEqualDeep(live, { ...event.live, ...filled(event.live), you })
  }
  if (!live || event.change.rev <= live.rev) return live
  return replaceEqualDeep(live, { ...live, ...parts(live, filled(event.change.patch)), rev: event.change.rev })
}

/** The server writes an empty list as null; here it is an empty list. */
function filled(patch: LivePatch): LivePatch {
  const { agenda, floor, programme } = patch
  return {
    ...patch,
    ...('open_mics' in patch && { open_mics: patch.open_mics ?? [] }),
    ...(agenda && { agenda: { ...agenda, items: agenda.items ?? [] } }),
    ...(floor && {
      floor: { holders: floor.holders ?? [], queue: floor.queue ?? [], spoken: floor.spoken ?? [] },
    }),
    ...(programme && { programme: { ...programme, on_air: programme.on_air ?? [] } }),
  }
}

function parts(live: Live, patch: LivePatch): LivePatch {
  if (!patch.sites) return patch
  const changed = new Map(patch.sites.map((s) => [s.id, s]))
  const sites = live.sites.map((s) => changed.get(s.id) ?? s)
  const known = new Set(live.sites.map((s) => s.id))
  const added = patch.sites.filter((s) => !known.has(s.id))
  return { ...patch, sites: [...sites, ...added].sort((a, b) => a.number - b.number) }
}

/**
 * The server's clock, from instants it sent. A sample is late by its way through the network, never early,
 * so the greatest of the last ones is the nearest.
 */
export class ServerClock {
  private samples: number[] = []
  constructor(private readonly local: () => number = Date.now) {}
  heard(serverTime: string) {
    const at = Date.parse(serverTime)
    if (Number.isNaN(at)) return
    this.samples.push(at - this.local())
    if (this.samples.length > 8) this.samples.shift()
  }
  /** A laptop that slept, or whose clock was set, starts anew. */
  reset() {
    this.samples = []
  }
  get offset(): number {
    return this.samples.length ? Math.max(...this.samples) : 0
  }
  now(): number {
    return this.local() + this.offset
  }
}

/** By how many minutes a device's clock is wrong: positive where it is slow; 0 within what nobody notices. */
export function clockFault(offset: number): number {
  return Math.abs(offset) < 90_000 ? 0 : Math.round(offset / 60_000)
}

/** Seconds left to the speaker; negative once over. A paused clock stands. */
export function remaining(h: Holder, now: number): number {
  const running = h.running_since ? Math.max(0, (now - Date.parse(h.running_since)) / 1000) : 0
  return h.limit_seconds - h.ran_seconds - running
}

export const warningSeconds = 60
export type TimePhase = 'ok' | 'warning' | 'over'

export function phase(seconds: number): TimePhase {
  if (seconds <= 0) return 'over'
  return seconds <= warningSeconds ? 'warning' : 'ok'
}

/** 4:05, or +0:12 once over; the second that is running counts as whole. */
export function clockText(seconds: number): string {
  const over = seconds < 0
  const s = over ? Math.floor(-seconds) : Math.ceil(seconds)
  const h = Math.floor(s / 3600)
  const m = Math.floor((s % 3600) / 60)
  const ss = String(s % 60).padStart(2, '0')
  const text = h ? `${h}:${String(m).padStart(2, '0')}:${ss}` : `${m}:${ss}`
  return over && s > 0 ? `+${text}` : text
}

/** Closed or called off: nothing changes any more. */
export const isOver = (state: Live['conference']['state']): boolean => state === 'closed' || state === 'cancelled'

export const siteOf = (live: Live, id: string | null | undefined): Site | undefined =>
  id ? live.sites.find((s) => s.id === id) : undefined

/** Whose microphone should be heard and is not: it sends nothing, or in a codec that is not carried. */
export const unheard = (live: Live): string[] => live.open_mics.filter((id) => !!siteOf(live, id)?.media?.sound)

export const holderOf = (live: Live, siteId: string): Holder | undefined =>
  live.floor.holders.find((h) => h.site_id === siteId)

export const currentItem = (live: Live): AgendaItem | undefined =>
  live.agenda.items.find((i) => i.id === live.agenda.current_id)

export function nextItem(live: Live): AgendaItem | undefined {
  const at = live.agenda.items.findIndex((i) => i.id === live.agenda.current_id)
  return live.agenda.items.slice(at + 1).find((i) => i.state === 'pending' || i.state === 'deferred')
}

/** 1 for the first; 0 when the site waits for nothing. */
export function queuePlace(live: Live, siteId: string): { place: number; request: FloorRequest | undefined } {
  const at = live.floor.queue.findIndex((r) => r.site_id === siteId)
  return { place: at + 1, request: live.floor.queue[at] }
}

/** Who has the floor: its holders, or the hub while nobody holds it. */
export function onFloor(live: Live): string[] {
  const held = live.floor.holders.map((h) => h.site_id)
  return held.length ? held : [live.conference.hub_site_id]
}

export type MicPending = { site: Site; reason: 'rejoined' | 'muted' }

/** Sites on the floor whose microphone waits for a person's word: back after a loss, or muted. */
export function micsPending(live: Live): MicPending[] {
  if (live.conference.state !== 'live') return []
  return onFloor(live).flatMap((id) => {
    const site = siteOf(live, id)
    if (site?.presence !== 'online' || live.open_mics.includes(id)) return []
    if (!site.confirmed || holderOf(live, id)?.waiting_confirm)
      return [{ site, reason: site.muted && site.confirmed ? ('muted' as const) : ('rejoined' as const) }]
    return site.muted ? [{ site, reason: 'muted' as const }] : []
  })
}

/** Online, lost, not yet come; late once the conference has opened without it. */
export type SiteState = 'online' | 'lost' | 'late' | 'expected' | 'absent'

export function siteState(site: Site, live: Live): SiteState {
  if (site.presence === 'online') return 'online'
  if (site.presence === 'lost') return 'lost'
  if (site.attendance === 'absent' || site.attendance === 'excused') return 'absent'
  return live.conference.opened_at ? 'late' : 'expected'
}

/** Sites that a click of the operator or the chair may put on air next: worth receiving beforehand. */
export function standby(live: Live, atMost = 24): string[] {
  if (live.sites.length <= atMost) return live.sites.map((s) => s.id)
  const item = nextItem(live)
  const ids = [
    live.conference.hub_site_id,
    live.control?.preview,
    ...live.floor.queue.slice(0, 3).map((r) => r.site_id),
    live.sites.find((s) => item?.unit_id && s.unit_id === item.unit_id)?.id,
  ]
  return [...new Set(ids.filter((id): id is string => !!id))]
}

export const siteName = (site: Site | undefined, lang: string): string =>
  !site ? '' : lang === 'en' && site.name_en ? site.name_en : site.name

/** "Điểm cầu Huyện ủy Đak Đoa" on a small tile is "Huyện ủy Đak Đoa". */
export const shortSiteName = (site: Site | undefined, lang: string): string =>
  siteName(site, lang)
    .replace(/^Điểm cầu\s+(?=\p{L})/u, '')
    .replace(/\s+site$/u, '')
    .replace(/^\p{Ll}/u, (c) => c.toUpperCase())

/** Who stands in the preview: the site picked, or during a look round the one whose turn it is. */
export function previewed(live: Live, now: number): string | null {
  const browse = live.control?.browse
  if (!browse) return live.control?.preview ?? null
  const online = live.sites.filter((s) => s.presence === 'online')
  const turn = Math.floor((now - Date.parse(browse.since)) / 1000 / browse.seconds)
  return online.length ? (online[((turn % online.length) + online.length) % online.length]?.id ?? null) : null
}

/** Whether the caller may do the act, as the server told. */
export const may = (live: Live, act: string): boolean => live.you.can.includes(act)

/** The most sites of a dialogue. */
export const dialogueSites = 3

/** The sites picked for a dialogue after one is touched: it goes if it was there; of too many the first goes. */
export function picking(picked: string[], site: string): string[] {
  if (picked.includes(site)) return picked.filter((id) => id !== site)
  return [...picked, site].slice(-dialogueSites)
}

export type SpeakingTime = { site: Site; seconds: number; times: number; speaks: boolean }

/** How long each site has spoken, a speech that runs included; the longest first, those who never spoke last. */
export function speakingTimes(live: Live, now: number): SpeakingTime[] {
  const spoken = new Map(live.floor.spoken.map((s) => [s.site_id, s]))
  return live.sites
    .map((site) => {
      const before = spoken.get(site.id)
      const holder = holderOf(live, site.id)
      return {
        site,
        seconds: (before?.seconds ?? 0) + (holder ? holder.limit_seconds - remaining(holder, now) : 0),
        times: (before?.times ?? 0) + (holder ? 1 : 0),
        speaks: !!holder,
      }
    })
    .sort((a, b) => b.seconds - a.seconds || a.site.number - b.site.number)
}

export type BellState = { speech: string; phase: TimePhase } | null

/** Strokes of the bell: one where the last minute begins, two at its end; none for a speech that begins within it. */
export function strokes(before: BellState, now: BellState): 0 | 1 | 2 {
  if (!before || !now || before.speech !== now.speech || before.phase === now.phase) return 0
  if (now.phase === 'over') return 2
  return now.phase === 'warning' && before.phase === 'ok' ? 1 : 0
}

/** The next instant at which the clock shows this time (`HH:MM`) at the screen; today's, or tomorrow's once past. */
export function atTime(time: string, now: number): string | null {
  const m = /^(\d{1,2}):(\d{2})$/.exec(time)
  if (!m) return null
  const at = new Date(now)
  at.setHours(Number(m[1]), Number(m[2]), 0, 0)
  if (at.getTime() <= now) at.setDate(at.getDate() + 1)
  return at.toISOString()
}
