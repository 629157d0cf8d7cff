import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { Fault, type MediaGrant } from '../../../api'
import { standby } from '../../../model/live'
import { pictureCodecs } from '../../../model/picture'
import { useConference } from '../context'
import { decodes } from './decodes'
import type { MediaSource, Sender } from './source'

/** Asking again would be refused again: the conference or the seat has ended. */
const isFinal = (err: unknown) => err instanceof Fault && err.status >= 400 && err.status < 500 && err.status !== 429

const MediaContext = createContext<{
  source: MediaSource | null
  sender: Sender | null
  haveMicrophone: (have: boolean) => void
}>({
  source: null,
  sender: null,
  haveMicrophone: () => undefined,
})

/**
 * Connects the conference's media for a screen. The library loads after the first paint. With `programme` the
 * cut programme is taken where the server offers one; the wall always needs every site's own picture.
 */
export function MediaProvider({
  programme = false,
  send = false,
  listen = true,
  children,
}: {
  programme?: boolean
  send?: boolean
  listen?: boolean
  children: ReactNode
}) {
  const { store, live } = useConference()
  const [media, setMedia] = useState<{ source: MediaSource | null; sender: Sender | null }>({
    source: null,
    sender: null,
  })
  const mute = useRef(false)
  const telling = useRef<{ again: boolean } | 'over' | null>(null)
  const ask = useCallback(() => {
    const lacks = [...pictureCodecs.filter((c) => !decodes(c)), ...(mute.current ? ['microphone'] : [])]
    return store.api.get<MediaGrant>(`/api/conferences/${store.conferenceId}/media`, { lacks: lacks.join(',') || undefined })
  }, [store])
  /** Says until it is taken what is true by then; two that say different things at once are followed by a third. */
  const tell = useCallback(async () => {
    if (telling.current === 'over') return
    if (telling.current) {
      telling.current.again = true
      return
    }
    const mine = { again: true }
    telling.current = mine
    for (let pause = 1000; mine.again && telling.current === mine; ) {
      mine.again = false
      const refused = await ask().then(() => null, (err: unknown) => err)
      if (!refused || isFinal(refused)) continue // what is refused for good, the next question says
      mine.again = true
      await new Promise((done) => setTimeout(done, pause))
      pause = Math.min(pause * 1.6, 8000)
    }
    if (telling.current === mine) telling.current = null
  }, [ask])
  useEffect(() => {
    telling.current = null
    return () => {
      telling.current = 'over'
    }
  }, [])
  const grant = useCallback(async () => {
    const said = mute.current
    try {
      return await ask()
    } finally {
      if (said !== mute.current) void tell()
    }
  }, [ask, tell])
  const haveMicrophone = useCallback(
    (have: boolean) => {
      if (mute.current === !have) return
      mute.current = !have
      void tell()
    },
    [tell],
  )
  useEffect(() => {
    let ended = false
    const stops: (() => void)[] = []
    /** A screen may stand ready long before there is anything to see. */
    const firstGrant = async () => {
      for (let pause = 1000; !ended; pause = Math.min(pause * 1.6, 8000)) {
        const given = await grant().catch(() => null)
        if (given) return given
        await new Promise((done) => setTimeout(done, pause * (0.7 + Math.random() * 0.6)))
      }
      return null
    }
    const shown = () => {
      const on = store.get().live?.programme
      return { onAir: on?.on_air ?? [], chair: on?.chair_site_id ?? '' }
    }
    const begin = async () => {
      const livekit = import('./livekit')
      const cut = programme && (await firstGrant())?.programme?.engine === 'whep'
      const { LiveKitSource } = await livekit
      let source: MediaSource
      let sender: Sender | null = null
      if (cut) {
        const [{ WhepSource }, { CombinedSource }] = await Promise.all([
          import('./whep'),
          import('./combined'),
        ])
        const own = send ? new LiveKitSource(grant) : null
        source = new CombinedSource(new WhepSource(grant, shown), () => new LiveKitSource(grant), own)
        sender = own
      } else {
        const tracks = new LiveKitSource(grant, programme ? 'high' : 'medium')
        source = tracks
        sender = send ? tracks : null
      }
      if (ended) return
      stops.push(source.start())
      let was = source.status()
      stops.push(
        source.subscribe(() => {
          const now = source.status()
          if (was === 'connected' && now === 'reconnecting') store.doubt()
          was = now
        }),
      )
      setMedia({ source, sender })
    }
    void begin()
    return () => {
      ended = true
      for (const stop of stops) stop()
      setMedia({ source: null, sender: null })
    }
  }, [store, grant, programme, send])

  const self = live.you.site_id
  useEffect(() => {
    media.source?.want({
      onAir: live.programme.on_air,
      chair: live.programme.chair_site_id,
      standby: standby(live),
      heard: listen ? live.open_mics.filter((id) => id !== self) : [],
    })
  }, [media.source, live, listen, self])

  const value = useMemo(() => ({ ...media, haveMicrophone }), [media, haveMicrophone])
  return <MediaContext.Provider value={value}>{children}</MediaContext.Provider>
}

export const useMediaSource = () => useContext(MediaContext).source
export const useSender = () => useContext(MediaContext).sender
/** Says whether this site has a microphone it can use: who conducts is told before it is given the floor. */
export const useHaveMicrophone = () => useContext(MediaContext).haveMicrophone

const never = () => () => undefined

/** Whether this site's microphone really goes out, whatever is wanted. */
export function useMicrophoneSent(): boolean {
  const sender = useSender()
  return useSyncExternalStore(
    sender?.subscribe.bind(sender) ?? never,
    () => sender?.status() === 'connected' && sender.microphoneSent(),
  )
}

/** A value of the media source, again whenever it changes. The value must compare by identity. */
export function useMedia<T>(read: (source: MediaSource) => T, without: T): T {
  const source = useMediaSource()
  return useSyncExternalStore(source?.subscribe.bind(source) ?? never, () =>
    source ? read(source) : without,
  )
}
