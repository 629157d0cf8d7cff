import { type ReactNode, useEffect, useState } from 'react'
import { useMedia } from './MediaProvider'
import { SiteVideo } from './SiteVideo'
import type { Quality } from './source'

/** How long the last picture stands in for one that does not come. */
const patienceMs = 2500

/**
 * One place of the programme: shows `site`, and on a change keeps the old picture until the new one's first frame,
 * so that nobody sees black. `without` stands where there is no picture.
 */
export function Picture({
  site,
  quality,
  without,
  onFrame,
}: {
  site: string
  quality: Quality
  without?: ReactNode
  onFrame?: (site: string) => void
}) {
  const [shown, setShown] = useState<string | null>(null)
  useEffect(() => {
    if (shown === site) return
    const timer = setTimeout(() => setShown(site), patienceMs)
    return () => clearTimeout(timer)
  }, [shown, site])
  const arrived = () => {
    setShown(site)
    onFrame?.(site)
  }
  const leaving = shown && shown !== site ? shown : null
  // Where the source itself cuts, both sites are the same stream: its element stays, and with it the picture.
  const stream = useMedia((s) => s.picture(site)?.id, undefined)
  const old = useMedia((s) => (leaving ? s.picture(leaving)?.id : undefined), undefined)
  return (
    <div className="gb-picture">
      {!leaving && without}
      <SiteVideo key={stream ?? site} site={site} quality={quality} onFrame={arrived} />
      {leaving && old !== stream && <SiteVideo key={old ?? leaving} site={leaving} quality={quality} />}
    </div>
  )
}
