import type { MediaSource, MediaStatus, Quality, Wanted } from './source'

/** The programme's stream, which knows the sites it carries. */
type Programme = MediaSource & { covers(site: string): boolean }
type Wish = { site: string; quality: Quality; release: (() => void) | null }

/** A room is left again after nobody has needed it for so long. */
const leaveMs = 60_000
const silent: Wanted = { onAir: [], chair: '', standby: [], heard: [] }

/**
 * The programme for what it carries, each site's own track for the rest: the wall, a dialogue's third site. The room
 * of tracks is entered when a picture of it is first wanted; it also stands in for the programme while that fails.
 */
export class CombinedSource implements MediaSource {
  readonly engine = 'whep'
  private room: MediaSource | null = null
  private leaveRoom: (() => void) | null = null
  private leaving: ReturnType<typeof setTimeout> | undefined
  private readonly wishes = new Set<Wish>()
  private readonly listeners = new Set<() => void>()
  private wanted: Wanted = silent
  private speaker = ''
  private volume = 1
  private stopped = false

  constructor(
    private readonly programme: Programme,
    private readonly openRoom: () => MediaSource,
    /** A room that is there anyway, because the site sends through it: entered at once and never left. */
    private readonly own: MediaSource | null = null,
  ) {}

  start(): () => void {
    this.stopped = false
    const stops = [this.programme.subscribe(() => this.settle()), this.programme.start()]
    if (this.own) this.enter(this.own)
    return () => {
      this.stopped = true
      for (const stop of stops) stop()
      this.leave()
    }
  }

  private enter(room: MediaSource) {
    const forget = room.subscribe(() => this.tell())
    const stop = room.start()
    this.room = room
    room.setVolume(this.volume)
    if (this.speaker) room.setSpeaker(this.speaker)
    this.leaveRoom = () => {
      forget()
      stop()
    }
  }

  private leave() {
    clearTimeout(this.leaving)
    this.leaving = undefined
    for (const wish of this.wishes) {
      wish.release?.()
      wish.release = null
    }
    this.leaveRoom?.()
    this.leaveRoom = null
    this.room = null
  }

  /** Gives every wish to the one that can fulfil it. */
  private settle() {
    if (this.stopped) return
    const failed = this.programme.status() === 'failed'
    const others = [...this.wishes].filter((w) => !this.programme.covers(w.site))
    if ((others.length > 0 || failed) && !this.room) this.enter(this.openRoom())
    for (const wish of this.wishes) {
      const here = !!this.room && others.includes(wish)
      if (here && !wish.release) wish.release = this.room?.show(wish.site, wish.quality) ?? null
      if (!here && wish.release) {
        wish.release()
        wish.release = null
      }
    }
    this.room?.want(failed ? { ...silent, heard: this.wanted.heard } : silent)
    if (others.length > 0 || failed || this.own) {
      clearTimeout(this.leaving)
      this.leaving = undefined
    } else if (this.room) this.leaving ??= setTimeout(() => this.leave(), leaveMs)
    this.tell()
  }

  want(wanted: Wanted) {
    this.wanted = wanted
    this.programme.want(wanted)
    this.settle()
  }

  show(site: string, quality: Quality): () => void {
    const wish: Wish = { site, quality, release: null }
    this.wishes.add(wish)
    this.settle()
    return () => {
      this.wishes.delete(wish)
      wish.release?.()
      this.settle()
    }
  }

  picture(site: string) {
    return this.programme.picture(site) ?? this.room?.picture(site)
  }
  level(site: string) {
    return Math.max(this.programme.level(site), this.room?.level(site) ?? 0)
  }
  line(site: string) {
    return this.room?.line(site) ?? 'unknown'
  }
  status(): MediaStatus {
    const own = this.own?.status()
    if (own === 'replaced') return own
    const status = this.programme.status()
    return status === 'failed' && this.room?.status() === 'connected' ? 'connected' : status
  }
  soundBlocked() {
    return this.programme.soundBlocked() || this.room?.soundBlocked() === true
  }
  async startSound() {
    await Promise.all([this.programme.startSound(), this.room?.startSound()])
  }
  setVolume(volume: number) {
    this.volume = volume
    this.programme.setVolume(volume)
    this.room?.setVolume(volume)
  }
  setSpeaker(deviceId: string) {
    this.speaker = deviceId
    this.programme.setSpeaker(deviceId)
    this.room?.setSpeaker(deviceId)
  }
  subscribe(listener: () => void) {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }
  private tell() {
    for (const listener of this.listeners) listener()
  }
}
