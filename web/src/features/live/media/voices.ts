/** The contributing source (CSRC) that the relay gives a site's voice: FNV-1a of its name, 32 bits. */
export function contributor(site: string): number {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(site)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash || 1
}

/** A voice that ceases leaves its last packet standing: what has not changed for so long has ended. */
const endedMs = 2000

/**
 * The microphones that were closed. Browsers hold sound back, up to two seconds on a busy machine, so that a closed
 * one would be played on; whose sound is played just now is known by its contributing source.
 */
export class Closed {
  private readonly sources = new Set<number>()
  private readonly played = new WeakMap<object, { packet: number; since: number }>()

  /** Takes in whose microphones are heard; answers whether one of those before was closed. */
  change(before: string[], now: string[]): boolean {
    for (const site of now) this.sources.delete(contributor(site))
    const closed = before.filter((site) => !now.includes(site))
    for (const site of closed) this.sources.add(contributor(site))
    return closed.length > 0
  }

  /** Whether what the receiver plays at the moment `now` (ms) is the sound of a closed one. */
  playedBy(receiver: Pick<RTCRtpReceiver, 'getContributingSources'>, now: number): boolean {
    let newest: RTCRtpContributingSource | undefined
    for (const s of receiver.getContributingSources()) if (!newest || s.timestamp >= newest.timestamp) newest = s
    if (!newest || !this.sources.has(newest.source)) {
      this.played.delete(receiver)
      return false
    }
    const last = this.played.get(receiver)
    if (last?.packet === newest.rtpTimestamp) return now - last.since < endedMs
    this.played.set(receiver, { packet: newest.rtpTimestamp, since: now })
    return true
  }
}
