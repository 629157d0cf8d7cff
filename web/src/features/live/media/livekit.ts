import {
  ConnectionQuality,
  DisconnectReason,
  LogLevel,
  type RemoteTrackPublication,
  Room,
  RoomEvent,
  setLogLevel,
  Track,
  VideoPresets,
  VideoQuality,
} from 'livekit-client'
import type { MediaGrant } from '../../../api'
import { Answers } from './answers'
import { sentCodec } from './sent'
import type { Line, MediaSource, MediaStatus, Quality, Sender, Wanted } from './source'

const qualities: Record<Quality, VideoQuality> = {
  low: VideoQuality.LOW,
  medium: VideoQuality.MEDIUM,
  high: VideoQuality.HIGH,
}
const rank: Quality[] = ['low', 'medium', 'high']
/** A picture no longer shown is kept for a while: an operator looks back and forth, and resubscribing is slow. */
const lingerMs = 10_000
const retryMs = [500, 1000, 2000, 4000, 8000]
/** How soon and how often it is tried again to send what could not be sent. */
const againMs = 500
const mostAgain = 5

/** livekit-client appends /rtc to the server's address itself. */
export function serverAddress(url: string, origin: string): string {
  const absolute = /^(wss?|https?):/.test(url) ? url : new URL(url, origin).href
  return absolute
    .replace(/^http/, 'ws')
    .replace(/\/rtc\/?$/, '')
    .replace(/\/$/, '')
}

setLogLevel(LogLevel.error)

const siteOfIdentity = (identity: string) => (identity.startsWith('site:') ? identity.slice(5) : null)

/** The conference's LiveKit room: every site a participant with a camera and, while open, a microphone. */
export class LiveKitSource implements MediaSource, Sender {
  readonly engine = 'livekit'
  private room: Room | null = null
  private answers: Answers | null = null
  private state: MediaStatus = 'connecting'
  private wanted: Wanted = { onAir: [], chair: '', standby: [], heard: [] }
  private readonly shown = new Map<string, Quality[]>()
  private readonly lingering = new Map<string, ReturnType<typeof setTimeout>>()
  private readonly listeners = new Set<() => void>()
  private readonly voices = new Map<string, HTMLAudioElement>()
  private readonly lines = new Map<string, Line>()
  private scheduled = false
  private stopped = false
  private attempt = 0
  private volume = 1
  private speaker = ''
  private camera: MediaStreamTrack | null = null
  private microphone: MediaStreamTrack | null = null
  private open = false
  private sending: Promise<void> = Promise.resolve()

  constructor(
    private readonly grant: () => Promise<MediaGrant>,
    /** What a picture in waiting is asked for, so that showing it changes nothing but its being sent. */
    private readonly standbyQuality: Quality = 'medium',
  ) {}

  start(): () => void {
    this.stopped = false
    void this.connect()
    return () => {
      this.stopped = true
      void this.room?.disconnect()
      this.room = null
      for (const timer of this.lingering.values()) clearTimeout(timer)
      this.lingering.clear()
      for (const site of [...this.voices.keys()]) this.silence(site)
    }
  }

  private async connect() {
    if (this.stopped) return
    const room = new Room({
      // AES-GCM instead of AES-CM, see the design of the media.
      singlePeerConnection: false,
      adaptiveStream: false,
      dynacast: true,
      stopLocalTrackOnUnpublish: false,
      publishDefaults: {
        videoCodec: sentCodec(),
        simulcast: true,
        dtx: true,
        red: true,
        // Speech; with every packet sent twice (RED) it still leaves a picture room on a line of 150 kbit/s.
        audioPreset: { maxBitrate: 32_000 },
        stopMicTrackOnMute: false,
      },
    })
    this.listen(room)
    const answers = new Answers(room)
    try {
      const grant = await this.grant()
      if (this.stopped) return
      await room.connect(serverAddress(grant.url, location.origin), grant.token, { autoSubscribe: false })
      if (this.stopped) return void room.disconnect()
      this.room = room
      this.answers = answers
      this.attempt = 0
      if (this.mayPublish(Track.Source.Camera))
        void import('./uplink').then((uplink) => uplink.findBandwidth(room))
      this.setStatus('connected')
      this.reconcile()
      this.send()
    } catch {
      room.removeAllListeners()
      void room.disconnect()
      this.again()
    }
  }

  private again() {
    if (this.stopped) return
    this.setStatus(this.attempt > 4 ? 'failed' : 'reconnecting')
    const pause = retryMs[Math.min(this.attempt++, retryMs.length - 1)] ?? 8000
    setTimeout(() => void this.connect(), pause * (0.7 + Math.random() * 0.6))
  }

