import type { TFunction } from 'i18next'
import type { Live } from '../../../api'

const kinds = [
  'conference.planned',
  'conference.chairs',
  'conference.rules',
  'conference.published',
  'conference.checking',
  'conference.opened',
  'conference.paused',
  'conference.resumed',
  'conference.closed',
  'conference.cancelled',
  'server.restarted',
  'agenda.started',
  'agenda.finished',
  'agenda.skipped',
  'agenda.deferred',
  'agenda.inserted',
  'floor.requested',
  'floor.withdrawn',
  'floor.refused',
  'floor.deferred',
  'floor.reordered',
  'floor.granted',
  'floor.confirmed',
  'floor.extended',
  'floor.paused',
  'floor.resumed',
  'floor.taken_back',
  'floor.interrupted',
  'floor.dialogue',
  'site.joined',
  'site.rejoined',
  'site.lost',
  'site.muted',
  'site.attendance',
  'site.delegates',
  'seat.ended',
  'programme.preview',
  'programme.browse',
  'programme.scene',
  'programme.banner',
  'programme.content',
  'recording.started',
  'recording.stopped',
  'recording.paused',
  'recording.resumed',
  'recording.removed',
  'conclusion.saved',
  'directive.issued',
] as const
type Kind = (typeof kinds)[number]

const isKind = (kind: string): kind is Kind => (kinds as readonly string[]).includes(kind)
const text = (v: unknown) => (typeof v === 'string' ? v : '')

/** One event in the user's words. */
export function logText(
  t: TFunction<'live'>,
  event: { kind: string; data: Record<string, unknown> | null },
  live: Live,
  siteName: (id: string) => string,
): string {
  if (!isKind(event.kind)) return event.kind
  const d = event.data ?? {}
  const sites = Array.isArray(d.site_ids) ? d.site_ids.map(text) : [text(d.site_id)].filter(Boolean)
  const everybody = d.all === true || (sites.length > 3 && sites.length === live.sites.length)
  const item = live.agenda.items.find((i) => i.id === d.item_id)
  return t(`log.${event.kind}`, {
    site: everybody ? t('log.allSites') : sites.map(siteName).join(', '),
    speaker: text(d.speaker_name) || sites.map(siteName).join(', '),
    title: text(d.title) || item?.title || '',
    count: Number(d.present ?? 0),
    all: Number(d.listed ?? 0),
    page: Number(d.page ?? 0),
    name: text(d.name),
    text: text(d.text) || text(d.reason),
    seconds: Number(d.seconds ?? 0),
  }).trim()
}
