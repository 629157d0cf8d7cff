import { ActionIcon, NativeSelect, TextInput } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconHandStop, IconSearch } from '@tabler/icons-react'
import { type CSSProperties, type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Live, Site } from '../../../api'
import { search } from '../../../model/fold'
import { queuePlace, siteState } from '../../../model/live'
import { fullGrid, pagesOf } from '../../../model/wall'
import { LineBars, MicSign } from '../parts/signs'
import { Tile } from './Tile'
import { useBox } from './useBox'

export type WallFilter = 'all' | 'online' | 'lost' | 'away' | 'asking'

export function useWall(live: Live, perPage?: number) {
  const [query, setQuery] = useState('')
  const [filter, setFilter] = useState<WallFilter>('all')
  const [page, setPage] = useState(0)
  const kept = useMemo(() => {
    const passes: Record<WallFilter, (s: Site) => boolean> = {
      all: () => true,
      online: (s) => s.presence === 'online',
      lost: (s) => s.presence === 'lost',
      away: (s) => s.presence === 'expected',
      asking: (s) => queuePlace(live, s.id).place > 0,
    }
    const count = (f: WallFilter) => live.sites.filter(passes[f]).length
    const counts = {
      all: count('all'),
      online: count('online'),
      lost: count('lost'),
      away: count('away'),
      asking: count('asking'),
    }
    const sites = search(live.sites.filter(passes[filter]), (s) => `${s.number} ${s.name} ${s.name_en}`, query)
    return { counts, sites, pages: pagesOf(sites, perPage) }
  }, [live, query, filter, perPage])
  const at = Math.min(page, kept.pages.length - 1)
  return { ...kept, query, setQuery, filter, setFilter, page: at, setPage, tiles: kept.pages[at] ?? [] }
}

export type WallState = ReturnType<typeof useWall>

export function WallTools({ wall, children }: { wall: WallState; children?: ReactNode }) {
  const { t } = useTranslation('live')
  const { counts, pages, page } = wall
  return (
    <div className="gb-walltools">
      <TextInput
        size="xs"
        w={190}
        aria-label={t('wall.search')}
        placeholder={t('wall.search')}
        leftSection={<IconSearch size={15} />}
        value={wall.query}
        onChange={(e) => wall.setQuery(e.currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        w={190}
        aria-label={t('wall.filter')}
        value={wall.filter}
        onChange={(e) => wall.setFilter(e.currentTarget.value as WallFilter)}
        data={(['all', 'online', 'lost', 'away', 'asking'] as const).map((f) => ({
          value: f,
          label: `${t(`wall.by.${f}`)} (${counts[f]})`,
        }))}
      />
      <span className="gb-wallcount">
        {t('wall.online', { online: counts.online, all: counts.all })}
        {counts.lost > 0 && <b data-kind="lost">{t('wall.lost', { count: counts.lost })}</b>}
        {counts.away > 0 && <b data-kind="away">{t('wall.away', { count: counts.away })}</b>}
      </span>
      {children}
      {pages.length > 1 && (
        <span className="gb-pages">
          <ActionIcon
            variant="default"
            aria-label={t('wall.previous')}
            disabled={page === 0}
            onClick={() => wall.setPage(page - 1)}
          >
            <IconChevronLeft size={18} />
          </ActionIcon>
          <span className="num">{t('wall.page', { page: page + 1, pages: pages.length })}</span>
          <ActionIcon
            variant="default"
            aria-label={t('wall.next')}
            disabled={page === pages.length - 1}
            onClick={() => wall.setPage(page + 1)}
          >
            <IconChevronRight size={18} />
          </ActionIcon>
        </span>
      )}
    </div>
  )
}

/** All sites of a page by number, in the largest tiles that the box allows. */
export function Wall({
  live,
  wall,
  onPick,
  picked,
  onChoose,
}: {
  live: Live
  wall: WallState
  onPick: (site: string) => void
  /** Sites picked for a dialogue, by Shift and click. */
  picked?: string[]
  onChoose?: (site: string) => void
}) {
  const { t } = useTranslation('live')
  const [ref, box] = useBox<HTMLElement>()
  const grid = fullGrid(wall.tiles.length, box.width, box.height)
  const style: CSSProperties = {
    gridTemplateColumns: `repeat(${grid.cols}, ${grid.w}px)`,
    gridAutoRows: `${grid.h}px`,
  }
  return (
    <section ref={ref} className="gb-wall" aria-label={t('wall.title')} style={style}>
      {grid.w > 0 &&
        wall.tiles.map((site) => (
          <Tile
            key={site.id}
            site={site}
            state={siteState(site, live)}
            onAir={live.programme.on_air.includes(site.id)}
            preview={live.control?.preview === site.id}
            micOpen={live.open_mics.includes(site.id)}
            place={queuePlace(live, site.id).place}
            onPick={onPick}
            picked={(picked?.indexOf(site.id) ?? -1) + 1}
            onChoose={onChoose}
          />
        ))}
      {grid.w > 150 && grid.h > 96 && grid.blank > 0 && <Legend columns={grid.blank} />}
      {wall.tiles.length === 0 && <p className="gb-empty">{t('wall.none')}</p>}
    </section>
  )
}

/** The blank place says what the signs mean. */
function Legend({ columns }: { columns: number }) {
  const { t } = useTranslation('live')
  return (
    <dl className="gb-legend" style={{ gridColumn: `span ${columns}` }} data-wide={columns > 1}>
      <div>
        <dt>
          <MicSign open />
        </dt>
        <dd>{t('tile.micOpen')}</dd>
      </div>
      <div>
        <dt>
          <MicSign open={false} />
        </dt>
        <dd>{t('tile.micClosed')}</dd>
      </div>
      <div>
        <dt aria-hidden>
          <LineBars line="good" title={t('wall.line')} />
        </dt>
        <dd>{t('wall.line')}</dd>
      </div>
      <div>
        <dt>
          <IconHandStop size={16} className="gb-hand" />
        </dt>
        <dd>{t('wall.place')}</dd>
      </div>
    </dl>
  )
}
