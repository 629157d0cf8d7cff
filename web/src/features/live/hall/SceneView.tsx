import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Live, Page } from '../../../api'
import { clockText, isOver, unheard } from '../../../model/live'
import { covers, type PictureFault } from '../../../model/picture'
import { fullGrid } from '../../../model/wall'
import { useBox } from '../console/useBox'
import { PaperPage } from '../content/PaperPage'
import { useServerNow } from '../context'
import { Picture } from '../media/Picture'
import { usePictureWords } from '../parts/usePictureWords'
import { useSiteName } from '../parts/useSiteName'

const Unheard = lazy(() => import('./Unheard'))

type Props = { live: Live; onFrame?: (site: string) => void }

/** The programme's picture as its scene wants it; a dialogue is always split. */
export function SceneView(props: Props) {
  // A site's own page has it in its large sign.
  const sites = unheard(props.live).filter((id) => id !== props.live.you.site_id)
  return (
    <>
      <Scene {...props} />
      <div role="status">
        <Suspense fallback={null}>{sites.length > 0 && <Unheard sites={sites} />}</Suspense>
      </div>
    </>
  )
}

function Scene({ live, onFrame }: Props) {
  const { state } = live.conference
  const { scene, on_air } = live.programme
  if (isOver(state) || state === 'draft' || state === 'published') return <TitleCard live={live} />
  if (scene === 'title') return <TitleCard live={live} />
  if (scene === 'break' || state === 'paused') return <Break live={live} />
  if (scene === 'wall') return <WallScene live={live} />
  if (scene === 'content' && live.programme.content)
    return <Content live={live} page={live.programme.content} {...(onFrame ? { onFrame } : {})} />
  if (on_air.length > 1) return <Split live={live} sites={on_air} {...(onFrame ? { onFrame } : {})} />
  if (scene === 'split') {
    const chair = live.programme.chair_site_id
    const sites = [...new Set([...on_air, chair])]
    if (sites.length > 1) return <Split live={live} sites={sites} {...(onFrame ? { onFrame } : {})} />
  }
  return <Speaker live={live} {...(onFrame ? { onFrame } : {})} />
}

/** The card of a site whose picture is not there: who it is, and why. */
function NoPicture({ site, fault }: { site: string; fault: PictureFault | null }) {
  const name = useSiteName()
  const words = usePictureWords()
  return (
    <div className="gb-hall-none">
      <b>{name.full(site)}</b>
      <span>{words.full(fault)}</span>
    </div>
  )
}

/** The same in a small place, under which the name stands already. */
function NoSmallPicture({ fault }: { fault: PictureFault | null }) {
  const words = usePictureWords()
  return (
    <div className="gb-hall-none" data-small>
      {covers(fault) && <span>{words.short(fault)}</span>}
    </div>
  )
}

/** The speaker full, the chair inset, the name below. */
export function Speaker({ live, onFrame }: Props) {
  const { t } = useTranslation('live')
  const { on_air, chair_site_id, chair_inset, lower_third } = live.programme
  const site = on_air[0]
  if (!site) return <TitleCard live={live} />
  return (
    <div className="gb-scene">
      <Picture
        site={site}
        quality="high"
        without={(fault) => <NoPicture site={site} fault={fault} />}
        {...(onFrame ? { onFrame } : {})}
      />
      {chair_inset && chair_site_id && chair_site_id !== site && (
        <div className="gb-inset">
          <Picture site={chair_site_id} quality="medium" without={(fault) => <NoSmallPicture fault={fault} />} />
          <span>{t('hall.chair')}</span>
        </div>
      )}
      {lower_third && <LowerThird {...lower_third} />}
    </div>
  )
}

/** The document as large as it goes, who speaks beside it. */
function Content({ live, page, onFrame }: Props & { page: Page }) {
  const { on_air, lower_third } = live.programme
  const name = useSiteName()
  return (
    <div className="gb-scene gb-content">
      <PaperPage page={page} />
      <aside>
        {on_air.map((site) => (
          <figure key={site}>
            <Picture
              site={site}
              quality="medium"
              without={(fault) => <NoSmallPicture fault={fault} />}
              {...(onFrame ? { onFrame } : {})}
            />
            <figcaption>
              <b>{(on_air.length === 1 && lower_third?.name) || name.short(site)}</b>
              {on_air.length === 1 && lower_third?.title && <i>{lower_third.title}</i>}
              {on_air.length === 1 && lower_third && lower_third.name !== lower_third.site && (
                <i>{name.short(site)}</i>
              )}
            </figcaption>
          </figure>
        ))}
      </aside>
    </div>
  )
}

