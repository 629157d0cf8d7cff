import type { Holder } from '../../../api'
import { clockText, phase, remaining } from '../../../model/live'
import { useServerNow } from '../context'

/** The speaker's time left. `role=timer` is not announced each second; the minute's warning is, elsewhere. */
export function Countdown({ holder, className }: { holder: Holder; className?: string }) {
  const now = useServerNow()
  const left = remaining(holder, now)
  return (
    <span
      className={`num gb-countdown ${className ?? ''}`}
      role="timer"
      data-phase={phase(left)}
      data-paused={!holder.running_since}
    >
      {clockText(left)}
    </span>
  )
}

/** Seconds or minutes since an instant, growing: how long someone waits, how long the conference lasts. */
export function Since({ at, className }: { at: string | null; className?: string }) {
  const now = useServerNow(1000)
  if (!at) return null
  return (
    <span className={`num ${className ?? ''}`}>
      {clockText(Math.max(0, Math.floor((now - Date.parse(at)) / 1000)))}
    </span>
  )
}

/** The time of day at the server, the same on every screen. */
export function WallClock({ locale, className }: { locale: string; className?: string }) {
  const now = useServerNow(1000)
  const text = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(now)
  return <span className={`num ${className ?? ''}`}>{text}</span>
}
