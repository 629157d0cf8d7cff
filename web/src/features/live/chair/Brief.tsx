import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Brief, faultText } from '../../../api'
import { intlLocale } from '../../../i18n'

/** The unit's figures of the period and what it still owes, for beside its picture. */
export function UnitBrief({ conferenceId, unit }: { conferenceId: string; unit: string }) {
  const { t, i18n } = useTranslation('live')
  const brief = useQuery({
    queryKey: ['brief', conferenceId, unit],
    queryFn: () => api.get<Brief>(`/api/conferences/${conferenceId}/units/${unit}/brief`),
    staleTime: 60_000,
  })
  const number = new Intl.NumberFormat(intlLocale(i18n.language), { maximumFractionDigits: 2 })
  const day = new Intl.DateTimeFormat(intlLocale(i18n.language), {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  })
  if (brief.isError) return <p className="gb-empty">{faultText(t, brief.error)}</p>
  if (!brief.data) return <p className="gb-empty">{t('wait.opening')}</p>
  const { indicators, open: directives, report_state } = brief.data
  const en = i18n.language === 'en'
  return (
    <div className="gb-brief">
      <h3>
        {t('brief.indicators')} <span className="gb-chip">{t(`brief.report.${report_state}`)}</span>
      </h3>
      {indicators.length === 0 ? (
        <p className="gb-dim">{t('brief.noIndicators')}</p>
      ) : (
        <table className="gb-present">
          <thead>
            <tr>
              <th scope="col">{t('brief.indicator')}</th>
              <th scope="col">{t('brief.plan')}</th>
              <th scope="col">{t('brief.actual')}</th>
              <th scope="col">%</th>
            </tr>
          </thead>
          <tbody>
            {indicators.map((i) => (
              <tr key={i.indicator_id}>
                <th scope="row">
                  {(en && i.name_en) || i.name}{' '}
                  <span className="gb-dim">({(en && i.unit_of_measure_en) || i.unit_of_measure})</span>
                </th>
                <td className="num">{i.plan || '–'}</td>
                <td className="num">{i.actual || '–'}</td>
                <td className="num" data-low={i.low}>
                  {i.percent === null ? '–' : `${number.format(i.percent)}%`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h3>{t('brief.directives', { count: directives.length })}</h3>
      {directives.length === 0 ? (
        <p className="gb-dim">{t('brief.noDirectives')}</p>
      ) : (
        <ul>
          {directives.map((d) => (
            <li key={d.id}>
              {d.text}
              <span className="gb-dim">
                {d.deadline
                  ? t('brief.due', { date: day.format(new Date(`${d.deadline}T00:00:00`)) })
                  : t('brief.noDue')}
                {d.timeliness === 'overdue' && <b data-kind="lost">{t('brief.overdue')}</b>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
