import { useEffect, useState } from 'react'
import type { Holder } from '../../../api'
import { phase, remaining, type TimePhase } from '../../../model/live'
import { useConference } from '../context'

/** The phase of the holder's time, changing only at one minute and at the end. */
export function useTimePhase(holder: Holder | undefined): TimePhase | null {
  const { store } = useConference()
  const [now, setNow] = useState<TimePhase | null>(null)
  useEffect(() => {
    if (!holder) {
      setNow(null)
      return
    }
    const look = () => setNow(phase(remaining(holder, store.clock.now())))
    look()
    const timer = setInterval(look, 250)
    return () => clearInterval(timer)
  }, [holder, store])
  return now
}
