import './follow.css'
import { Alert, Group, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconClockPlus, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { conferencesQuery, type DirectiveDetail, type DirectiveStep, directiveQuery } from '../../api/office'
import { ButtonLink } from '../../ui/ButtonLink'
import { useFormats } from '../../ui/formats'
import { Panel } from '../../ui/Panel'
import { Load, Page, useAreaName, useUnits } from '../office'
import { Acts } from './Acts'
import { Correct, useIndicatorName } from './Correct'
import { Deadline } from './Deadline'
import { EvidenceList } from './Evidence'
import { Parts } from './Parts'
import { Carried, Talk } from './Talk'
import { Turns } from './Turns'
import { Progress, StateWord, TimeWord } from './words'

/** One directive with its whole story, and what may be done with it now. */
export function DirectivePage({ id }: { id: string }) {
  const { t } = useTranslation(['office', 'follow'])
  const query = useQuery(directiveQuery(id))
  const d = query.data
  return (
    <Page
      title={d ? `${t('dir.one')} ${d.number}`.trim() : t('dir.one')}
      up={{ link: { to: '/directives' }, label: t('dir.title') }}
      sub={
        d && (
          <Group gap="xs" mt={6}>
            <StateWord state={d.state} />
            <TimeWord timeliness={d.timeliness} />
          </Group>
        )
      }
      actions={
        <ButtonLink
          to="/print/directive/$id"
          params={{ id }}
          variant="default"
          leftSection={<IconPrinter size={18} />}
        >
          {t('act.print')}
        </ButtonLink>
      }
    >
      <Load of={query} rows={8}>
        {(x) => <Body directive={x} />}
      </Load>
    </Page>
  )
}

function Body({ directive: d }: { directive: DirectiveDetail }) {
  const { t } = useTranslation(['office', 'follow'])
  const files = d.history.flatMap((s) => s.files)
  const f = useFormats()
  const units = useUnits()
  const areaName = useAreaName()
  const indicator = useIndicatorName(d.indicators)
  const conferences = useQuery(conferencesQuery)
  const conference = conferences.data?.find((c) => c.id === d.conference_id)
  return (
    <>
      {d.extension && (
        <Alert
          color="orange"
          icon={<IconClockPlus />}
          title={t('dir.extensionAsked', { date: f.date(d.extension.until) })}
        >
          <Text style={{ whiteSpace: 'pre-wrap' }}>{d.extension.reason}</Text>
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} style={{ alignItems: 'start' }}>
        <Stack gap="md" miw={0}>
          <Panel title={t('dir.text')}>
            <Text fz="md" style={{ whiteSpace: 'pre-wrap' }} lh={1.7}>
              {d.text}
            </Text>
            <Stack mt="lg" gap="xs">
              <Acts directive={d} may={(act) => d.can.includes(act)} />
            </Stack>
          </Panel>
          <Panel title={t('dir.progress')} aside={d.can.includes('correct') && <Correct directive={d} />}>
            <Stack gap={0} className="lines">
              <Line label={t('dir.progress')}>
                <Progress percent={d.percent} />
              </Line>
              <Line label={t('dir.lead')}>{units.name(d.unit_id)}</Line>
              {d.coordinating_ids.length > 0 && (
                <Line label={t('dir.coordinating')}>{d.coordinating_ids.map(units.name).join(', ')}</Line>
              )}
              <Line label={t('dir.deadline')}>
                <Deadline deadline={d.deadline} timeliness={d.timeliness} />
                {d.first_deadline && d.first_deadline !== d.deadline && (
                  <Text size="sm" c="dimmed">
                    {t('follow:page.firstDeadline', { date: f.date(d.first_deadline) })}
                  </Text>
                )}
              </Line>
              {d.evidence_required && <Line label={t('follow:file.title')}>{t('follow:page.evidence')}</Line>}
              {d.recurrence && <Line label={t('follow:page.recurrence')}>{d.recurrence}</Line>}
              {files.length > 0 && (
                <Line label={t('follow:file.title')}>
                  <EvidenceList directive={d.id} files={files} />
                </Line>
              )}
              {d.work_area && <Line label={t('dir.workArea')}>{areaName(d.work_area)}</Line>}
              {d.indicator_id && <Line label={t('follow:desk.indicator')}>{indicator(d.indicator_id)}</Line>}
              <Line label={t('dir.issuedAt')}>{f.dateTime(d.issued_at)}</Line>
              {d.conference_id && (
                <Line label={t('dir.from')}>
                  <Link to="/conferences/$id" params={{ id: d.conference_id }}>
                    {conference?.title ?? t('act.open')}
                  </Link>
                </Line>
              )}
            </Stack>
          </Panel>
        </Stack>
        <Stack gap="md" miw={0}>
          <Parts directive={d} />
          <Turns directive={d} />
          <Talk directive={d} />
          <Carried directive={d} />
          <Panel title={t('dir.history')}>
            <Story directive={d} />
          </Panel>
        </Stack>
      </SimpleGrid>
    </>
  )
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Group justify="space-between" wrap="nowrap" gap="md" align="flex-start">
      <Text size="sm" c="dimmed" style={{ flex: 'none' }}>
        {label}
      </Text>
      <Text ta="right" component="div" style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </Group>
  )
}

/** Everything that happened, newest first. */
export function Story({ directive: d }: { directive: DirectiveDetail }) {
  const { t, i18n } = useTranslation(['office', 'follow'])
  const f = useFormats()
  const units = useUnits()
  if (d.history.length === 0)
    return (
      <Text c="dimmed" size="sm">
        {t('dir.historyNone')}
      </Text>
    )
  const newest = [...d.history].sort((a, b) => b.seq - a.seq)
  return (
    <ol className="timeline">
      {newest.map((e) => (
        <li key={e.seq}>
          <Text fw={600}>
            {i18n.exists(`office:dir.ev.${e.act}`) ? t(`dir.ev.${e.act as 'issue'}`) : e.act}
            {(e.act === 'progress' || e.act === 'part_progress') && <span className="num"> · {e.percent}%</span>}
            {e.to_unit_id && ` → ${units.name(e.to_unit_id)}`}
            {e.until && ` · ${t('dir.ev.until', { date: f.date(e.until) })}`}
          </Text>
          <Text size="sm" c="dimmed">
            {f.dateTime(e.at)} · {e.actor_name}
            {e.unit_id && ` · ${units.name(e.unit_id)}`}
          </Text>
          {e.text && (
            <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
              {e.text}
            </Text>
          )}
          <Changed directive={d} step={e} />
          <EvidenceList directive={d.id} files={e.files} />
        </li>
      ))}
    </ol>
  )
}

/** What a correction found and what it left. */
function Changed({ directive: d, step }: { directive: DirectiveDetail; step: DirectiveStep }) {
  const { t } = useTranslation(['office', 'follow'])
  const areaName = useAreaName()
  const indicator = useIndicatorName(d.indicators)
  return step.corrected.map((c) => {
    const said = (id: string) =>
      id === '' ? t('follow:page.correctNone') : c.field === 'work_area' ? areaName(id) : indicator(id)
    return (
      <Text key={c.field} size="sm">
        {c.field === 'work_area' ? t('dir.workArea') : t('follow:desk.indicator')}: {said(c.from)} → {said(c.to)}
      </Text>
    )
  })
}
