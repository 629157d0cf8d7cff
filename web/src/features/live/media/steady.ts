/** What the browser has counted on a line so far. */
export type Tally = {
  /** Packets it asked to be sent again, and those it never got. */
  asked: number
  /** There and back, in ms. */
  tripMs: number
  /** All that has come so far, reports included. */
  bytes: number
}

/** How many of the last five looks must find losses before the line counts as lossy: a single one may be a hiccup. */
const looksToBelieve = 2
const looksKept = 5
/** Looks (a second each) without a loss until it counts as good again. */
const looksToForget = 20
/** A browser asks three times within this time after the first answer could have come. */
const threeTriesMs = 300
const mostMs = 1200

/**
 * How long pictures and sound are held back on a line: not at all on a good one, so that a change of the floor is
 * seen at once; on a lossy one for as long as it takes to ask for what is missing and get it, so that nothing
 * stands still meanwhile.
 */
export class Steady {
  private last: Tally | null = null
  private found: boolean[] = []
  private good = 0
  private held = 0

  /** Takes a look, one a second; answers the time to hold back, in ms. */
  look(now: Tally): number {
    const lost = this.last !== null && now.asked > this.last.asked
    this.last = now
    this.found = [...this.found, lost].slice(-looksKept)
    this.good = lost ? 0 : this.good + 1
    const lossy = this.found.filter(Boolean).length >= looksToBelieve
    if (lossy || (lost && this.held > 0))
      this.held = Math.min(Math.max(this.held, now.tripMs + threeTriesMs), mostMs)
    else if (this.good >= looksToForget) this.held = 0
    return this.held
  }
}

/** A server that is there reports at least every second; after twice that the line is taken for cut. */
const silentMs = 2000

/** Notices that nothing comes any more on a line on which something came: browsers take five seconds and more. */
export class Pulse {
  private bytes = 0
  private beats = 0
  private since = 0

  /** Takes a look; answers whether the line is dead. */
  look(bytes: number, now: number): boolean {
    if (bytes !== this.bytes) {
      this.bytes = bytes
      this.beats++
      this.since = now
      return false
    }
    return this.beats > 2 && now - this.since >= silentMs
  }
}

/** How much more or less may be held back in one step, in ms: less than a frame lasts. */
const step = 40

/** The next step from what is held back to what is wanted. */
export function toward(held: number, wanted: number): number {
  return wanted > held ? Math.min(held + step, wanted) : Math.max(held - step, wanted)
}

/** Reads the tally from a connection's statistics; null before anything has come. */
export function tally(stats: RTCStatsReport): Tally | null {
  let asked = 0
  let tripMs = 0
  let bytes = 0
  let heard = false
  stats.forEach((s) => {
    if (s.type === 'inbound-rtp') {
      heard = true
      asked += (s.nackCount ?? 0) + Math.max(0, s.packetsLost ?? 0)
    }
    if (s.type === 'candidate-pair' && s.nominated && s.currentRoundTripTime)
      tripMs = 1000 * s.currentRoundTripTime
    if (s.type === 'transport') bytes += s.bytesReceived ?? 0
  })
  return heard ? { asked, tripMs, bytes } : null
}

/** Has lost packets of the voices sent again too: browsers can, but offer it only when told to (RFC 4585). */
export function withRepairedVoices(sdp: string): string {
  const opus = /a=rtpmap:(\d+) opus\/48000\/2\r\n/i
  return sdp
    .split(/(?=^m=)/m)
    .map((section) => {
      const type = section.startsWith('m=audio') ? opus.exec(section)?.[1] : undefined
      if (!type || section.includes(`a=rtcp-fb:${type} nack`)) return section
      return section.replace(opus, (map) => `${map}a=rtcp-fb:${type} nack\r\n`)
    })
    .join('')
}