  private listen(room: Room) {
    const changed = () => {
      if (room === this.room) this.reconcile()
    }
    room
      .on(RoomEvent.TrackPublished, changed)
      .on(RoomEvent.TrackUnpublished, changed)
      .on(RoomEvent.TrackSubscribed, changed)
      .on(RoomEvent.TrackUnsubscribed, changed)
      .on(RoomEvent.TrackMuted, changed)
      .on(RoomEvent.TrackUnmuted, changed)
      .on(RoomEvent.ParticipantConnected, changed)
      .on(RoomEvent.ParticipantDisconnected, (p) => {
        const site = siteOfIdentity(p.identity)
        if (site) this.lines.delete(site)
        changed()
      })
      .on(RoomEvent.ConnectionQualityChanged, (quality, p) => {
        const site = siteOfIdentity(p.identity)
        if (!site) return
        this.lines.set(site, lineOf(quality))
        this.tell()
      })
      .on(RoomEvent.ParticipantPermissionsChanged, (_, p) => {
        if (p.isLocal) this.send()
      })
      .on(RoomEvent.LocalTrackUnpublished, () => this.send())
      .on(RoomEvent.LocalTrackPublished, () => this.tell())
      .on(RoomEvent.AudioPlaybackStatusChanged, () => this.tell())
      .on(RoomEvent.Reconnecting, () => this.setStatus('reconnecting'))
      .on(RoomEvent.SignalReconnecting, () => this.setStatus('reconnecting'))
      .on(RoomEvent.Reconnected, () => {
        this.setStatus('connected')
        this.reconcile()
        this.send()
      })
      .on(RoomEvent.Disconnected, (reason) => {
        if (room !== this.room) return
        this.room = null
        room.removeAllListeners()
        for (const site of [...this.voices.keys()]) this.silence(site)
        if (reason === DisconnectReason.DUPLICATE_IDENTITY) this.setStatus('replaced')
        else this.again()
      })
  }

  want(wanted: Wanted) {
    this.wanted = wanted
    this.reconcile()
  }

  show(site: string, quality: Quality): () => void {
    const timer = this.lingering.get(site)
    clearTimeout(timer)
    this.lingering.delete(site)
    this.shown.set(site, [...(this.shown.get(site) ?? []), quality])
    this.reconcile()
    return () => {
      const left = [...(this.shown.get(site) ?? [])]
      left.splice(left.indexOf(quality), 1)
      if (left.length) this.shown.set(site, left)
      else {
        this.shown.delete(site)
        this.lingering.set(
          site,
          setTimeout(() => {
            this.lingering.delete(site)
            this.reconcile()
          }, lingerMs),
        )
      }
      this.reconcile()
    }
  }

  /** Brings subscriptions to what is wanted; many wishes of one rendering are one pass. */
  private reconcile() {
    if (this.scheduled) return
    this.scheduled = true
    queueMicrotask(() => {
      this.scheduled = false
      const room = this.room
      if (!room) return
      const standby = new Set([...this.wanted.standby, this.wanted.chair, ...this.wanted.onAir])
      const heard = new Set(this.wanted.heard)
      for (const p of room.remoteParticipants.values()) {
        const site = siteOfIdentity(p.identity)
        if (!site) continue
        const camera = p.getTrackPublication(Track.Source.Camera) as RemoteTrackPublication | undefined
        const wishes = this.shown.get(site)
        const wish = wishes ? rank[Math.max(...wishes.map((q) => rank.indexOf(q)))] : undefined
        if (camera) {
          const keep = !!wish || standby.has(site) || this.lingering.has(site)
          if (camera.isDesired !== keep) camera.setSubscribed(keep)
          if (keep) {
            camera.setVideoQuality(qualities[wish ?? this.standbyQuality])
            camera.setEnabled(!!wish)
          }
        }
        const mic = p.getTrackPublication(Track.Source.Microphone) as RemoteTrackPublication | undefined
        if (mic && mic.isDesired !== heard.has(site)) mic.setSubscribed(heard.has(site))
        if (heard.has(site) && mic?.track) this.voice(site, mic)
        else this.silence(site)
      }
      this.tell()
    })
  }

  private voice(site: string, mic: RemoteTrackPublication) {
    const track = mic.track
    if (!track || this.voices.has(site)) return
    const el = track.attach() as HTMLAudioElement
    el.volume = this.volume
    if (this.speaker) void el.setSinkId?.(this.speaker).catch(() => undefined)
    this.voices.set(site, el)
  }

