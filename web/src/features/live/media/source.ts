/** How much of a picture is wanted; the greatest wish among all who show it counts. */
export type Quality = 'low' | 'medium' | 'high'
export type MediaStatus = 'connecting' | 'connected' | 'reconnecting' | 'replaced' | 'failed'
export type Line = 'excellent' | 'good' | 'poor' | 'lost' | 'unknown'

/** What the conference wants shown and heard, told after every change. */
export type Wanted = {
  onAir: string[]
  chair: string
  /** Sites worth receiving beforehand, so that putting them on air takes no new subscription. */
  standby: string[]
  /** Whose microphones are heard: the open ones, never one's own. */
  heard: string[]
}

/**
 * Where pictures and sound come from. The screens name sites; whether each site is a track of its own (LiveKit)
 * or the programme comes cut together (WHEP: one stream for the floor, one for the chair) stays in here.
 */
export interface MediaSource {
  readonly engine: 'livekit' | 'whep'
  /** Returns how to end it. */
  start(): () => void
  want(wanted: Wanted): void
  /** A screen shows this site; returns how to say that it no longer does. */
  show(site: string, quality: Quality): () => void
  picture(site: string): MediaStreamTrack | undefined
  /** 0–1, the level of what is heard from the site. */
  level(site: string): number
  line(site: string): Line
  status(): MediaStatus
  /** The browser wants a click before it plays sound. */
  soundBlocked(): boolean
  startSound(): Promise<void>
  setVolume(volume: number): void
  setSpeaker(deviceId: string): void
  /** Told when anything above may have changed. */
  subscribe(listener: () => void): () => void
}

/** What a site sends; the microphone goes out only while the server holds it open. */
export interface Sender {
  setCamera(track: MediaStreamTrack | null): void
  setMicrophone(track: MediaStreamTrack | null): void
  setMicrophoneOpen(open: boolean): void
  /** Whether the microphone is really being sent. */
  microphoneSent(): boolean
  status(): MediaStatus
  subscribe(listener: () => void): () => void
}
