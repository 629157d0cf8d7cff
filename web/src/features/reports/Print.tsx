import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { boardQuery, type Report, reportQuery, synthesisQuery } from '../../api/office'
import { parseTyped, percentOf } from '../../model/reports/numbers'
import { useFormats } from '../../ui/formats'
import { Load, Sheet, usePeriodName, usePeriods, useUnits } from '../office'
import { useNames } from './names'

/** The report on paper, exactly as it was typed. */
export function PrintReport({ period: periodId, unit }: { period: string; unit: string }) {
  const { t } = useTranslation('office')
  const { period } = usePeriods(periodId)
  const periodName = usePeriodName()
  const units = useUnits()
  const query = useQuery(reportQuery(periodId, unit))
  const title = t('rep.formTitle', { period: periodName(period) })
  return (
    <Sheet title={`${title} – ${units.name(unit)}`}>
      <h1>{title}</h1>
      <p style={{ textAlign: 'center' }}>{t('print.unit', { unit: units.name(unit) })}</p>
      <Load of={query}>{(r) => <ReportOnPaper report={r} />}</Load>
    </Sheet>
  )
}

function ReportOnPaper({ report: r }: { report: Report }) {
  const { t } = useTranslation('office')
  const f = useFormats()
  const { nameOf, measureOf } = useNames()
  return (
    <>
      <p style={{ textAlign: 'center' }}>
        {t(`state.${r.state}`)}
        {r.submitted_at && ` · ${t('rep.submittedAt')} ${f.dateTime(r.submitted_at)}`} · {t('rep.version')}{' '}
        {r.version}
      </p>
      <h2>{t('rep.indicators')}</h2>
      <table>
        <thead>
          <tr>
            <th className="r">{t('print.no')}</th>
            <th>{t('rep.indicator')}</th>
            <th>{t('rep.unitOfMeasure')}</th>
            <th className="r">{t('rep.plan')}</th>
            <th className="r">{t('rep.actual')}</th>
            <th className="r">{t('rep.percent')}</th>
            <th>{t('rep.note')}</th>
          </tr>
        </thead>
        <tbody>
          {r.indicators.map((i, n) => {
            const share = percentOf(parseTyped(i.actual), parseTyped(i.plan))
            return (
              <tr key={i.indicator_id}>
                <td className="r num">{n + 1}</td>
                <td>{nameOf(i)}</td>
                <td>{measureOf(i)}</td>
                <td className="r num">{i.plan}</td>
                <td className="r num">{i.actual}</td>
                <td className="r num">{share === null ? '' : f.percent(share)}</td>
                <td>{i.note}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <h2>{t('rep.areas')}</h2>
      {r.areas.map((a, n) => (
        <section key={a.area_id}>
          <p>
            <b>
              {n + 1}. {nameOf(a)}
            </b>
          </p>
          <p>{a.text || t('rep.areaEmpty')}</p>
        </section>
      ))}
      <div style={{ marginLeft: '50%', textAlign: 'center', breakInside: 'avoid', paddingTop: '8mm' }}>
        <b>{t('print.signature')}</b>
        <p style={{ marginTop: '24mm' }}>{r.submitted_by}</p>
      </div>
    </>
  )
}

/** The board on paper. */
export function PrintBoard({ period: periodId }: { period: string }) {
  const { t } = useTranslation('office')
  const f = useFormats()
  const { period } = usePeriods(periodId)
  const periodName = usePeriodName()
  const units = useUnits()
  const query = useQuery(boardQuery(periodId))
  const words = new Intl.Collator('vi', { numeric: true })
  return (
    <Sheet title={`${t('rep.title')} – ${periodName(period)}`}>
      <h1>
        {t('rep.title')} – {periodName(period)}
      </h1>
      <Load of={query}>
        {({ rows }) => (
          <table>
            <thead>
              <tr>
                <th className="r">{t('print.no')}</th>
                <th>{t('unit.label')}</th>
                <th>{t('rep.stateCol')}</th>
                <th>{t('rep.submittedAt')}</th>
                <th className="r">{t('rep.version')}</th>
              </tr>
            </thead>
            <tbody>
              {[...rows]
                .sort((a, b) => words.compare(units.name(a.unit_id), units.name(b.unit_id)))
                .map((r, n) => (
                  <tr key={r.unit_id}>
                    <td className="r num">{n + 1}</td>
                    <td>{units.name(r.unit_id)}</td>
                    <td>
                      {t(`state.${r.state}`)}
                      {r.late && ` – ${t('state.late')}`}
                    </td>
                    <td className="num">{r.submitted_at ? f.dateTime(r.submitted_at) : ''}</td>
                    <td className="r num">{r.version || ''}</td>
                  </tr>
                ))}
            </tbody>
          </table>
        )}
      </Load>
    </Sheet>
  )
}

/** The synthesis on paper: figures first, then every unit's words by work area. */
export function PrintSynthesis({ period: periodId }: { period: string }) {
  const { t } = useTranslation('office')
  const f = useFormats()
  const { period } = usePeriods(periodId)
  const periodName = usePeriodName()
  const units = useUnits()
  const { nameOf, measureOf } = useNames()
  const query = useQuery(synthesisQuery(periodId))
  return (
    <Sheet title={`${t('syn.title')} – ${periodName(period)}`}>
      <h1>
        {t('syn.title')} – {periodName(period)}
      </h1>
      <Load of={query}>
        {(s) => (
          <>
            <h2>{t('syn.all')}</h2>
            <table>
              <thead>
                <tr>
                  <th>{t('rep.indicator')}</th>
                  <th>{t('rep.unitOfMeasure')}</th>
                  <th className="r">{t('rep.plan')}</th>
                  <th className="r">{t('rep.actual')}</th>
                  <th className="r">{t('rep.percent')}</th>
                  <th>{t('syn.lowUnits')}</th>
                </tr>
              </thead>
              <tbody>
                {s.indicators.map((i) => (
                  <tr key={i.indicator_id}>
                    <td>{nameOf(i)}</td>
                    <td>{measureOf(i)}</td>
                    <td className="r num">{i.plan === null ? '' : f.number(i.plan)}</td>
                    <td className="r num">{i.actual === null ? '' : f.number(i.actual)}</td>
                    <td className="r num">{i.percent === null ? '' : f.percent(i.percent)}</td>
                    <td>{i.low.map(units.name).join(', ')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {s.areas.map((a) => (
              <section key={a.area_id}>
                <h2>{nameOf(a)}</h2>
                {a.entries.length === 0 && <p>{t('syn.areaNone')}</p>}
                {a.entries.map((e) => (
                  <p key={e.unit_id}>
                    <b>{units.name(e.unit_id)}.</b> {e.text}
                  </p>
                ))}
              </section>
            ))}
          </>
        )}
      </Load>
    </Sheet>
  )
}
