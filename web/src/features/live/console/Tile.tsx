import { IconHandStop, IconMessages, IconPlugConnectedX, IconUserOff } from '@tabler/icons-react'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Site } from '../../../api'
import { type SiteState, shortSiteName } from '../../../model/live'
import { covers, type Flow, pictureFault } from '../../../model/picture'
import { decodes } from '../media/decodes'
import { useMedia } from '../media/MediaProvider'
import { SiteVideo } from '../media/SiteVideo'
import { SiteLevel } from '../parts/Level'
import { usePictureWords } from '../parts/usePictureWords'
import { LineBars, MicSign } from '../parts/signs'

type Props = {
  site: Site
  state: SiteState
  onAir: boolean
  preview: boolean
  micOpen: boolean
  /** Place in the queue, 0 when it waits for nothing. */
  place: number
  onPick: (site: string) => void
  /** Place among those picked for a dialogue, 0 when it is not picked. */
  picked?: number
  onChoose?: ((site: string) => void) | undefined
}

/** One site of the wall: a button that puts it on preview, named with everything its signs say. */
export const Tile = memo(function Tile({
  site,
  state,
  onAir,
  preview,
  micOpen,
  place,
  onPick,
  picked = 0,
  onChoose,
}: Props) {
  const { t, i18n } = useTranslation('live')
  const line = useMedia((s) => s.line(site.id), 'unknown')
  const hasPicture = useMedia((s) => s.picture(site.id) !== undefined, false)
  const name = shortSiteName(site, i18n.language)
  const online = state === 'online'
  const silent = micOpen && site.media?.sound === 'missing'
  const [flow, setFlow] = useState<Flow>('none')
  const words = usePictureWords()
  const fault = pictureFault(site, state, flow, decodes)
  const label = [
    `${site.number}. ${name}`,
    t(`state.${state}`),
    onAir && t('tile.onAir'),
    preview && t('tile.preview'),
    online && t(silent ? 'tile.micSilent' : micOpen ? 'tile.micOpen' : 'tile.micClosed'),
    online && covers(fault) && words.short(fault),
    online && line !== 'unknown' && t(`quality.${line}`),
    place > 0 && t('tile.asks', { place }),
    picked > 0 && t('tile.picked'),
  ]
  return (
    <button
      type="button"
      className="gb-tile"
      data-air={onAir}
      data-next={preview}
      data-state={state}
      data-picked={picked > 0}
      data-site={site.id}
      aria-pressed={preview}
      aria-label={label.filter(Boolean).join(', ')}
      onClick={(e) => (e.shiftKey && onChoose ? onChoose(site.id) : onPick(site.id))}
      onKeyDown={(e) => {
        if (e.key !== 'Enter' || !e.shiftKey || !onChoose) return
        e.preventDefault()
        onChoose(site.id)
      }}
    >
      {online && <SiteVideo site={site.id} quality="low" onFlow={setFlow} />}
      {(!(online && hasPicture) || covers(fault)) && (
        <span className="gb-off">
          {state === 'lost' ? <IconPlugConnectedX size={24} /> : <IconUserOff size={24} />}
          <span>{words.short(fault)}</span>
        </span>
      )}
      {onAir ? (
        <span className="gb-tag">{t('tile.onAir')}</span>
      ) : (
        preview && (
          <span className="gb-tag" data-kind="next">
            {t('tile.preview')}
          </span>
        )
      )}
      {picked > 0 && (
        <span className="gb-picked">
          <IconMessages size={16} aria-hidden />
          {picked}
        </span>
      )}
      <span className="gb-number num">{site.number}</span>
      <span className="gb-bar">
        {place > 0 && (
          <span className="gb-hand num">
            <IconHandStop size={16} />
            {place}
          </span>
        )}
        <span className="gb-name">{name}</span>
        {online && <MicSign open={micOpen} silent={silent} />}
        {online && <LineBars line={line} title={t(`quality.${line}`)} />}
      </span>
      {micOpen && <SiteLevel site={site.id} />}
    </button>
  )
})
