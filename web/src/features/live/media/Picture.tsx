import { type ReactNode, useEffect, useState } from 'react'
import { siteOf, siteState } from '../../../model/live'
import { covers, excuses, type Flow, type PictureFault, pictureFault } from '../../../model/picture'
import { useConference } from '../context'
import { decodes } from './decodes'
import { useMedia } from './MediaProvider'
import { SiteVideo } from './SiteVideo'
import type { Quality } from './source'

/** How long the last picture stands in for one that does not come. */
const patienceMs = 2500

/**
 * One place of the programme: shows `site`, and on a change keeps the old picture until the new one's first frame,
 * so that nobody sees black. `without` stands where there is no picture, and in place of one that stands still: a
 * frozen face would be taken for the site.
 */
export function Picture({
  site,
  quality,
  without,
  onFrame,
}: {
  site: string
  quality: Quality
  without?: (fault: PictureFault | null) => ReactNode
  onFrame?: (site: string) => void
}) {
  const { live } = useConference()
  const [shown, setShown] = useState<string | null>(null)
  const [seen, setSeen] = useState<{ site: string; flow: Flow }>({ site, flow: 'none' })
  const known = siteOf(live, site)
  const state = known ? siteState(known, live) : 'expected'
  const fault = pictureFault(known, state, seen.site === site ? seen.flow : 'none', decodes)
  const covered = covers(fault)
  useEffect(() => {
    if (shown === site) return
    // What is known not to come is not waited for.
    const timer = setTimeout(() => setShown(site), covered ? 0 : patienceMs)
    return () => clearTimeout(timer)
  }, [shown, site, covered])
  const arrived = () => {
    setShown(site)
    onFrame?.(site)
  }
  const leaving = shown && shown !== site ? shown : null
  // Where the source itself cuts, both sites are the same stream: its element stays, and with it the picture.
  const stream = useMedia((s) => s.picture(site)?.id, undefined)
  const old = useMedia((s) => (leaving ? s.picture(leaving)?.id : undefined), undefined)
  const moves = seen.site === site && seen.flow === 'moving'
  const card = leaving ? null : without?.(fault)
  return (
    <div className="gb-picture" data-fault={leaving ? undefined : fault?.why}>
      {!covered && card && (
        <div className="gb-under" aria-hidden={moves || undefined}>
          {card}
        </div>
      )}
      <SiteVideo
        key={stream ?? site}
        site={site}
        quality={quality}
        excused={excuses(fault)}
        onFrame={arrived}
        onFlow={(flow) => setSeen({ site, flow })}
      />
      {leaving && old !== stream && <SiteVideo key={old ?? leaving} site={leaving} quality={quality} />}
      {covered && card && <div className="gb-nopicture">{card}</div>}
    </div>
  )
}
