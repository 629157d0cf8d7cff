import { useSyncExternalStore } from 'react'
import {
  type Api,
  type Fault,
  isFault,
  type Live,
  type LiveChange,
  openStream,
  type StreamStatus,
} from '../../api'
import { reduce, ServerClock } from '../../model/live'

export type LiveState = {
  live: Live | null
  status: StreamStatus
  /** Why the server refuses for good: signed out, no right, no such conference. */
  fault: Fault | null
}

/** One conference's present, kept current by its event stream; acts put their answer in at once. */
export class LiveStore {
  readonly clock = new ServerClock()
  private state: LiveState = { live: null, status: 'connecting', fault: null }
  private readonly listeners = new Set<() => void>()
  private readonly changes = new Set<(change: LiveChange, live: Live) => void>()

  constructor(
    readonly api: Api,
    readonly conferenceId: string,
  ) {}

  get = () => this.state
  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }
  /** For what must not wait for a rendering: timing marks, announcements. */
  onChange(listener: (change: LiveChange, live: Live) => void) {
    this.changes.add(listener)
    return () => void this.changes.delete(listener)
  }

  start(): () => void {
    const path = `/api/conferences/${this.conferenceId}`
    const stream = openStream(
      { url: (after) => this.api.streamUrl(`${path}/events`, { after: this.state.live ? after : null }) },
      {
        status: (status) => this.set({ status }),
        refused: async () => {
          try {
            this.accept(await this.api.get<Live>(`${path}/live`))
            return false
          } catch (err) {
            if (!isFault(err) || ![401, 403, 404].includes(err.status)) return false
            this.set({ fault: err })
            return true
          }
        },
        on: {
          snapshot: (data) => {
            this.clock.heard((data as Live).server_time)
            this.set({ live: reduce(this.state.live, { type: 'snapshot', live: data as Live }) })
          },
          change: (data) => {
            const change = data as LiveChange
            const live = reduce(this.state.live, { type: 'change', change })
            if (!live || live === this.state.live) return
            for (const tell of this.changes) tell(change, live)
            this.set({ live })
          },
          ping: (data) => this.clock.heard((data as { server_time: string }).server_time),
        },
      },
    )
    this.doubt = stream.doubt
    const turned = () => stream.doubt()
    window.addEventListener('offline', turned)
    window.addEventListener('online', turned)
    return () => {
      window.removeEventListener('offline', turned)
      window.removeEventListener('online', turned)
      stream.close()
    }
  }

  /** Said by the media when its own line broke: the server may be gone. */
  doubt: () => void = () => undefined

  /** The answer of an act, or a fresh read: never older than what is known. */
  accept(live: Live) {
    this.clock.heard(live.server_time)
    if (!this.state.live || live.rev >= this.state.live.rev)
      this.set({ live: reduce(this.state.live, { type: 'snapshot', live }) })
  }

  private set(part: Partial<LiveState>) {
    this.state = { ...this.state, ...part }
    for (const tell of this.listeners) tell()
  }
}

export function useLiveState(store: LiveStore): LiveState {
  return useSyncExternalStore(store.subscribe, store.get)
}
