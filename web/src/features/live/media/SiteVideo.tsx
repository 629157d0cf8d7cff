import { useEffect, useRef } from 'react'
import { useMedia, useMediaSource } from './MediaProvider'
import type { Quality } from './source'

type Props = {
  site: string
  quality: Quality
  /** The first frame after the picture came or came back. */
  onFrame?: (() => void) | undefined
  className?: string | undefined
}

/** A site's picture while there is one; says to the source that it is wanted. */
export function SiteVideo({ site, quality, onFrame, className }: Props) {
  const source = useMediaSource()
  const track = useMedia((s) => s.picture(site), undefined)
  const ref = useRef<HTMLVideoElement>(null)
  const tell = useRef(onFrame)
  tell.current = onFrame

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
    if (!el || !track) return
    const handle = el.requestVideoFrameCallback?.(() => tell.current?.())
    return () => {
      if (handle !== undefined) el.cancelVideoFrameCallback?.(handle)
    }
  }, [track, site])
  return track ? <video ref={ref} className={className} data-site={site} autoPlay playsInline muted /> : null
}

export function useHasPicture(site: string): boolean {
  return useMedia((s) => s.picture(site) !== undefined, false)
}
