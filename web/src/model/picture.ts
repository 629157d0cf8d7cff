import type { Site } from '../api/types'
import type { SiteState } from './live'

/** What a picture's frames do on this screen: none so far, coming, standing still, or not coming for longer. */
export type Flow = 'none' | 'moving' | 'still' | 'gone'

/** Codecs as an SDP names them, in small letters, that this screen can decode. */
export type Decodes = (codec: string) => boolean

/**
 * Why a site's picture is not to be shown, as told by the server (the site is away, sends nothing, or in a codec
 * that is not carried) or seen here (this screen cannot decode it, or its own line brings nothing). A last frame that
 * stands still is nobody's face.
 */
export type PictureFault =
  | { why: 'away'; state: SiteState }
  | { why: 'missing' | 'still' | 'line' | 'waiting' }
  | { why: 'foreign' | 'undecodable'; codec: string }

/** In what pictures come. */
export const pictureCodecs = ['vp8', 'h264'] as const

/** VP8 is not named in the state, since all sites but a few send it. */
export const codecOf = (site: Site): string => site.media?.picture_codec || 'vp8'

/** As people write it. */
export const codecName = (codec: string): string => (codec === 'h265' ? 'H.265' : codec.replace(/^h26/i, 'H.26').toUpperCase())

/**
 * The server's word comes before what is seen: after a change of the floor the stream may still bring frames of the
 * site before.
 */
export function pictureFault(site: Site | undefined, state: SiteState, flow: Flow, decodes: Decodes): PictureFault | null {
  if (!site) return { why: 'waiting' }
  if (state !== 'online') return { why: 'away', state }
  const { picture = '', picture_codec = '' } = site.media ?? {}
  if (picture === 'foreign') return { why: 'foreign', codec: picture_codec }
  if (picture === 'missing') return { why: 'missing' }
  if (picture_codec && !decodes(picture_codec)) return { why: 'undecodable', codec: picture_codec }
  if (flow === 'moving') return null
  const codec = codecOf(site)
  if (!decodes(codec)) return { why: 'undecodable', codec }
  if (flow === 'none') return { why: 'waiting' }
  return { why: flow === 'gone' ? 'line' : 'still' }
}

/** Whether the server has said that the picture does not come: no screen's line is to blame. */
export const excuses = (fault: PictureFault | null): boolean =>
  fault?.why === 'away' || fault?.why === 'missing' || fault?.why === 'foreign'

/** Whether a fault takes the place of the picture; while it is only waited for, what there is stays. */
export const covers = (fault: PictureFault | null): boolean => fault !== null && fault.why !== 'waiting'

/**
 * How long no frame may come before a picture stands still, in ms, and until this screen's own line is to blame: where
 * the site sends nothing any more, the server has said so by then.
 */
export const stillMs = 4000
export const goneMs = 10_000

/**
 * Follows one picture's frames. A page that is not seen is given none, so only the time counts in which it is seen,
 * from the beginning each time.
 */
export class Frames {
  private without = 0
  private at: number | null = null
  flow: Flow = 'none'

  /** A frame was shown. */
  frame() {
    this.without = 0
    this.flow = 'moving'
  }

  /** Time passed; `seen`: the page is on the screen; `excused`: the server says that no picture comes. */
  pass(now: number, seen: boolean, excused = false) {
    const since = this.at === null ? 0 : now - this.at
    this.at = now
    // A computer that slept did not see the time go by either.
    this.without = seen ? this.without + Math.min(since, stillMs / 2) : 0
    if (excused) this.without = Math.min(this.without, stillMs)
    if (this.without >= goneMs) this.flow = 'gone'
    else if (this.without >= stillMs) this.flow = 'still'
  }
}
