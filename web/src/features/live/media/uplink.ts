import { ConnectionState, type Room, Track } from 'livekit-client'

/**
 * Lets the browser find out sooner that its line bears more. Once Chromium has given up a layer of the camera for want
 * of bandwidth, its estimate climbs by 8 % a second: from 300 kbit/s it takes half a minute to the full picture. Where
 * the limit of bandwidth in the remote description (b=AS, RFC 8866 section 5.8) is raised it sends a probe at once: some
 * 9 kB, which a line of 300 kbit/s holds up for a quarter of a second. So it is asked to every few seconds for as long as
 * a layer is missing, after half a minute in vain ever more seldom, unless its estimate grows. The limit stands above
 * what camera and microphone take together.
 */
const limitKbit = 3000
/** Below this estimate of what the camera may take, in bit/s, the line is too weak for a probe beside the voice. */
const leastBits = 80_000
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
export type Publisher = { _pc: RTCPeerConnection | null; offerLock: { lock(): Promise<() => void> } }

/** Negotiates by itself, with an answer that the server gave or one like it: the server learns nothing of it. */
async function settle(pc: RTCPeerConnection, answer: string) {
  const offer = await pc.createOffer()
  if (negotiated(offer.sdp) !== negotiated(pc.localDescription?.sdp))
    throw new Error('something else is to be negotiated')
  await pc.setLocalDescription(offer)
  try {
    await pc.setRemoteDescription({ type: 'answer', sdp: answer })
  } catch (e) {
    await pc.setLocalDescription({ type: 'rollback' }).catch(() => undefined)
    throw e
  }
}

/** The answer in force, where nothing is being negotiated. */
function answerOf({ _pc: pc }: Publisher): { pc: RTCPeerConnection; answer: string } | null {
  const answer = pc?.remoteDescription
  return pc && pc.signalingState === 'stable' && answer?.type === 'answer' ? { pc, answer: answer.sdp } : null
}

async function locked<T>(publisher: Publisher, negotiate: () => Promise<T>): Promise<T> {
  const unlock = await publisher.offerLock.lock()
  try {
    return await negotiate()
  } finally {
    unlock()
  }
}

/** The description with one section inactive. */
export function inactive(sdp: string, mid: string): string {
  const sections = sdp.split(/(?=^m=)/m)
  const own = (section: string) => section.split('\r\n').includes(`a=mid:${mid}`)
  return sections
    .map((s) => (own(s) ? s.replace(/^a=(sendrecv|sendonly|recvonly)\r$/m, 'a=inactive\r') : s))
    .join('')
}

/** Connections whose picture is inactive: its section, the answer that makes it active again, and how often that failed. */
const owed = new WeakMap<Publisher, { mid: string; on: string; failed: number }>()
const mostFailed = 20

/**
 * Has the browser throw away what waits to be sent of the camera, and go on with a key frame: it does so where the
 * picture is inactive for a moment. Answers whether it could. Where the second step fails, `makeActive` takes it later.
 */
export const restart = (publisher: Publisher, sender: RTCRtpSender) =>
  locked(publisher, async () => {
    const now = answerOf(publisher)
    const mid = now?.pc.getTransceivers().find((t) => t.sender === sender)?.mid
    if (!now || !mid || owed.has(publisher)) return false
    const done = await settle(now.pc, inactive(now.answer, mid)).then(
      () => true,
      () => false,
    )
    if (!done) return false
    owed.set(publisher, { mid, on: now.answer, failed: 0 })
    await settle(now.pc, now.answer)
    owed.delete(publisher)
    return true
  })

/** Makes a picture active again that was left inactive, unless an answer of the server has done so. */
export async function makeActive(publisher: Publisher) {
  if (!owed.has(publisher)) return
  await locked(publisher, async () => {
    const now = answerOf(publisher)
    const left = owed.get(publisher)
    if (!now || !left) return
    const still = inactive(now.answer, left.mid) === now.answer
    if (still && ++left.failed <= mostFailed) await settle(now.pc, left.on)
    owed.delete(publisher)
  })
}

