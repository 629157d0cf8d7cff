import { SimpleGrid, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Period } from '../../api'
import { remindersQuery } from '../../api/follow'
import { boardQuery, directivesQuery, synthesisQuery } from '../../api/office'
import { LOW_PERCENT, standing } from '../../model/reports/numbers'
import { useFormats } from '../../ui/formats'
import { Panel } from '../../ui/Panel'
import { Stat } from '../../ui/Stat'
import { Load, useRights, useUnits } from '../office'
import { IndicatorSums, LateWord, ReportStateWord } from '../reports'
import { DirectiveLines } from './DirectiveLines'
import { MailPanel } from './MailPanel'

/** The office's morning look: who is late, what is overdue, what runs low. */
export function OfficeView({ period }: { period: Period | undefined }) {
  const { t } = useTranslation('office')
  const units = useUnits()
  const f = useFormats()
  const rights = useRights()
  const board = useQuery(boardQuery(period?.id ?? ''))
  const directives = useQuery(directivesQuery({}, 200))
  const reminders = useQuery(remindersQuery)
  const synthesis = useQuery({
    ...synthesisQuery(period?.id ?? ''),
    enabled: period !== undefined && (rights.office || rights.chairs),
  })
  const rows = board.data?.rows ?? []
  const sent = rows.filter((r) => r.state === 'submitted' || r.state === 'accepted').length
  const late = rows.filter((r) => r.late)
  const waiting = rows.filter((r) => r.state === 'submitted').length
  const counts = directives.data?.counts
  const overdue = counts?.timeliness.overdue ?? 0
  const dueSoon = counts?.timeliness.due_soon ?? 0
  // The nearest time limit first, as the server lists them; then what waits for the office's word.
  const open = directives.data?.directives ?? []
  const waits = (reminders.data ?? []).filter((r) => r.kind === 'to_confirm' || r.kind === 'extension_asked')
  const urgent = [
    ...open.filter((d) => d.timeliness === 'overdue' || d.timeliness === 'due_soon'),
    ...waits.map((r) => r.directive),
  ].filter((d, n, all) => all.findIndex((x) => x.id === d.id) === n)
  const words = new Intl.Collator('vi', { numeric: true })
  const owing = rows
    .filter((r) => r.late || r.state === 'missing' || r.state === 'draft' || r.state === 'returned')
    .sort(
      (a, b) =>
        Number(b.late) - Number(a.late) || words.compare(units.name(a.unit_id), units.name(b.unit_id)),
    )
  return (
    <>
      <SimpleGrid cols={{ base: 2, md: 3, xl: 6 }}>
        {rights.office && (
          <>
            <Stat
              label={t('dash.reportsIn')}
              value={sent}
              of={rows.length}
              tone={rows.length > 0 && sent === rows.length ? 'good' : 'plain'}
              link={{ to: '/reports' }}
            />
            <Stat
              label={t('dash.reportsLate')}
              value={late.length}
              tone={late.length ? 'bad' : 'good'}
              link={{ to: '/reports' }}
            />
            <Stat
              label={t('dash.reportsWaiting')}
              value={waiting}
              tone={waiting ? 'warn' : 'plain'}
              link={{ to: '/reports' }}
            />
          </>
        )}
        <Stat
          label={t('dash.overdue')}
          value={overdue}
          tone={overdue ? 'bad' : 'good'}
          link={{ to: '/directives', search: { timeliness: 'overdue' } }}
        />
        <Stat
          label={t('dash.dueSoon')}
          value={dueSoon}
          tone={dueSoon ? 'warn' : 'plain'}
          link={{ to: '/directives', search: { timeliness: 'due_soon' } }}
        />
        <Stat
          label={t('dash.awaiting')}
          value={waits.length}
          tone={waits.length ? 'warn' : 'plain'}
          link={{ to: '/directives', search: { state: 'reported_done' } }}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, lg: 2 }} style={{ alignItems: 'start' }}>
        <Stack gap="md" miw={0}>
          <Panel title={t('dash.attention')} aside={<Link to="/directives">{t('act.viewAll')}</Link>}>
            <Load of={directives}>
              {() =>
                urgent.length === 0 ? (
                  <Text c="dimmed">{t('dash.attentionNone')}</Text>
                ) : (
                  <DirectiveLines rows={urgent.slice(0, 7)} withUnit />
                )
              }
            </Load>
          </Panel>
        </Stack>
        <Stack gap="md" miw={0}>
          {(rights.office || rights.chairs) && (
            <Panel
              title={t('dash.planActual')}
              aside={
                <Link to="/reports/synthesis" search={{ period: period?.id }}>
                  {t('rep.synthesis')}
                </Link>
              }
            >
              {period ? (
                <Load of={synthesis} rows={5}>
                  {(s) => {
                    const behind = new Set(s.indicators.flatMap((i) => i.low)).size
                    const low = s.indicators.filter((i) => standing(i.percent) === 'low')
                    if (s.indicators.every((i) => i.percent === null))
                      return <Text c="dimmed">{t('dash.figuresNone')}</Text>
                    return (
                      <>
                        <Text
                          mb="xs"
                          fw={low.length ? 600 : undefined}
                          c={low.length ? 'var(--bad)' : 'dimmed'}
                        >
                          {low.length
                            ? `${t('dash.low')}: ${low.length}/${s.indicators.length}`
                            : behind
                              ? t('dash.lowUnits', { count: behind, percent: f.percent(LOW_PERCENT) })
                              : t('syn.lowNone')}
                        </Text>
                        <IndicatorSums indicators={s.indicators} />
                      </>
                    )
                  }}
                </Load>
              ) : (
                <Text c="dimmed">{t('rep.noPeriods')}</Text>
              )}
            </Panel>
          )}
          {rights.office && (
            <Panel title={t('dash.lateUnits')} aside={<Link to="/reports">{t('act.viewAll')}</Link>}>
              {period && (
                <Load of={board}>
                  {() =>
                    owing.length === 0 ? (
                      <Text c="dimmed">{t('dash.lateUnitsNone')}</Text>
                    ) : (
                      <Stack gap={0} className="lines">
                        {owing.slice(0, 8).map((r) => (
                          <div key={r.unit_id} className="line">
                            <Link
                              className="rowlink"
                              to="/reports/$period/$unit"
                              params={{ period: period.id, unit: r.unit_id }}
                            >
                              {units.name(r.unit_id)}
                            </Link>
                            <span className="words">
                              <ReportStateWord state={r.state} />
                              {r.late && <LateWord />}
                            </span>
                          </div>
                        ))}
                      </Stack>
                    )
                  }
                </Load>
              )}
              {!period && <Text c="dimmed">{t('rep.noPeriods')}</Text>}
            </Panel>
          )}
          {rights.office && <MailPanel />}
        </Stack>
      </SimpleGrid>
    </>
  )
}