function LowerThird({ name, title, site }: { name: string; title: string; site: string }) {
  const below = name && name !== site ? site : ''
  return (
    <div className="gb-lower">
      <span className="gb-lower-stripe" aria-hidden />
      <div>
        <b>{name || site}</b>
        {(title || below) && <i>{[title, below].filter(Boolean).join(' · ')}</i>}
      </div>
    </div>
  )
}

/** Two or three sites in conversation, side by side, each with its name. */
function Split({ live, sites, onFrame }: Props & { sites: string[] }) {
  const name = useSiteName()
  return (
    <div className="gb-scene gb-hall-split" data-count={sites.length}>
      {sites.map((site) => (
        <figure key={site} data-open={live.open_mics.includes(site)}>
          <Picture
            site={site}
            quality={sites.length > 2 ? 'medium' : 'high'}
            without={(fault) => <NoPicture site={site} fault={fault} />}
            {...(onFrame ? { onFrame } : {})}
          />
          <figcaption>{name.short(site)}</figcaption>
        </figure>
      ))}
    </div>
  )
}

/** All sites that are there; who speaks stands out by frame and word. */
function WallScene({ live }: { live: Live }) {
  const { t } = useTranslation('live')
  const name = useSiteName()
  const [ref, box] = useBox<HTMLDivElement>()
  const sites = live.sites.filter((s) => s.presence === 'online')
  const grid = fullGrid(sites.length, box.width, box.height, Math.round(box.width * 0.005))
  return (
    <div
      ref={ref}
      className="gb-scene gb-hall-wall"
      style={{ gridTemplateColumns: `repeat(${grid.cols}, ${grid.w}px)`, gridAutoRows: `${grid.h}px` }}
    >
      {grid.w > 0 &&
        sites.map((s) => {
          const speaks = live.programme.on_air.includes(s.id) && live.floor.holders.length > 0
          return (
            <figure key={s.id} data-speaks={speaks}>
              <Picture site={s.id} quality="low" without={(fault) => <NoSmallPicture fault={fault} />} />
              {speaks && <b className="gb-hall-speaks">● {t('hall.onAir')}</b>}
              <figcaption>{name.short(s.id)}</figcaption>
            </figure>
          )
        })}
    </div>
  )
}

function TitleCard({ live }: { live: Live }) {
  const { t, i18n } = useTranslation('live')
  const { conference } = live
  const when = conference.scheduled_at
    ? new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : 'vi-VN', {
        weekday: 'long',
        day: '2-digit',
        month: '2-digit',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
      }).format(new Date(conference.scheduled_at))
    : ''
  return (
    <div className="gb-scene gb-card">
      <p className="gb-card-title">{conference.title}</p>
      {conference.chair_name && (
        <p className="gb-card-sub">
          {t('hall.chairedBy', { name: conference.chair_name })}
          {conference.chair_title && <span>{conference.chair_title}</span>}
        </p>
      )}
      {conference.co_chairs.length > 0 && (
        <p className="gb-card-beside">
          {t('hall.coChairs')}
          {conference.co_chairs.map((p) => (
            <span key={`${p.name}, ${p.title}`}>
              <b>{p.name}</b>
              {p.title && `, ${p.title}`}
            </span>
          ))}
        </p>
      )}
      <p className="gb-card-when">{isOver(conference.state) ? t(`hall.${conference.state as 'closed' | 'cancelled'}`) : when}</p>
      {conference.state === 'cancelled' && <p className="gb-card-sub">{conference.cancel_reason}</p>}
      <p className="gb-card-sites">
        {t('wall.online', {
          online: live.sites.filter((s) => s.presence === 'online').length,
          all: live.sites.length,
        })}
      </p>
    </div>
  )
}

function Break({ live }: { live: Live }) {
  const { t, i18n } = useTranslation('live')
  const now = useServerNow(1000)
  const until = live.programme.break_until
  const left = until ? Math.max(0, (Date.parse(until) - now) / 1000) : 0
  const clock = new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : 'vi-VN', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (
    <div className="gb-scene gb-card">
      <p className="gb-card-title">{t('hall.break')}</p>
      {until && left > 0 ? (
        <>
          <p className="gb-card-clock num">{clockText(left)}</p>
          <p className="gb-card-sub">{t('hall.breakUntil', { time: clock.format(new Date(until)) })}</p>
        </>
      ) : (
        <p className="gb-card-sub">{t('hall.breakSoon')}</p>
      )}
    </div>
  )
}
