import { ConnectionState, type Room, Track } from 'livekit-client'

/**
 * Lets the browser find out sooner that its line bears more. Once Chromium has given up a layer of the camera for want
 * of bandwidth, its estimate climbs by 8 % a second: from 300 kbit/s it takes half a minute to the full picture. Where
 * the limit of bandwidth in the remote description (b=AS, RFC 8866 section 5.8) is raised it sends a probe at that rate
 * at once: five packets, some 6 kB, which a line of 300 kbit/s holds up for a sixth of a second. So it is asked to every
 * few seconds for as long as a layer is missing, after half a minute in vain ever more seldom. The limit stands above
 * what camera and microphone take together.
 */
const limitKbit = 3000
const leastBits = 200_000
const lookMs = 1000
const probeMs = 3500
const eagerMs = 30_000
const longestMs = 30_000

type Layer = { frames: number; active: boolean }

/** Whether some layer that should be sent has stood still between two looks while one below went on. */
export function missing(before: Map<string, Layer>, now: Map<string, Layer>): boolean {
  let goes = false
  let stands = false
  for (const [rid, layer] of now) {
    const last = before.get(rid)
    if (!last || !layer.active || !last.active) continue
    if (layer.frames > last.frames) goes = true
    else stands = true
  }
  return goes && stands
}

/** The description with every picture's limit set to so many kbit/s. */
export function limited(sdp: string, kbit: number): string {
  return sdp
    .replace(/^b=(AS|TIAS):.*\r\n/gm, '')
    .replace(/^(m=video (?!0 ).*\r\n(?:i=.*\r\n)?(?:c=.*\r\n)?)/gm, `$1b=AS:${kbit}\r\n`)
}

/** The limit that stands in a description, 0 for none. */
export const limitOf = (sdp: string) => Number(/^b=AS:(\d+)/m.exec(sdp)?.[1] ?? 0)

/** What an offer negotiates: where it differs from the one in force, something waits for the server's answer. */
export const negotiated = (sdp = '') =>
  sdp.match(/^(m=\S+|a=(mid|ice-ufrag):.*|a=(sendrecv|sendonly|recvonly|inactive))/gm)?.join(' ') ?? ''

/**
 * What is used of livekit-client's transport: it negotiates with the server under this lock. Its `pc` would make a new
 * connection where there is none any more.
 */
type Publisher = { _pc: RTCPeerConnection | null; offerLock: { lock(): Promise<() => void> } }

/** Sets the limit by a negotiation with the answer that the server gave last: the server learns nothing of it. */
async function limit(pc: RTCPeerConnection, kbit: number) {
  const answer = pc.remoteDescription
  if (pc.signalingState !== 'stable' || answer?.type !== 'answer') return
  const offer = await pc.createOffer()
  if (negotiated(offer.sdp) !== negotiated(pc.localDescription?.sdp)) return
  await pc.setLocalDescription(offer)
  try {
    await pc.setRemoteDescription({ type: 'answer', sdp: limited(answer.sdp, kbit) })
  } catch {
    await pc.setLocalDescription({ type: 'rollback' })
  }
}

async function probe(publisher: Publisher) {
  const unlock = await publisher.offerLock.lock()
  try {
    const pc = publisher._pc
    if (!pc) return
    const stands = () => limitOf(pc.remoteDescription?.sdp ?? '')
    if (stands() < limitKbit || stands() > 1.2 * limitKbit) await limit(pc, limitKbit)
    await limit(pc, (stands() || limitKbit) + 1)
  } finally {
    unlock()
  }
}

/** The camera's layers where bandwidth limits them, none where the line is too weak for a probe beside the voice. */
async function layers(room: Room): Promise<Map<string, Layer>> {
  const found = new Map<string, Layer>()
  const sender = room.localParticipant.getTrackPublication(Track.Source.Camera)?.track?.sender
  const stats = [...((await sender?.getStats())?.values() ?? [])]
  if (stats.some((s) => s.type === 'candidate-pair' && s.availableOutgoingBitrate < leastBits)) return found
  for (const s of stats) {
    if (s.type !== 'outbound-rtp' || !s.rid || s.qualityLimitationReason !== 'bandwidth') continue
    found.set(s.rid, { frames: s.framesSent ?? 0, active: s.active !== false })
  }
  return found
}

/** How long after the last probe the next is due, where a layer has been missing for so long. */
export const pauseAfter = (missingMs: number) =>
  missingMs < eagerMs ? probeMs : Math.min(probeMs * (missingMs / eagerMs) ** 2, longestMs)

/** Watches the camera's layers and asks for probes while one is missing, until the room is left. */
export function findBandwidth(room: Room) {
  let before = new Map<string, Layer>()
  let since = 0
  let probed = 0
  let busy: Publisher | undefined
  const look = async () => {
    const publisher = room.engine?.pcManager?.publisher as unknown as Publisher | undefined
    // What waits on a connection that has been closed may wait for ever: another publisher begins anew.
    if (!publisher || busy === publisher) return
    busy = publisher
    try {
      const now = await layers(room)
      const time = performance.now()
      const lacking = missing(before, now)
      before = now
      if (!lacking) since = time
      else if (time - probed >= pauseAfter(time - since)) {
        probed = time
        await probe(publisher)
      }
    } catch {
      // The connection has gone meanwhile.
    } finally {
      if (busy === publisher) busy = undefined
    }
  }
  const timer = setInterval(() => {
    if (room.state === ConnectionState.Disconnected) clearInterval(timer)
    else void look()
  }, lookMs)
}
