import { Alert, Group, Text } from '@mantine/core'
import { IconLock, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type Report, reportQuery } from '../../api/office'
import { dayOf, daysUntil } from '../../model/directives/timeliness'
import { ButtonLink } from '../../ui/ButtonLink'
import { useFormats } from '../../ui/formats'
import { Panel } from '../../ui/Panel'
import { Load, Page, useDaysText, usePeriodName, usePeriods, useRights, useUnits } from '../office'
import { OfficeActs } from './OfficeActs'
import { ReportForm } from './ReportForm'
import { ReportRead } from './ReportRead'
import { LateWord, ReportStateWord } from './states'

/** One unit's report of one period: to be written by the unit, to be read and judged by the office. */
export function ReportPage({ period: periodId, unit }: { period: string; unit: string }) {
  const { t } = useTranslation('office')
  const f = useFormats()
  const periodName = usePeriodName()
  const { period } = usePeriods(periodId)
  const units = useUnits()
  const rights = useRights()
  const days = useDaysText()
  const query = useQuery(reportQuery(periodId, unit))
  const report = query.data
  const writing = report?.can.includes('save') ?? false
  const open = report && report.state !== 'accepted' && report.state !== 'submitted'
  return (
    <Page
      title={t('rep.formTitle', { period: periodName(period) })}
      up={
        rights.office
          ? { link: { to: '/reports', search: { period: periodId } }, label: t('rep.title') }
          : undefined
      }
      sub={
        <Group gap="xs" mt={4}>
          <Text span fw={600} c="var(--mantine-color-text)">
            {units.name(unit)}
          </Text>
          {report && <ReportStateWord state={report.state} />}
          {report?.late && <LateWord />}
          {period && (
            <Text span size="sm">
              {t('period.due', { date: f.dateTime(period.due_at) })}
              {open && ` · ${days(daysUntil(dayOf(new Date(period.due_at)), dayOf(new Date())))}`}
            </Text>
          )}
        </Group>
      }
      actions={
        <>
          {report && rights.office && (
            <OfficeActs period={periodId} unit={unit} state={report.state} rev={report.rev} />
          )}
          <ButtonLink
            to="/print/report/$period/$unit"
            params={{ period: periodId, unit }}
            variant="default"
            leftSection={<IconPrinter size={18} />}
          >
            {t('act.print')}
          </ButtonLink>
        </>
      }
    >
      <Load of={query} rows={10}>
        {(r) => (
          <>
            {writing ? (
              <ReportForm
                key={`${r.period_id}/${r.unit_id}/${r.version}`}
                report={r}
                periodName={periodName(period)}
              />
            ) : (
              <>
                <ReadOnly report={r} />
                <ReportRead report={r} />
              </>
            )}
            <History report={r} />
          </>
        )}
      </Load>
    </Page>
  )
}

function ReadOnly({ report }: { report: Report }) {
  const { t } = useTranslation('office')
  return (
    <>
      {report.state === 'returned' && (
        <Alert color="orange" title={t('rep.returnedWhy')}>
          <Text style={{ whiteSpace: 'pre-wrap' }}>{report.reason}</Text>
        </Alert>
      )}
      <Alert color="lam" icon={<IconLock />} py="xs">
        {report.state === 'accepted'
          ? t('rep.readOnlyAccepted')
          : report.state === 'submitted'
            ? t('rep.readOnlySubmitted')
            : t('rep.readOnlyOther')}
      </Alert>
    </>
  )
}

function History({ report }: { report: Report }) {
  const { t, i18n } = useTranslation('office')
  const f = useFormats()
  return (
    <Panel title={t('rep.history')}>
      {report.history.length === 0 ? (
        <Text c="dimmed" size="sm">
          {t('rep.historyNone')}
        </Text>
      ) : (
        <ol className="timeline">
          {report.history.map((h) => (
            <li key={`${h.at}${h.act}`}>
              <Text fw={600}>
                {i18n.exists(`office:rep.event.${h.act}`) ? t(`rep.event.${h.act as 'submit'}`) : h.act}{' '}
                <Text span size="sm" c="dimmed" fw={400}>
                  {t('rep.version')} {h.version}
                </Text>
              </Text>
              <Text size="sm" c="dimmed">
                {f.dateTime(h.at)} · {h.actor_name}
              </Text>
              {h.reason && (
                <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
                  {h.reason}
                </Text>
              )}
            </li>
          ))}
        </ol>
      )}
    </Panel>
  )
}
