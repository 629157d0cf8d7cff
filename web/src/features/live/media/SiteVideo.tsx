import { useEffect, useRef } from 'react'
import { type Flow, Frames } from '../../../model/picture'
import { useMedia, useMediaSource } from './MediaProvider'
import type { Quality } from './source'

type Props = {
  site: string
  quality: Quality
  /** The first frame after the picture came or came back. */
  onFrame?: (() => void) | undefined
  /** What the frames do, told when it changes. */
  onFlow?: ((flow: Flow) => void) | undefined
  /** The server says that no picture comes. */
  excused?: boolean
  className?: string | undefined
}

/** How often it is looked whether frames come. */
const lookMs = 500

/** A site's picture while there is one; says to the source that it is wanted. */
export function SiteVideo({ site, quality, onFrame, onFlow, excused, className }: Props) {
  const source = useMediaSource()
  const track = useMedia((s) => s.picture(site), undefined)
  const ref = useRef<HTMLVideoElement>(null)
  const tell = useRef({ onFrame, onFlow, excused })
  tell.current = { onFrame, onFlow, excused }

  useEffect(() => source?.show(site, quality), [source, site, quality])
  useEffect(() => {
    const el = ref.current
    if (!el || !track) return
    el.srcObject = new MediaStream([track])
    void el.play().catch(() => undefined)
    return () => {
      el.srcObject = null
    }
  }, [track])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another site on the same stream is another picture
  useEffect(() => {
    const el = ref.current
    if (!el?.requestVideoFrameCallback || !track) {
      tell.current.onFlow?.('none')
      return
    }
    const frames = new Frames()
    let told: Flow | null = null
    let first = true
    let waits: number | undefined
    const say = () => {
      if (told !== frames.flow) tell.current.onFlow?.(frames.flow)
      told = frames.flow
    }
    // One frame of each look is enough to know, and costs a wall of 150 pictures nothing.
    const listen = () => {
      waits ??= el.requestVideoFrameCallback(() => {
        waits = undefined
        frames.frame()
        say()
        if (first) tell.current.onFrame?.()
        first = false
      })
    }
    const look = () => {
      frames.pass(performance.now(), !document.hidden, tell.current.excused)
      say()
      listen()
    }
    look()
    const looks = setInterval(look, lookMs)
    return () => {
      clearInterval(looks)
      if (waits !== undefined) el.cancelVideoFrameCallback(waits)
    }
  }, [track, site])
  return track ? <video ref={ref} className={className} data-site={site} autoPlay playsInline muted /> : null
}

export function useHasPicture(site: string): boolean {
  return useMedia((s) => s.picture(site) !== undefined, false)
}
