import type { MediaGrant } from '../../../api'
import { iceServers } from './ice'
import type { MediaSource, MediaStatus, Wanted } from './source'
import { Pulse, Steady, tally, toward, withRepairedVoices } from './steady'
import { Closed } from './voices'

const retryMs = [500, 1000, 2000, 4000, 8000]
/** How long a line may take to stand. Where there is no way at all, browsers go on looking for one and say nothing. */
const dialMs = 15_000
/** How long a line that the browser takes for broken may mend itself before it is dialled anew. */
const mendMs = 1000
/** How often the time that pictures are held back may change, and every how many times the line and its losses are looked at. */
const stepMs = 200
const pulseEvery = 2
const looksEvery = 5
/** A line that has just died is dialled sooner than one that could not be had. */
const redialMs = 200
/** How often it is looked whether a closed microphone is still played; after a change for so long, and while it is. */
const hushEveryMs = 20
const hushLooksMs = 3000
/** Microphones heard at once: a dialogue of three. */
const voices = 3

/** Which sites the programme shows just now; the first is on the floor's picture, the second on the content's. */
export type Shown = { onAir: string[]; chair: string }

/**
 * The programme as continuous streams over WHEP: the floor's picture, the chair's, a dialogue's second picture, and
 * the voices. A change of floor happens at the source, so a site "has" the picture of the stream it is on just now.
 */
export class WhepSource implements MediaSource {
  readonly engine = 'whep'
  private pc: RTCPeerConnection | null = null
  private resource: string | null = null
  private state: MediaStatus = 'connecting'
  private heard: string[] = []
  /** Floor, chair, content: the order of the offer's pictures is the order of the server's. */
  private pictures: (MediaStreamTrack | undefined)[] = []
  private readonly sounds: { el: HTMLAudioElement; receiver: RTCRtpReceiver; hushed: boolean }[] = []
  private readonly listeners = new Set<() => void>()
  private blocked = false
  private stopped = false
  private attempt = 0
  private silent: ReturnType<typeof setTimeout> | undefined
  private dialling: ReturnType<typeof setTimeout> | undefined
  private looks: ReturnType<typeof setInterval> | undefined
  /** TURN servers that the last answer named: a line that cannot be had without them is dialled anew with them. */
  private servers: RTCIceServer[] = []
  private volume = 1
  private speaker = ''
  private readonly closed = new Closed()
  private hushing: ReturnType<typeof setInterval> | undefined

  constructor(
    private readonly grant: () => Promise<MediaGrant>,
    /** Asked at every look, so that screen and picture never disagree for a frame. */
    private readonly shown: () => Shown,
  ) {}

  start(): () => void {
    this.stopped = false
    void this.connect()
    return () => {
      this.stopped = true
      this.close()
    }
  }

