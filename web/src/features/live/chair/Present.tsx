import { Button } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Live } from '../../../api'
import { clockText, may, shortSiteName, siteState } from '../../../model/live'
import type { Acts } from '../acts'

/** Every site: there or not, how many, how long it has spoken; those who never spoke are named so. */
export function Present({
  live,
  acts,
  disabled,
  onAbout,
}: {
  live: Live
  acts: Acts
  disabled: boolean
  onAbout: (site: string) => void
}) {
  const { t, i18n } = useTranslation('live')
  const spoken = new Map(live.floor.spoken.map((s) => [s.site_id, s]))
  return (
    <table className="gb-present">
      <thead>
        <tr>
          <th scope="col">{t('present.site')}</th>
          <th scope="col">{t('present.state')}</th>
          <th scope="col">{t('present.heads')}</th>
          <th scope="col">{t('present.spoken')}</th>
          <th scope="col">
            <span className="sr">{t('act.grant')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {live.sites.map((s) => {
          const state = siteState(s, live)
          const time = spoken.get(s.id)
          const name = shortSiteName(s, i18n.language)
          return (
            <tr key={s.id} data-air={live.programme.on_air.includes(s.id)}>
              <th scope="row">
                <button type="button" className="gb-plain" onClick={() => onAbout(s.id)}>
                  <span className="num gb-dim">{s.number}</span> {name}
                </button>
              </th>
              <td data-state={state}>{t(`state.${state}`)}</td>
              <td className="num">
                {s.headcount ?? (s.delegates.listed > 0 ? `${s.delegates.present}/${s.delegates.listed}` : '–')}
              </td>
              <td className="num">{time && time.times > 0 ? clockText(time.seconds) : t('present.never')}</td>
              <td>
                {may(live, 'floor.grant') && !live.programme.on_air.includes(s.id) && state === 'online' && (
                  <Button
                    size="compact-md"
                    variant="default"
                    disabled={disabled}
                    aria-label={`${t('act.grant')}: ${name}`}
                    onClick={() => void acts.grantSite(s.id)}
                  >
                    <IconPlayerPlay size={18} />
                  </Button>
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