/** Has the browser probe its line: raises the limit of bandwidth. */
export const probe = (publisher: Publisher) =>
  locked(publisher, async () => {
    const limit = async (kbit: number) => {
      const now = answerOf(publisher)
      if (now) await settle(now.pc, limited(now.answer, kbit))
    }
    const stands = () => limitOf(answerOf(publisher)?.answer ?? '')
    if (stands() < limitKbit || stands() > 1.2 * limitKbit) await limit(limitKbit)
    await limit((stands() || limitKbit) + 1)
  })

/** How far the estimate must have fallen, and within what time, for the line to have become narrow. */
const narrower = 0.6
const fallMs = 4000
/** How many looks a layer without a frame counts as given up after, where the estimate has not fallen. */
const looksStill = 2
/** Frames that another layer must have sent between two looks for that. */
const goesOn = 2
/** How long the browser still learns of packets lost of a layer that it has given up, and would send them again. */
const reportMs = 150
/** Restarts of the picture in so long: one for each of two layers given up. Each costs a key frame. */
const restartsMs = 4000
const mostRestarts = 2
/** How long it is tried where something else is just being negotiated. */
const wantedMs = 1000

/** What is known of a line to the server: what it bears by the browser's estimate, and the layers. */
type Line = { bits: number | undefined; layers: Map<string, Layer> }

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
    if (bits && (bits >= this.most.bits || now - this.most.at > fallMs)) this.most = { bits, at: now }
    const grown = (rid: string, l: Layer) => l.frames - (this.before.get(rid)?.frames ?? l.frames)
    const goOn = [...layers].some(([rid, l]) => grown(rid, l) >= goesOn)
    const enough = bits && bits < narrower * this.most.bits ? 1 : looksStill
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

/** Looks at the line, and at those of the camera's layers that bandwidth limits. */
async function lookAt(sender: RTCRtpSender | undefined): Promise<Line> {
  const line: Line = { bits: undefined, layers: new Map() }
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

/** By how much an estimate that meets no limit grows, and in what time: 8 % a second. */
const growth = 1.25
const growthMs = 3000

/** Notices that the browser's estimate meets no limit any more: the line has become free, however long it was narrow. */
export class Growth {
  private seen: { bits: number; at: number }[] = []

  /** Takes a look at the estimate, in bit/s; answers whether it has grown unhindered. */
  look(bits: number, now: number): boolean {
    const before = this.seen.findLast((s) => now - s.at >= growthMs)
    this.seen = [...this.seen.filter((s) => s === before || now - s.at < growthMs), { bits, at: now }]
    return !!before && bits >= growth * before.bits
  }
}

/**
 * Watches the camera's layers until the room is left: has what waits thrown away when some are given up, and asks for
 * probes while one is missing.
 */
export function findBandwidth(room: Room) {
  const givenUp = new GivenUp()
  const growing = new Growth()
  let turn = 0
  let wanted = Number.NEGATIVE_INFINITY
  let restarts: number[] = []
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
      await makeActive(publisher)
      const sender = room.localParticipant.getTrackPublication(Track.Source.Camera)?.track?.sender
      const line = await lookAt(sender)
      const time = performance.now()
      restarts = restarts.filter((at) => time - at < restartsMs)
      if (givenUp.look(line, time).length > 0 && restarts.length < mostRestarts) {
        await new Promise((done) => setTimeout(done, reportMs))
        wanted = time
      }
      if (sender && time - wanted < wantedMs) {
        if (await restart(publisher, sender)) {
          restarts.push(time)
          wanted = Number.NEGATIVE_INFINITY
        }
      }
      if (turn++ % looksBetween !== 0) return
      const lacking = missing(before, line.layers)
      before = line.layers
      const weak = line.bits !== undefined && line.bits < leastBits
      const grows = line.bits !== undefined && growing.look(line.bits, time)
      if (!lacking) since = time
      else if (!weak && time - probed >= (grows ? probeMs : pauseAfter(time - since))) {
        probed = time
        await probe(publisher)
      }
    } catch {
      // The connection has gone meanwhile, or something else is to be negotiated first.
    } finally {
      if (busy === publisher) busy = undefined
    }
  }
  const timer = setInterval(() => {
    if (room.state === ConnectionState.Disconnected) clearInterval(timer)
    else void look()
  }, lookMs)
}
