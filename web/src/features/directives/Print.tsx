import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { conferencesQuery, directiveQuery, wholeListQuery } from '../../api/office'
import { type Filter, order, stateOf } from '../../model/directives/list'
import type { DirectiveState, Timeliness } from '../../model/directives/timeliness'
import { useFormats } from '../../ui/formats'
import { Load, Sheet, useAreaName, useUnits } from '../office'
import { Story } from './DirectivePage'

/** Lines on one paper: some hundred pages. */
const MOST = 5000

/** The list on paper, cut by the same filter as on the screen. */
export function PrintDirectives({ filter }: { filter: Filter }) {
  const { t } = useTranslation(['office', 'follow'])
  const areaName = useAreaName()
  const f = useFormats()
  const units = useUnits()
  const query = useQuery(wholeListQuery(filter, MOST))
  const conferences = useQuery({ ...conferencesQuery, enabled: Boolean(filter.conference) })
  const by = [
    filter.unit && units.name(filter.unit),
    filter.conference && conferences.data?.find((c) => c.id === filter.conference)?.title,
    filter.work_area && areaName(filter.work_area),
    stateOf(filter) === 'open' ? t('follow:list.openStates') : stateOf(filter) && t(`dir.st.${stateOf(filter) as DirectiveState}`),
    filter.timeliness && t(`dir.tl.${filter.timeliness as Timeliness}`),
    filter.deadline_from && `${t('follow:list.from')} ${f.date(filter.deadline_from)}`,
    filter.deadline_to && `${t('follow:list.to')} ${f.date(filter.deadline_to)}`,
    filter.q && `“${filter.q}”`,
  ].filter(Boolean)
  return (
    <Sheet title={t('dir.title')}>
      <h1>{t('dir.title')}</h1>
      {by.length > 0 && <p style={{ textAlign: 'center' }}>{by.join(' · ')}</p>}
      <p style={{ textAlign: 'center' }}>{t('print.printed', { time: f.dateTime(new Date()) })}</p>
      <Load of={query}>
        {({ rows, more }) => (
          <>
          {more && <p>{t('follow:list.shown', { count: rows.length })}</p>}
          <table>
            <thead>
              <tr>
                <th className="r">{t('print.no')}</th>
                <th>{t('dir.number')}</th>
                <th style={{ width: '38%' }}>{t('dir.text')}</th>
                <th>{t('dir.lead')}</th>
                <th>{t('dir.deadline')}</th>
                <th>{t('dir.state')}</th>
              </tr>
            </thead>
            <tbody>
              {order(rows, { key: 'deadline', down: false }, units.name).map((d, n) => (
                <tr key={d.id}>
                  <td className="r num">{n + 1}</td>
                  <td className="num">{d.number}</td>
                  <td>{d.text}</td>
                  <td>{units.name(d.unit_id)}</td>
                  <td className="num">{d.deadline ? f.date(d.deadline) : t('date.none')}</td>
                  <td>
                    {t(`dir.st.${d.state as DirectiveState}`)} – {t(`dir.tl.${d.timeliness as Timeliness}`)}
                    <span className="num"> ({d.percent}%)</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          </>
        )}
      </Load>
    </Sheet>
  )
}

export function PrintDirective({ id }: { id: string }) {
  const { t } = useTranslation(['office', 'follow'])
  const f = useFormats()
  const units = useUnits()
  const query = useQuery(directiveQuery(id))
  return (
    <Sheet title={`${t('dir.one')} ${query.data?.number ?? ''}`}>
      <Load of={query}>
        {(d) => (
          <>
            <h1>
              {t('dir.one')} {d.number}
            </h1>
            <p>{d.text}</p>
            <p>
              <b>{t('dir.lead')}:</b> {units.name(d.unit_id)}
            </p>
            {d.coordinating_ids.length > 0 && (
              <p>
                <b>{t('dir.coordinating')}:</b> {d.coordinating_ids.map(units.name).join(', ')}
              </p>
            )}
            <p>
              <b>{t('dir.deadline')}:</b> {d.deadline ? f.date(d.deadline) : t('date.none')}
            </p>
            <p>
              <b>{t('dir.state')}:</b> {t(`dir.st.${d.state as DirectiveState}`)} –{' '}
              {t(`dir.tl.${d.timeliness as Timeliness}`)} ({d.percent}%)
            </p>
            <h2>{t('dir.history')}</h2>
            <Story directive={d} />
          </>
        )}
      </Load>
    </Sheet>
  )
}