  private async connect() {
    if (this.stopped) return
    const pc = new RTCPeerConnection({ iceServers: this.servers })
    this.pc = pc
    const pictures = [0, 1, 2].map(() => pc.addTransceiver('video', { direction: 'recvonly' }))
    for (let i = 0; i < voices; i++) pc.addTransceiver('audio', { direction: 'recvonly' })
    pc.ontrack = (e) => {
      if (e.track.kind === 'audio') this.hear(e.receiver)
      else this.pictures[pictures.indexOf(e.transceiver)] = e.track
      this.tell()
    }
    pc.onconnectionstatechange = () => {
      if (pc !== this.pc) return
      clearTimeout(this.silent)
      if (pc.connectionState === 'connected') {
        clearTimeout(this.dialling)
        this.attempt = 0
        this.set('connected')
      } else if (pc.connectionState === 'disconnected') {
        this.set('reconnecting')
        this.silent = setTimeout(() => pc === this.pc && this.again(), mendMs)
      } else if (pc.connectionState === 'failed') this.again()
    }
    try {
      const programme = (await this.grant()).programme
      if (!programme) throw new Error('no programme to receive')
      await offer(pc)
      this.watchLine(pc)
      const res = await fetch(programme.url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${programme.token}` },
        body: pc.localDescription?.sdp ?? '',
      })
      if (!res.ok) throw new Error(`whep ${res.status}`)
      this.servers = iceServers(res.headers.get('Link') ?? '')
      const location = res.headers.get('Location')
      const resource = location && new URL(location, new URL(programme.url, globalThis.location.href)).href
      if (pc !== this.pc) return leave(resource)
      this.resource = resource
      this.dialling = setTimeout(() => pc === this.pc && this.again(), dialMs)
      await pc.setRemoteDescription({ type: 'answer', sdp: await res.text() })
    } catch {
      if (pc === this.pc) this.again()
    }
  }

  /**
   * Holds back pictures and sound while packets are being lost, and no longer; goes there in steps nobody sees. Dials
   * anew when nothing comes any more.
   */
  private watchLine(pc: RTCPeerConnection) {
    const steady = new Steady()
    const pulse = new Pulse()
    let wanted = 0
    let held = 0
    let turn = 0
    this.looks = setInterval(async () => {
      const losses = turn % looksEvery === 0
      const looks = losses || turn % pulseEvery === 0
      turn++
      if (looks) {
        const stats = await pc.getStats()
        if (pc !== this.pc) return
        const found = tally(stats)
        if (found && pulse.look(found.bytes, performance.now())) {
          this.again(redialMs)
          return
        }
        if (losses) wanted = found ? steady.look(found) : 0
      }
      const next = toward(held, wanted)
      if (next === held || pc !== this.pc) return
      held = next
      for (const receiver of pc.getReceivers()) receiver.jitterBufferTarget = held || null
    }, stepMs)
  }

  private again(first?: number) {
    this.close()
    if (this.stopped) return
    this.set(this.attempt > 4 ? 'failed' : 'reconnecting')
    const pause = first ?? retryMs[Math.min(this.attempt, retryMs.length - 1)] ?? 8000
    this.attempt++
    setTimeout(() => void this.connect(), pause * (0.7 + Math.random() * 0.6))
  }

  private close() {
    clearTimeout(this.silent)
    clearTimeout(this.dialling)
    clearInterval(this.looks)
    clearInterval(this.hushing)
    leave(this.resource)
    this.resource = null
    this.pc?.close()
    this.pc = null
    this.pictures = []
    for (const { el } of this.sounds.splice(0)) {
      el.srcObject = null
      el.remove()
    }
  }

  private hear(receiver: RTCRtpReceiver) {
    const el = new Audio()
    el.srcObject = new MediaStream([receiver.track])
    this.sounds.push({ el, receiver, hushed: false })
    this.setVolume(this.volume)
    if (this.speaker) this.setSpeaker(this.speaker)
    void this.startSound()
  }

  /** The server leaves one's own voice out; a screen that does not listen is silent here. */
  want(wanted: Wanted) {
    if (this.closed.change(this.heard, wanted.heard) || this.sounds.some((s) => s.hushed)) this.hush()
    this.heard = wanted.heard
    this.setVolume(this.volume)
    this.tell()
  }

  /** A microphone that is closed falls silent at once: what the browser still holds back of it is not played. */
  private hush() {
    clearInterval(this.hushing)
    const until = performance.now() + hushLooksMs
    const look = () => {
      const now = performance.now()
      for (const sound of this.sounds) {
        const hushed = this.closed.playedBy(sound.receiver, now)
        if (hushed === sound.hushed) continue
        sound.hushed = hushed
        this.setVolume(this.volume)
      }
      if (now > until && !this.sounds.some((s) => s.hushed)) clearInterval(this.hushing)
    }
    this.hushing = setInterval(look, hushEveryMs)
    look()
  }

  show() {
    return () => undefined
  }

  /** Which of the pictures carries the site; -1 for none. */
  private place(site: string): number {
    const { onAir, chair } = this.shown()
    if (site === onAir[0]) return 0
    if (site === chair) return 1
    return site === onAir[1] ? 2 : -1
  }

  /** Whether the programme brings this site's picture, now or as soon as the line stands. */
  covers(site: string): boolean {
    return this.state !== 'failed' && this.place(site) >= 0
  }

  picture(site: string) {
    return this.pictures[this.place(site)]
  }

  level(site: string) {
    if (!this.heard.includes(site)) return 0
    return Math.max(0, ...this.sounds.map((s) => s.receiver.getSynchronizationSources()[0]?.audioLevel ?? 0))
  }

  line() {
    return 'unknown' as const
  }
  status() {
    return this.state
  }
  soundBlocked() {
    return this.blocked && this.heard.length > 0
  }
  async startSound() {
    const played = await Promise.allSettled(this.sounds.map((s) => s.el.play()))
    this.blocked = played.some((p) => p.status === 'rejected' && p.reason?.name === 'NotAllowedError')
    this.tell()
  }
  setVolume(volume: number) {
    this.volume = volume
    for (const { el, hushed } of this.sounds) {
      el.volume = volume
      el.muted = this.heard.length === 0 || hushed
    }
  }
  setSpeaker(deviceId: string) {
    this.speaker = deviceId
    for (const { el } of this.sounds) void el.setSinkId?.(deviceId).catch(() => undefined)
  }
  subscribe(listener: () => void) {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }
  private set(state: MediaStatus) {
    this.state = state
    this.tell()
  }
  private tell() {
    for (const listener of this.listeners) listener()
  }
}

/** Offers to receive; a browser that takes no changed offer makes its own. */
async function offer(pc: RTCPeerConnection) {
  const made = await pc.createOffer()
  try {
    await pc.setLocalDescription({ type: 'offer', sdp: withRepairedVoices(made.sdp ?? '') })
  } catch {
    await pc.setLocalDescription(made)
  }
}

/** Tells the server that the stream is no longer watched. */
function leave(resource: string | null) {
  if (resource) void fetch(resource, { method: 'DELETE', keepalive: true }).catch(() => undefined)
}
