import { Group, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { type Directive, type Due, directivePartsQuery } from '../../api/office'
import { frame, place, type Stretch, ticks } from '../../model/directives/calendar'
import type { Filter } from '../../model/directives/list'
import { dayOf, type Timeliness } from '../../model/directives/timeliness'
import { Empty } from '../../ui/Empty'
import { useFormats } from '../../ui/formats'
import { Load, useUnits } from '../office'
import { More } from './More'
import { TimeWord } from './words'

/** From the day of issue to the time limit, unit by unit, with today across all; below a directive its parts, on it its turns. The table holds the same as words. */
export function Gantt({ filter }: { filter: Filter }) {
  const { t } = useTranslation(['follow', 'office'])
  const units = useUnits()
  const query = useInfiniteQuery(directivePartsQuery(filter, 100, true))
  const rows = query.data?.pages.flatMap((p) => p.directives) ?? []
  const today = dayOf(new Date())
  const f = frame(rows.map(stretch), today)
  const marks = ticks(f)
  const words = new Intl.Collator('vi', { numeric: true })
  const byUnit = new Map<string, Directive[]>()
  for (const d of rows) byUnit.set(d.unit_id, [...(byUnit.get(d.unit_id) ?? []), d])
  const groups = [...byUnit].sort(([a], [b]) =>
    words.compare(units.name(a), units.name(b)),
  )
  return (
    <section aria-label={t('view.gantt')}>
      <Group gap="md" mb="xs" className="gantt-key">
        {(['plan', 'more', 'late', 'done', 'open', 'part', 'turn'] as const).map((k) => (
          <span key={k}>
            <i data-kind={k} aria-hidden />
            {t(`gantt.${k}`)}
          </span>
        ))}
      </Group>
      <Load of={query} rows={8}>
        {() =>
          rows.length === 0 ? (
            <Empty title={t('office:dir.noneMatch')} />
          ) : (
            <>
              <div className="gantt">
                <div className="gantt-head" aria-hidden>
                  <span />
                  <span className="gantt-scale num">
                    {marks.map((m) => (
                      <span key={m} style={{ left: `${place(`${m}-01`, f)}%` }}>
                        {`${m.slice(5)}/${m.slice(0, 4)}`}
                      </span>
                    ))}
                  </span>
                </div>
                {groups.map(([unit, list]) => (
                  <section key={unit} aria-label={units.name(unit)}>
                    <h3>{units.name(unit)}</h3>
                    <ul>
                      {list.map((d) => (
                        <Fragment key={d.id}>
                          <Row directive={d} frame={f} marks={marks} today={today} />
                          {d.shares
                            ?.filter((s) => s.kind === 'part')
                            .map((s) => <PartRow key={s.part_id} part={s} frame={f} marks={marks} today={today} />)}
                        </Fragment>
                      ))}
                    </ul>
                  </section>
                ))}
              </div>
              <More count={rows.length} query={query} />
            </>
          )
        }
      </Load>
    </section>
  )
}

const issuedOn = (d: Directive) => dayOf(new Date(d.issued_at))

function stretch(d: Directive): Stretch {
  const from = issuedOn(d)
  const ends = [d.deadline, d.first_deadline, d.done_on, from, ...(d.shares ?? []).map((s) => s.day)].filter((x) => x !== null)
  return { from: ends.reduce((a, b) => (a < b ? a : b)), to: ends.reduce((a, b) => (a > b ? a : b)) }
}

function Row({
  directive: d,
  frame: f,
  marks,
  today,
}: {
  directive: Directive
  frame: Stretch
  marks: string[]
  today: string
}) {
  const { t } = useTranslation(['follow', 'office'])
  const format = useFormats()
  const from = issuedOn(d)
  const first = d.first_deadline ?? d.deadline
  const bar = (a: string, b: string) => ({
    left: `${place(a, f)}%`,
    width: `max(3px, ${place(b, f) - place(a, f)}%)`,
  })
  const end = d.done_on ?? today
  const late = d.deadline !== null && end > d.deadline && (d.timeliness === 'overdue' || d.timeliness === 'done_late')
  const turns = (d.shares ?? []).filter((s) => s.kind === 'turn')
  const said = [
    t(`office:dir.tl.${d.timeliness as Timeliness}`),
    `${t('office:dir.issuedAt')} ${format.date(from)}`,
    d.deadline ? `${t('office:dir.deadline')} ${format.date(d.deadline)}` : t('office:date.none'),
    `${d.percent}%`,
    ...(turns.length > 0 ? [t('gantt.turns', { count: turns.length, done: turns.filter((s) => s.done_on).length })] : []),
  ].join(' · ')
  return (
    <li className="gantt-row">
      <span className="gantt-name">
        <Link className="rowlink" to="/directives/$id" params={{ id: d.id }} title={d.text}>
          <Text span lineClamp={2} fz={14}>
            {d.text}
          </Text>
        </Link>
        <TimeWord timeliness={d.timeliness} />
      </span>
      <span className="gantt-line" role="img" aria-label={said} title={said}>
        {marks.map((m) => (
          <i key={m} className="gantt-mark" style={{ left: `${place(`${m}-01`, f)}%` }} />
        ))}
        {first ? (
          <i className="gantt-bar" data-kind="plan" data-tone={d.timeliness} style={bar(from, first)}>
            <i style={{ width: `${d.percent}%` }} />
          </i>
        ) : (
          <i className="gantt-bar" data-kind="open" style={bar(from, d.done_on ?? f.to)} />
        )}
        {first && d.deadline && d.deadline > first && (
          <i className="gantt-bar" data-kind="more" style={bar(first, d.deadline)} />
        )}
        {late && d.deadline && <i className="gantt-bar" data-kind="late" style={bar(d.deadline, end)} />}
        {turns.map((s) => (
          <i
            key={s.day}
            className="gantt-turn"
            data-tone={s.timeliness}
            style={{ left: `${place(s.day, f)}%` }}
            title={`${t('cal.turn')} ${format.date(s.day)} · ${t(`office:dir.tl.${s.timeliness as Timeliness}`)}`}
          />
        ))}
        {d.done_on && <i className="gantt-done" style={{ left: `${place(d.done_on, f)}%` }} />}
        <i className="gantt-today" style={{ left: `${place(today, f)}%` }} />
      </span>
    </li>
  )
}

function PartRow({
  part: p,
  frame: f,
  marks,
  today,
}: {
  part: Due
  frame: Stretch
  marks: string[]
  today: string
}) {
  const { t } = useTranslation(['follow', 'office'])
  const units = useUnits()
  const format = useFormats()
  const from = p.from < p.day ? p.from : p.day
  const end = p.done_on ?? today
  const late = end > p.day && (p.timeliness === 'overdue' || p.timeliness === 'done_late')
  const bar = (a: string, b: string) => ({
    left: `${place(a, f)}%`,
    width: `max(3px, ${place(b, f) - place(a, f)}%)`,
  })
  const said = [
    t('cal.part'),
    units.name(p.unit_id),
    t(`office:dir.tl.${p.timeliness as Timeliness}`),
    `${t('office:dir.deadline')} ${format.date(p.day)}`,
    `${p.percent}%`,
  ].join(' · ')
  return (
    <li className="gantt-row" data-part>
      <span className="gantt-name">
        <Link className="rowlink" to="/directives/$id" params={{ id: p.directive_id }} title={p.text}>
          <Text span lineClamp={2} fz={14}>
            <b>{units.name(p.unit_id)}</b>: {p.text}
          </Text>
        </Link>
        <TimeWord timeliness={p.timeliness} />
      </span>
      <span className="gantt-line" role="img" aria-label={said} title={said}>
        {marks.map((m) => (
          <i key={m} className="gantt-mark" style={{ left: `${place(`${m}-01`, f)}%` }} />
        ))}
        <i className="gantt-bar" data-kind="part" data-tone={p.timeliness} style={bar(from, p.day)}>
          <i style={{ width: `${p.percent}%` }} />
        </i>
        {late && <i className="gantt-bar" data-kind="late" style={bar(p.day, end)} />}
        {p.done_on && <i className="gantt-done" style={{ left: `${place(p.done_on, f)}%` }} />}
        <i className="gantt-today" style={{ left: `${place(today, f)}%` }} />
      </span>
    </li>
  )
}
