import { Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Period } from '../../api'
import { directivesQuery, type Report, reportQuery } from '../../api/office'
import { dayOf, daysUntil } from '../../model/directives/timeliness'
import { parseTyped, percentOf } from '../../model/reports/numbers'
import { ButtonLink } from '../../ui/ButtonLink'
import { Empty } from '../../ui/Empty'
import { useFormats } from '../../ui/formats'
import { Panel } from '../../ui/Panel'
import { Stat } from '../../ui/Stat'
import { Load, useDaysText, useRights, useUnits } from '../office'
import { LateWord, ReportStateWord, Share } from '../reports'
import { DirectiveLines } from './DirectiveLines'

/** A unit's own matters: its report and the days left, its directives and theirs. */
export function UnitView({ period }: { period: Period | undefined }) {
  const { t } = useTranslation('office')
  const units = useUnits()
  const rights = useRights()
  const reports = useQueries({ queries: rights.reportsFor.map((u) => reportQuery(period?.id ?? '', u)) })
  const directives = useQuery(directivesQuery({}, 50))
  const counts = directives.data?.counts
  const overdue = counts?.timeliness.overdue ?? 0
  const dueSoon = counts?.timeliness.due_soon ?? 0
  const open = directives.data?.directives ?? []
  return (
    <>
      <SimpleGrid cols={{ base: 2, md: 4 }}>
        <Stat label={t('dash.open')} value={counts?.open ?? 0} link={{ to: '/directives' }} />
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
          value={counts?.state.reported_done ?? 0}
          link={{ to: '/directives', search: { state: 'reported_done' } }}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, lg: 2 }} style={{ alignItems: 'start' }}>
        <Stack gap="md" miw={0}>
          {period && rights.reportsFor.length > 0 ? (
            reports.map((query, n) => (
              <Panel
                key={rights.reportsFor[n]}
                title={
                  rights.reportsFor.length > 1 ? units.name(rights.reportsFor[n] ?? '') : t('dash.myReport')
                }
              >
                <Load of={query}>{(r) => <MyReport report={r} />}</Load>
              </Panel>
            ))
          ) : (
            <Panel title={t('dash.myReport')}>
              <Empty title={period ? t('rep.noUnit') : t('rep.noPeriods')} />
            </Panel>
          )}
        </Stack>
        <Panel title={t('dash.myDirectives')} aside={<Link to="/directives">{t('act.viewAll')}</Link>}>
          <Load of={directives}>
            {() =>
              open.length === 0 ? (
                <Empty title={t('dash.myDirectivesNone')} />
              ) : (
                <DirectiveLines rows={open.slice(0, 8)} />
              )
            }
          </Load>
        </Panel>
      </SimpleGrid>
    </>
  )
}

function MyReport({ report: r }: { report: Report }) {
  const { t, i18n } = useTranslation('office')
  const f = useFormats()
  const days = useDaysText()
  const left = daysUntil(dayOf(new Date(r.due_at)), dayOf(new Date()))
  const open = r.state === 'missing' || r.state === 'draft' || r.state === 'returned'
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <ReportStateWord state={r.state} />
        {r.late && <LateWord />}
        <Text size="sm">
          {t('period.due', { date: f.dateTime(r.due_at) })}
          {open && (
            <Text span fw={600} c={left < 0 ? 'var(--bad)' : left <= 3 ? 'var(--warn)' : undefined}>
              {' · '}
              {days(left)}
            </Text>
          )}
        </Text>
      </Group>
      {r.state === 'returned' && r.reason && (
        <Text
          size="sm"
          style={{ borderLeft: '4px solid var(--warn)', paddingLeft: 10, whiteSpace: 'pre-wrap' }}
        >
          <b>{t('rep.returnedWhy')}: </b>
          {r.reason}
        </Text>
      )}
      <Stack gap={0} className="lines">
        {r.indicators.map((i) => (
          <div key={i.indicator_id} className="line">
            <span>
              {(i18n.language === 'en' && i.name_en) || i.name}{' '}
              <Text span size="sm" c="dimmed" className="num">
                {i.actual || i.plan
                  ? `${i.actual || '–'} / ${i.plan || '–'}`
                  : i.previous && `${t('rep.previous')} ${i.previous.actual}`}
              </Text>
            </span>
            <Share percent={percentOf(parseTyped(i.actual), parseTyped(i.plan))} />
          </div>
        ))}
      </Stack>
      <Group>
        <ButtonLink
          to="/reports/$period/$unit"
          params={{ period: r.period_id, unit: r.unit_id }}
          variant={r.can.includes('save') ? 'filled' : 'default'}
        >
          {r.can.includes('save') ? t('dash.writeReport') : t('dash.openReport')}
        </ButtonLink>
      </Group>
    </Stack>
  )
}
