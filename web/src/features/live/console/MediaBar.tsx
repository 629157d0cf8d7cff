import { IconMicrophoneOff, IconVideoOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Live } from '../../../api'
import { recordingsQuery } from '../../../api/recordings'
import { screensQuery } from '../../../api/screens'
import { isOver, shortSiteName, siteOf } from '../../../model/live'
import { codecName } from '../../../model/picture'
import { mediaTroubles, undecoded, withoutMicrophone } from '../../../model/trouble'

/** Tells the operator what of the sites' media does not get through, and to whom. */
export default function MediaBar({ live }: { live: Live }) {
  const { t, i18n } = useTranslation('trouble')
  const { data } = useQuery(recordingsQuery(live.conference.id))
  const screens =
    useQuery({
      ...screensQuery(live.conference.id),
      enabled: !isOver(live.conference.state),
      // That a speaker is not heard must be true now.
      refetchInterval: (q) => (withoutMicrophone(live, q.state.data ?? []).open.length ? 2000 : 10_000),
    }).data ?? []
  const recording = !!data?.on && !data.held && !data.paused && !data.failed
  const short = (id: string | null | undefined) => shortSiteName(siteOf(live, id), i18n.language)
  const without = withoutMicrophone(live, screens)
  const lines = [
    ...mediaTroubles(live, recording).map(({ site, what, codec }) => ({
      key: `${site.id} ${what}`,
      Icon: what === 'silent' || what === 'sound' ? IconMicrophoneOff : IconVideoOff,
      text: t(`told.${what}`, { name: short(site.id), codec: codecName(codec) }),
    })),
    ...undecoded(live, screens).map(({ site, codec, screens }) => ({
      key: `${site.id} screens`,
      Icon: IconVideoOff,
      text: t('told.screens', {
        count: screens.length,
        name: short(site.id),
        codec: codecName(codec),
        screens: [
          ...new Set(
            screens.map((s) => (s.kind === 'site' ? short(s.site_id) : t(s.kind === 'hall' ? 'hall' : 'watcher'))),
          ),
        ].join(', '),
      }),
    })),
    ...without.open.map((site) => ({
      key: `${site.id} silent`,
      Icon: IconMicrophoneOff,
      text: t('told.silent', { name: short(site.id) }),
    })),
    ...(without.closed.length
      ? [
          {
            key: 'without',
            Icon: IconMicrophoneOff,
            text: t('told.without', { names: without.closed.map((s) => short(s.id)).join(', ') }),
          },
        ]
      : []),
  ]
  return (
    <div aria-live="polite" role="status">
      {lines.map(({ key, Icon, text }) => (
        <div key={key} className="gb-strip" data-kind="media">
          <Icon size={22} aria-hidden />
          <span>{text}</span>
        </div>
      ))}
    </div>
  )
}