  private silence(site: string) {
    const el = this.voices.get(site)
    if (!el) return
    this.voices.delete(site)
    const mic = this.participant(site)?.getTrackPublication(Track.Source.Microphone)
    mic?.track?.detach(el)
    el.srcObject = null
    el.remove()
  }

  private participant(site: string) {
    return this.room?.remoteParticipants.get(`site:${site}`)
  }

  picture(site: string) {
    if (this.room?.localParticipant.identity === `site:${site}`) return this.camera ?? undefined
    const camera = this.participant(site)?.getTrackPublication(Track.Source.Camera)
    return camera?.isMuted ? undefined : camera?.track?.mediaStreamTrack
  }

  level(site: string) {
    const p = this.participant(site)
    const mic = p?.getTrackPublication(Track.Source.Microphone)
    const receiver = (mic?.track as { receiver?: RTCRtpReceiver } | undefined)?.receiver
    return receiver?.getSynchronizationSources()[0]?.audioLevel ?? p?.audioLevel ?? 0
  }

  line(site: string) {
    return this.lines.get(site) ?? 'unknown'
  }

  status() {
    return this.state
  }

  soundBlocked() {
    return this.voices.size > 0 && this.room?.canPlaybackAudio === false
  }

  async startSound() {
    await this.room?.startAudio()
    this.tell()
  }

  setVolume(volume: number) {
    this.volume = volume
    for (const el of this.voices.values()) el.volume = volume
  }

  setSpeaker(deviceId: string) {
    this.speaker = deviceId
    for (const el of this.voices.values()) void el.setSinkId?.(deviceId).catch(() => undefined)
  }

  subscribe(listener: () => void) {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  setCamera(track: MediaStreamTrack | null) {
    this.camera = track
    this.send()
  }

  setMicrophone(track: MediaStreamTrack | null) {
    this.microphone = track
    this.send()
  }

  setMicrophoneOpen(open: boolean) {
    if (this.open === open) return
    this.open = open
    this.send()
  }

  microphoneSent() {
    return !!this.room?.localParticipant.getTrackPublication(Track.Source.Microphone)
  }

  private mayPublish(source: Track.Source): boolean {
    const rights = this.room?.localParticipant.permissions
    if (!rights?.canPublish) return false
    return (
      rights.canPublishSources.length === 0 || rights.canPublishSources.includes(Track.sourceToProto(source))
    )
  }

  /** Brings what is sent to what is wanted and allowed, one step after another, the voice first. */
  private send(again = 0) {
    this.sending = this.sending.then(async () => {
      let failed = false
      for (const source of [Track.Source.Microphone, Track.Source.Camera]) {
        if (this.stopped || this.state !== 'connected') return
        // Where it fails the right was taken back meanwhile, or the line broke: an event tells of most of that.
        await this.sendOne(source).catch(() => {
          failed = true
        })
      }
      if (failed && again < mostAgain) setTimeout(() => this.send(again + 1), againMs)
      this.tell()
    })
  }

  /** What is to be sent now of the camera or the microphone. */
  private toSend(source: Track.Source) {
    if (!this.mayPublish(source)) return null
    if (source === Track.Source.Camera) return this.camera
    return this.open ? this.microphone : null
  }

  private async sendOne(source: Track.Source) {
    const me = this.room?.localParticipant
    const sent = me?.getTrackPublication(source)
    const track = this.toSend(source)
    if (!me || (sent?.track?.mediaStreamTrack === track && !this.answers?.hasRemoved(sent.trackSid))) return
    if (sent?.track) await me.unpublishTrack(sent.track, false)
    if (!track) return
    const published = await me.publishTrack(track, {
      source,
      ...(source === Track.Source.Camera
        ? {
            simulcast: true,
            videoSimulcastLayers: [VideoPresets.h180, VideoPresets.h360],
            videoEncoding: VideoPresets.h720.encoding,
          }
        : {}),
    })
    if (this.answers?.hasRemoved(published.trackSid)) await me.unpublishTrack(track, false)
  }

  private setStatus(state: MediaStatus) {
    this.state = state
    this.tell()
  }

  private tell() {
    for (const listener of this.listeners) listener()
  }
}

function lineOf(quality: ConnectionQuality): Line {
  switch (quality) {
    case ConnectionQuality.Excellent:
      return 'excellent'
    case ConnectionQuality.Good:
      return 'good'
    case ConnectionQuality.Poor:
      return 'poor'
    case ConnectionQuality.Lost:
      return 'lost'
    case ConnectionQuality.Unknown:
      return 'unknown'
  }
}
