import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import type { Api, Live, StreamStatus } from '../../api'
import { LiveStore, useLiveState } from './store'

type LiveContextValue = { store: LiveStore; live: Live; status: StreamStatus }
const LiveContext = createContext<LiveContextValue | null>(null)

/** Opens the conference for a screen; `waiting` stands in until its first snapshot, or tells why there is none. */
export function LiveConference({
  api,
  conferenceId,
  waiting,
  children,
}: {
  api: Api
  conferenceId: string
  waiting: (state: ReturnType<LiveStore['get']>) => ReactNode
  children: ReactNode
}) {
  const store = useMemo(() => new LiveStore(api, conferenceId), [api, conferenceId])
  useEffect(() => store.start(), [store])
  const state = useLiveState(store)
  const { live, status } = state
  const value = useMemo(() => (live ? { store, live, status } : null), [store, live, status])
  if (!value || state.fault) return waiting(state)
  return <LiveContext.Provider value={value}>{children}</LiveContext.Provider>
}

export function useConference(): LiveContextValue {
  const value = useContext(LiveContext)
  if (!value) throw new Error('outside of <LiveConference>')
  return value
}

/** The server's time, again every `ms`; aligned so that all clocks on a screen turn together. */
export function useServerNow(ms = 250): number {
  const { store } = useConference()
  const [now, setNow] = useState(() => store.clock.now())
  useEffect(() => {
    setNow(store.clock.now())
    const timer = setInterval(() => setNow(store.clock.now()), ms)
    return () => clearInterval(timer)
  }, [store, ms])
  return now
}
