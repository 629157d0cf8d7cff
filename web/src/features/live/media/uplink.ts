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
const lookMs = 250
/** Layers are compared for probes every so many looks: a camera may have few frames. */
const looksBetween = 4
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

/** How far the estimate must have fallen, and within what time, for the line to have become narrow. */
const narrower = 0.6
const fallMs = 4000
/** How many looks a layer without a frame counts as given up after, where the estimate has not fallen. */
const looksStill = 2
/** Frames that another layer must have sent between two looks for that. */
const goesOn = 2

/** What is known of a line to the server: what it bears by the browser's estimate, 0 for unknown, and the layers. */
type Line = { bits: number; layers: Map<string, Layer> }

/**
 * Notices which layers the browser gives up because its line has become narrow. It has sent more of them than the
 * line bore by then, and sends that again, before what it goes on with: for two seconds and more nobody would see
 * anything.
 */
export class GivenUp {
  private before = new Map<string, Layer>()
  /** For how many looks nothing has been sent of a layer while others went on. */
  private readonly still = new Map<string, number>()
  private most = { bits: 0, at: 0 }

  /** Takes a look; answers the layers newly given up. */
  look({ bits, layers }: Line, now: number): string[] {
    if (bits >= this.most.bits || now - this.most.at > fallMs) this.most = { bits, at: now }
    const grown = (rid: string, l: Layer) => l.frames - (this.before.get(rid)?.frames ?? l.frames)
    const goOn = [...layers].some(([rid, l]) => grown(rid, l) >= goesOn)
    const enough = bits < narrower * this.most.bits ? 1 : looksStill
    const given: string[] = []
    for (const rid of this.still.keys()) if (!layers.has(rid)) this.still.delete(rid) // the line bears it
    for (const [rid, l] of layers) {
      const still = this.still.get(rid) ?? 0
      if (!l.active || grown(rid, l) > 0) this.still.delete(rid)
      else if (goOn && still < looksStill) {
        this.still.set(rid, still + 1 < enough ? still + 1 : looksStill)
        if (still + 1 >= enough) given.push(rid)
      }
    }
    this.before = layers
    return given
  }
}

/** What is used of livekit-client's track of the camera: it changes the layers under this lock. */
type Sent = { sender?: RTCRtpSender; senderLock?: { lock(): Promise<() => void> } }

/** Has the browser throw away what waits to be sent of these layers: it does so where they are inactive for a moment. */
async function drop({ sender, senderLock }: Sent, rids: string[]) {
  if (!sender || !senderLock) return
  const unlock = await senderLock.lock()
  try {
    const parameters = sender.getParameters()
    const given = parameters.encodings.filter((e) => e.rid && rids.includes(e.rid) && e.active)
    if (given.length === 0 || given.length === parameters.encodings.length) return
    for (const e of given) e.active = false
    await sender.setParameters(parameters)
    const again = sender.getParameters()
    for (const e of again.encodings) if (given.some((g) => g.rid === e.rid)) e.active = true
    await sender.setParameters(again)
  } finally {
    unlock()
  }
}

/** Looks at the line, and at those of the camera's layers that bandwidth limits. */
async function lookAt(sender: RTCRtpSender | undefined): Promise<Line> {
  const line: Line = { bits: 0, layers: new Map() }
  for (const s of (await sender?.getStats())?.values() ?? []) {
    if (s.type === 'candidate-pair' && s.availableOutgoingBitrate) line.bits = s.availableOutgoingBitrate
    if (s.type === 'outbound-rtp' && s.rid && s.qualityLimitationReason === 'bandwidth')
      line.layers.set(s.rid, { frames: s.framesSent ?? 0, active: s.active !== false })
  }
  return line
}

/** How long after the last probe the next is due, where a layer has been missing for so long. */
export const pauseAfter = (missingMs: number) =>
  missingMs < eagerMs ? probeMs : Math.min(probeMs * (missingMs / eagerMs) ** 2, longestMs)

/**
 * Watches the camera's layers until the room is left: drops what waits of those that were given up, and asks for
 * probes while one is missing.
 */
export function findBandwidth(room: Room) {
  const givenUp = new GivenUp()
  let turn = 0
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
      const track = room.localParticipant.getTrackPublication(Track.Source.Camera)?.track as unknown as Sent | undefined
      const line = await lookAt(track?.sender)
      const time = performance.now()
      const given = givenUp.look(line, time)
      if (track && given.length > 0) await drop(track, given)
      if (turn++ % looksBetween !== 0) return
      // Where the line is too weak for a probe beside the voice, none is missed.
      const now = line.bits < leastBits ? new Map<string, Layer>() : line.layers
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
