import { Button } from '@mantine/core'
import { IconKey, IconMaximize, IconMicrophoneOff, IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Live } from '../../../api'
import { may, nextItem, previewed, shortSiteName, siteOf } from '../../../model/live'
import { covers, type PictureFault } from '../../../model/picture'
import type { Acts } from '../acts'
import { knowPages, PageTurner } from '../content/PageTurner'
import { PaperPage } from '../content/PaperPage'
import { useServerNow } from '../context'
import { Picture } from '../media/Picture'
import { SiteLevel } from '../parts/Level'
import { usePictureWords } from '../parts/usePictureWords'
import { Key } from './Key'

/** What everybody sees now. */
export function ProgrammeMonitor({
  live,
  acts,
  disabled,
  onFrame,
}: {
  live: Live
  acts: Acts
  disabled: boolean
  onFrame: (site: string) => void
}) {
  const { t, i18n } = useTranslation('live')
  const ids = live.programme.on_air
  const page = live.programme.content
  const [, known] = useState(0)
  const names = ids.map((id) => shortSiteName(siteOf(live, id), i18n.language)).join(' · ')
  return (
    <section className="gb-monitor" data-kind="air" data-content={page ? true : undefined} aria-label={`${t('monitor.programme')}: ${names}`}>
      <div className="gb-split" data-count={ids.length}>
        {ids.map((id) => (
          <Picture
            key={ids.length > 1 ? id : 'one'}
            site={id}
            quality="medium"
            onFrame={onFrame}
            without={(fault) => <NoPicture fault={fault} />}
          />
        ))}
      </div>
      {page && (
        <div className="gb-monitorpage">
          <PaperPage page={page} onPages={(n) => known(knowPages(page.paper_id, n))} />
        </div>
      )}
      <span className="gb-tag">{t('monitor.programme')}</span>
      <span className="gb-monitoracts">
        {ids.map(
          (id) =>
            live.open_mics.includes(id) &&
            may(live, 'mute') && (
              <Button
                key={id}
                size="compact-md"
                variant="default"
                className="gb-iconic"
                disabled={disabled}
                aria-label={`${t('act.muteOne')}: ${shortSiteName(siteOf(live, id), i18n.language)}`}
                leftSection={<IconMicrophoneOff size={17} />}
                onClick={() => void acts.mute(id)}
              >
                {ids.length === 1 && <span className="gb-roomy">{t('act.muteOne')}</span>}
              </Button>
            ),
        )}
      </span>
      <span className="gb-bar">
        <span className="gb-name">{names}</span>
        <PageTurner live={live} acts={acts} disabled={disabled} />
      </span>
      {ids.map((id) => live.open_mics.includes(id) && <SiteLevel key={id} site={id} />)}
    </section>
  )
}

/** What the operator has chosen next; nobody else sees it. */
export function PreviewMonitor({
  live,
  acts,
  disabled,
  onCode,
  onLook,
}: {
  live: Live
  acts: Acts
  disabled: boolean
  onCode: (site: string) => void
  onLook: (site: string) => void
}) {
  const { t, i18n } = useTranslation('live')
  const now = useServerNow(1000)
  const id = previewed(live, now)
  const browsing = !!live.control?.browse
  const site = siteOf(live, id)
  const onAir = !!id && live.programme.on_air.includes(id)
  if (!id || !site) return <NextMonitor live={live} acts={acts} disabled={disabled} />
  return (
    <section
      className="gb-monitor"
      data-kind="next"
      aria-label={`${t('monitor.preview')}: ${shortSiteName(site, i18n.language)}`}
    >
      <Picture site={id} quality="medium" without={(fault) => <NoPicture fault={fault} />} />
      <span className="gb-tag" data-kind="next">
        {t(browsing ? 'monitor.browsing' : 'monitor.preview')}
      </span>
      <span className="gb-monitoracts">
        {live.open_mics.includes(id) && may(live, 'mute') && (
          <Button
            title={t('act.muteOne')}
            size="compact-sm"
            variant="default"
            disabled={disabled}
            onClick={() => void acts.mute(id)}
          >
            <IconMicrophoneOff size={16} aria-label={t('act.muteOne')} />
          </Button>
        )}
        <Button title={t('act.look')} size="compact-sm" variant="default" onClick={() => onLook(id)}>
          <IconMaximize size={16} aria-label={t('act.look')} />
        </Button>
        {site.role === 'remote' && (
          <Button
            title={t('act.code')}
            size="compact-sm"
            variant="default"
            disabled={disabled}
            onClick={() => onCode(id)}
          >
            <IconKey size={16} aria-label={t('act.code')} />
          </Button>
        )}
      </span>
      <span className="gb-bar" data-tall>
        <span className="gb-name">{shortSiteName(site, i18n.language)}</span>
        <Button
          size="compact-md"
          color="son"
          disabled={disabled || onAir}
          leftSection={<IconPlayerPlay size={16} />}
          onClick={() => void (browsing ? acts.grantSite(id) : acts.take())}
        >
          {onAir ? t('tile.onAir') : t('act.take')}
          {!onAir && <Key k="Space" />}
        </Button>
      </span>
    </section>
  )
}

/** With nothing previewed: the first of the queue, or what the agenda brings. */
function NextMonitor({ live, acts, disabled }: { live: Live; acts: Acts; disabled: boolean }) {
  const { t, i18n } = useTranslation('live')
  const next = live.floor.queue[0]
  const item = nextItem(live)
  if (!next)
    return (
      <section className="gb-monitor" data-kind="next" data-empty aria-label={t('monitor.preview')}>
        <span className="gb-tag" data-kind="next">
          {t('monitor.preview')}
        </span>
        <div className="gb-empty">
          <p>{t('monitor.pick')}</p>
          {item && (
            <p>
              {t('hall.nextItem', { title: item.title })}
              {item.presenter && ` – ${item.presenter}`}
            </p>
          )}
        </div>
      </section>
    )
  const name = shortSiteName(siteOf(live, next.site_id), i18n.language)
  return (
    <section
      className="gb-monitor"
      data-kind="next"
      data-queued
      aria-label={`${t('monitor.queued')}: ${name}`}
    >
      <Picture site={next.site_id} quality="medium" without={(fault) => <NoPicture fault={fault} />} />
      <span className="gb-tag" data-kind="next">
        {t('monitor.queued')}
      </span>
      <span className="gb-bar" data-tall>
        <span className="gb-name">{[name, next.speaker_name].filter(Boolean).join(' · ')}</span>
        <Button
          size="compact-md"
          disabled={disabled || !may(live, 'floor.grant')}
          leftSection={<IconPlayerPlay size={16} />}
          onClick={() => void acts.next()}
        >
          {t('act.grant')}
          <Key k="G" />
        </Button>
      </span>
    </section>
  )
}

function NoPicture({ fault }: { fault: PictureFault | null }) {
  const words = usePictureWords()
  return <span className="gb-off">{covers(fault) ? words.full(fault) : words.short(fault)}</span>
}
