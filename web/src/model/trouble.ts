import type { Live, Site } from '../api/types'
import { codecOf } from './picture'

export type MediaTrouble = { site: Site; what: 'missing' | 'picture' | 'sound' | 'silent' | 'nothing' | 'recording'; codec: string }

/**
 * What the operator is told of beside the pictures: a site on the air or at the hub that sends no picture, an open
 * microphone that sends nothing, or both (then it may be the line), anybody's codec that is not carried, and while
 * recording (`recording`) a picture on the air that the file cannot hold: it holds VP8.
 */
export function mediaTroubles(live: Live, recording: boolean): MediaTrouble[] {
  const shown = new Set([...live.programme.on_air, live.programme.chair_site_id])
  return live.sites.flatMap((site) => {
    const m = site.presence === 'online' ? site.media : undefined
    if (!m) return []
    const out: MediaTrouble[] = []
    const noPicture = m.picture === 'missing' && shown.has(site.id)
    const silent = m.sound === 'missing'
    if (noPicture && silent) out.push({ site, what: 'nothing', codec: '' })
    else if (noPicture || silent) out.push({ site, what: silent ? 'silent' : 'missing', codec: '' })
    if (m.picture === 'foreign') out.push({ site, what: 'picture', codec: m.picture_codec })
    if (m.sound === 'foreign') out.push({ site, what: 'sound', codec: m.sound_codec })
    if (recording && !m.picture && m.picture_codec && live.programme.on_air.includes(site.id))
      out.push({ site, what: 'recording', codec: m.picture_codec })
    return out
  })
}

/**
 * Sites on the air or at the hub whose picture some screen cannot decode. A site's own screen shows its camera itself.
 */
export function undecoded<S extends { lacks: string[]; site_id?: string | null }>(
  live: Live,
  screens: S[],
): { site: Site; codec: string; screens: S[] }[] {
  return [...new Set([...live.programme.on_air, live.programme.chair_site_id])].flatMap((id) => {
    const site = live.sites.find((s) => s.id === id)
    if (site?.presence !== 'online' || site.media?.picture) return []
    const codec = codecOf(site)
    const blind = screens.filter((s) => s.lacks.includes(codec) && s.site_id !== id)
    return blind.length ? [{ site, codec, screens: blind }] : []
  })
}

/**
 * Sites that are there and say that they have no microphone, but for those whose silence is told already: those whose
 * microphone is open (the server waits before it counts one as silent that came and went), and those that have not
 * yet been given the floor.
 */
export function withoutMicrophone<S extends { lacks: string[]; site_id?: string | null }>(
  live: Live,
  screens: S[],
): { open: Site[]; closed: Site[] } {
  const all = live.sites.filter(
    (site) =>
      site.presence === 'online' &&
      site.media?.sound !== 'missing' &&
      screens.some((s) => s.site_id === site.id && s.lacks.includes('microphone')),
  )
  const open = (site: Site) => live.open_mics.includes(site.id)
  return { open: all.filter(open), closed: all.filter((s) => !open(s)) }
}
