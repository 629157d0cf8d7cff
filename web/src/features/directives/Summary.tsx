import './follow.css'
import { Alert, Button, Select, SimpleGrid, Table, Text, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight, IconLock, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Fragment, lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Summary, summaryQuery, type UnitSummary } from '../../api/follow'
import { quarterOf, quartersBack } from '../../model/directives/quarters'
import { dayOf } from '../../model/directives/timeliness'
import { Empty } from '../../ui/Empty'
import { useFormats } from '../../ui/formats'
import { Panel } from '../../ui/Panel'
import { Stat } from '../../ui/Stat'
import { type Tone, Word } from '../../ui/Word'
import { Load, Page, usePeriodName, useRights, useUnits } from '../office'
import { Rules } from './Rules'

const TrendChart = lazy(() => import('./TrendChart'))

export function useQuarterName() {
  const name = usePeriodName()
  return (q: string) => {
    const [year, index] = q.split('-Q').map(Number) as [number, number]
    return name({ kind: 'quarter', year, index })
  }
}

/** What every unit did in a quarter, how that moved over the quarters, and its level by the rules, with the reckoning. */
export function SummaryPage({ period }: { period: string }) {
  const { t } = useTranslation(['follow', 'office'])
  const navigate = useNavigate()
  const rights = useRights()
  const quarter = useQuarterName()
  const now = quarterOf(dayOf(new Date()))
  const query = useQuery(summaryQuery(period || now))
  return (
    <Page
      title={t('sum.title')}
      up={{ link: { to: '/directives' }, label: t('office:dir.title') }}
      actions={
        <>
          <Select
            aria-label={t('sum.quarter')}
            w={210}
            allowDeselect={false}
            data={quartersBack(now, 9).map((q) => ({ value: q, label: quarter(q) }))}
            value={period || now}
            onChange={(q) =>
              void navigate({ to: '/directives/summary', search: q && q !== now ? { period: q } : {}, replace: true })
            }
          />
          <Button variant="default" leftSection={<IconPrinter size={18} />} onClick={() => window.print()}>
            {t('office:act.print')}
          </Button>
        </>
      }
    >
      <Load of={query} rows={10}>
        {(s) => (
          <>
            <Total summary={s} />
            {s.units.length === 0 ? (
              <div className="card">
                <Empty title={t('sum.none')} />
              </div>
            ) : (
              <Units summary={s} />
            )}
            <Rules rules={s.rules} may={rights.office} />
          </>
        )}
      </Load>
    </Page>
  )
}

function Total({ summary: s }: { summary: Summary }) {
  const { t } = useTranslation('follow')
  const f = useFormats()
  const trend = (s.units[0]?.trend ?? []).map((_, n) => {
    const due = s.units.reduce((sum, u) => sum + (u.trend[n]?.due ?? 0), 0)
    const inTime = s.units.reduce((sum, u) => sum + (u.trend[n]?.in_time ?? 0), 0)
    const period = s.units[0]?.trend[n]?.period ?? ''
    // Of a quarter that is over nothing is pending; of the one shown the server has left that out.
    const share = period === s.period ? s.share_in_time : due ? (inTime * 100) / due : null
    return { period, due, in_time: inTime, share }
  })
  const begun = trend.findIndex((r) => r.due > 0)
  return (
    <>
      {s.closed && (
        <Alert color="gray" icon={<IconLock size={18} />} py="xs">
          {t('sum.closed', { from: f.date(s.from), to: f.date(s.to) })}
        </Alert>
      )}
      <SimpleGrid cols={{ base: 2, md: 3, xl: 6 }}>
        <Stat label={t('sum.due')} value={s.total.due} />
        <Stat label={t('sum.inTime')} value={s.total.in_time} tone="good" note={s.share_in_time === null ? undefined : f.percent(s.share_in_time)} />
        <Stat label={t('sum.late')} value={s.total.late} tone={s.total.late ? 'warn' : 'plain'} />
        <Stat label={t('sum.missed')} value={s.total.missed} tone={s.total.missed ? 'bad' : 'good'} />
        <Stat label={t('sum.pending')} value={s.total.pending} />
        <Stat label={t('sum.open')} value={s.total.open} />
      </SimpleGrid>
      <Panel title={t('sum.trend')}>
        <Suspense fallback={<Text c="dimmed">…</Text>}>
          <TrendChart rows={begun < 0 ? trend.slice(-1) : trend.slice(begun)} />
        </Suspense>
      </Panel>
    </>
  )
}

