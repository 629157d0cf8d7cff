import { useEffect, useRef } from 'react'
import { useMediaSource } from '../media/MediaProvider'

/** A sound meter; it writes to its element so that nothing renders ten times a second. `read` gives 0–1. */
export function Meter({ read, className }: { read: () => number; className?: string }) {
  const ref = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    let shown = 0
    const timer = setInterval(() => {
      const now = Math.min(1, Math.sqrt(Math.max(0, read())) * 1.3)
      shown = Math.max(now, shown * 0.8)
      ref.current?.style.setProperty('--level', shown.toFixed(3))
    }, 100)
    return () => clearInterval(timer)
  }, [read])
  return <span ref={ref} className={`gb-meter ${className ?? ''}`} aria-hidden />
}

export function SiteLevel({ site }: { site: string }) {
  const source = useMediaSource()
  const read = useRef((): number => 0)
  read.current = () => source?.level(site) ?? 0
  const stable = useRef(() => read.current())
  return <Meter read={stable.current} />
}