const LEVEL_TONES: Tone[] = ['good', 'info', 'warn', 'bad']

/** The level's tone by its place among the rules: the first is the best, the last the worst. */
const toneOf = (level: string, rules: Summary['rules']): Tone => {
  const n = rules.findIndex((r) => r.level === level)
  if (n < 0) return 'plain'
  if (n === rules.length - 1) return 'bad'
  return LEVEL_TONES[Math.min(n, 2)] as Tone
}

function Units({ summary: s }: { summary: Summary }) {
  const { t } = useTranslation(['follow', 'office'])
  const f = useFormats()
  const units = useUnits()
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const toggle = (id: string) => {
    const next = new Set(opened)
    if (!next.delete(id)) next.add(id)
    setOpened(next)
  }
  const worst = [...s.units].sort((a, b) => b.missed - a.missed || (a.share_in_time ?? 101) - (b.share_in_time ?? 101))
  return (
    <Panel
      title={t('sum.byUnit')}
      aside={
        <Button
          size="sm"
          variant="default"
          className="no-print"
          onClick={() => setOpened(opened.size === s.units.length ? new Set() : new Set(s.units.map((u) => u.unit_id)))}
        >
          {opened.size === s.units.length ? t('sum.hideAll') : t('sum.showAll')}
        </Button>
      }
    >
      <div className="scroll-x">
        <Table className="stack" verticalSpacing={6} highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('office:dir.lead')}</Table.Th>
              {(['due', 'inTime', 'late', 'missed', 'pending', 'open'] as const).map((k) => (
                <Table.Th key={k} ta="right">
                  {t(`sum.${k}`)}
                </Table.Th>
              ))}
              <Table.Th ta="right">{t('sum.share')}</Table.Th>
              <Table.Th>{t('sum.trendShort')}</Table.Th>
              <Table.Th>{t('sum.level')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {worst.map((u) => (
              <Fragment key={u.unit_id}>
                <Table.Tr>
                  <Table.Th scope="row" fw={500}>
                    <Link className="rowlink" to="/directives" search={{ unit: u.unit_id, state: 'all' }}>
                      {units.name(u.unit_id)}
                    </Link>
                  </Table.Th>
                  {(
                    [
                      ['due', u.due],
                      ['inTime', u.in_time],
                      ['late', u.late],
                      ['missed', u.missed],
                      ['pending', u.pending],
                      ['open', u.open],
                    ] as const
                  ).map(([k, n]) => (
                    <Table.Td
                      key={k}
                      ta="right"
                      className="num"
                      data-label={t(`sum.${k}`)}
                      {...(k === 'missed' && n > 0 ? { c: 'var(--bad)', fw: 700 } : {})}
                    >
                      {f.number(n)}
                    </Table.Td>
                  ))}
                  <Table.Td ta="right" className="num" fw={600} data-label={t('sum.share')}>
                    {u.share_in_time === null ? '–' : f.percent(u.share_in_time)}
                  </Table.Td>
                  <Table.Td data-label={t('sum.trendShort')}>
                    <Spark trend={u.trend} />
                  </Table.Td>
                  <Table.Td data-label={t('sum.level')}>
                    <UnstyledButton
                      className="level"
                      aria-expanded={opened.has(u.unit_id)}
                      onClick={() => toggle(u.unit_id)}
                    >
                      {opened.has(u.unit_id) ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
                      <Level unit={u} rules={s.rules} />
                      <span className="sr">{t('sum.how')}</span>
                    </UnstyledButton>
                  </Table.Td>
                </Table.Tr>
                {opened.has(u.unit_id) && (
                  <Table.Tr>
                    <Table.Td colSpan={10} data-wide>
                      <How unit={u} rules={s.rules} />
                    </Table.Td>
                  </Table.Tr>
                )}
              </Fragment>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Panel>
  )
}

function Level({ unit: u, rules }: { unit: UnitSummary; rules: Summary['rules'] }) {
  const { t, i18n } = useTranslation('follow')
  const e = u.evaluation
  if (!e.level) return <Word tone="plain">{t('sum.noLevel')}</Word>
  return <Word tone={toneOf(e.level, rules)}>{(i18n.language === 'en' && e.name_en) || e.name}</Word>
}

/** Every condition that was tried, what the unit's figure was, and whether it held: rule by rule until one was met. */
function How({ unit: u, rules }: { unit: UnitSummary; rules: Summary['rules'] }) {
  const { t, i18n } = useTranslation('follow')
  const f = useFormats()
  const judged = u.due - u.pending
  if (!u.evaluation.level) return <Text size="sm">{t('sum.noLevelWhy')}</Text>
  const name = (level: string) => {
    const r = rules.find((x) => x.level === level)
    return r ? (i18n.language === 'en' && r.name_en) || r.name : level
  }
  const levels = [...new Set(u.evaluation.tried.map((o) => o.level)), u.evaluation.level].filter(
    (l, n, all) => all.indexOf(l) === n,
  )
  return (
    <div className="how">
      <Text size="sm">{t('sum.judged', { judged, due: u.due, pending: u.pending })}</Text>
      <ol>
        {levels.map((level) => {
          const tried = u.evaluation.tried.filter((o) => o.level === level)
          return (
            <li key={level}>
              <b>{name(level)}</b>
              {level === u.evaluation.level && <Word tone="good">{t('sum.reached')}</Word>}
              <ul>
                {tried.length === 0 && <li>{t('sum.noCondition')}</li>}
                {tried.map((o) => (
                  <li key={`${o.measure}${o.bound}`} data-met={o.met}>
                    {o.met ? '✓' : '✗'} {t(`measure.${o.measure}`)}: <b className="num">{f.number(round(o.value))}</b>{' '}
                    {o.at_least ? t('rules.atLeast') : t('rules.atMost')} <span className="num">{f.number(o.bound)}</span> –{' '}
                    {o.met ? t('sum.met') : t('sum.notMet')}
                  </li>
                ))}
              </ul>
            </li>
          )
        })}
      </ol>
    </div>
  )
}

const round = (n: number) => Math.round(n * 10) / 10

/** Shares in time over the quarters as a small line; its twin for readers is its name. */
function Spark({ trend }: { trend: UnitSummary['trend'] }) {
  const f = useFormats()
  const quarter = useQuarterName()
  const points = trend.flatMap((q, n) => (q.share_in_time === null ? [] : [{ n, share: q.share_in_time }]))
  const said = trend
    .map((q) => `${quarter(q.period)}: ${q.share_in_time === null ? '–' : f.percent(q.share_in_time)}`)
    .join('; ')
  if (points.length === 0) return <span aria-hidden>–</span>
  const x = (n: number) => 4 + (n * 92) / Math.max(1, trend.length - 1)
  const y = (share: number) => 22 - (share * 18) / 100
  const last = points[points.length - 1] as { n: number; share: number }
  return (
    <svg className="spark" viewBox="0 0 100 26" role="img" aria-label={said}>
      <title>{said}</title>
      <line x1="4" x2="96" y1="4" y2="4" className="spark-full" />
      <polyline points={points.map((p) => `${x(p.n)},${y(p.share)}`).join(' ')} fill="none" />
      <circle cx={x(last.n)} cy={y(last.share)} r="3" />
    </svg>
  )
}
