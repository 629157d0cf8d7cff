import { Group, SegmentedControl, SimpleGrid, Table, Text, TextInput } from '@mantine/core'
import { IconPrinter, IconSearch, IconTableShortcut } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Period, ReportRow, ReportState } from '../../api'
import { boardQuery } from '../../api/office'
import { matches } from '../../model/fold'
import { ButtonLink } from '../../ui/ButtonLink'
import { Empty } from '../../ui/Empty'
import { useFormats } from '../../ui/formats'
import { Panel } from '../../ui/Panel'
import { Stat } from '../../ui/Stat'
import { Load, Page, usePeriodName, useUnits } from '../office'
import { OpenPeriod } from './OpenPeriod'
import { OfficeActs } from './OfficeActs'
import { PeriodSelect } from './PeriodSelect'
import { LateWord, ReportStateWord } from './states'

type Cut = 'all' | 'late' | ReportState
const CUTS: Cut[] = ['all', 'late', 'missing', 'draft', 'submitted', 'returned', 'accepted']
const inCut = (r: ReportRow, cut: Cut) => cut === 'all' || (cut === 'late' ? r.late : r.state === cut)

/** All units' reports of a period: who has reported, who is late, what waits for the office. */
export function Board({ periods, period }: { periods: Period[]; period: Period }) {
  const { t } = useTranslation('office')
  const f = useFormats()
  const navigate = useNavigate()
  const periodName = usePeriodName()
  const query = useQuery(boardQuery(period.id))
  return (
    <Page
      title={t('rep.title')}
      sub={`${periodName(period)} · ${t('period.due', { date: f.dateTime(period.due_at) })}`}
      actions={
        <>
          <PeriodSelect
            periods={periods}
            value={period.id}
            onChange={(id) => void navigate({ to: '/reports', search: { period: id } })}
          />
          <OpenPeriod periods={periods} />
          <ButtonLink
            to="/reports/synthesis"
            search={{ period: period.id }}
            variant="default"
            leftSection={<IconTableShortcut size={18} />}
          >
            {t('rep.synthesis')}
          </ButtonLink>
          <ButtonLink
            to="/print/reports/$period"
            params={{ period: period.id }}
            variant="default"
            leftSection={<IconPrinter size={18} />}
          >
            {t('act.print')}
          </ButtonLink>
        </>
      }
    >
      <Load of={query} rows={10}>
        {({ rows }) => <Rows rows={rows} period={period} />}
      </Load>
    </Page>
  )
}

function Rows({ rows, period }: { rows: ReportRow[]; period: Period }) {
  const { t } = useTranslation('office')
  const f = useFormats()
  const units = useUnits()
  const [cut, setCut] = useState<Cut>('all')
  const [q, setQ] = useState('')
  const count = (c: Cut) => rows.filter((r) => inCut(r, c)).length
  const words = new Intl.Collator('vi', { numeric: true })
  const shown = rows
    .filter((r) => inCut(r, cut) && (!q || matches(units.name(r.unit_id), q)))
    .sort((a, b) => words.compare(units.name(a.unit_id), units.name(b.unit_id)))
  const sent = count('submitted') + count('accepted')
  return (
    <>
      <SimpleGrid cols={{ base: 2, md: 4 }}>
        <Stat
          label={t('dash.reportsIn')}
          value={sent}
          of={rows.length}
          tone={sent === rows.length ? 'good' : 'plain'}
        />
        <Stat label={t('dash.reportsLate')} value={count('late')} tone={count('late') ? 'bad' : 'good'} />
        <Stat
          label={t('dash.reportsWaiting')}
          value={count('submitted')}
          tone={count('submitted') ? 'warn' : 'plain'}
        />
        <Stat label={t('state.accepted')} value={count('accepted')} of={rows.length} />
      </SimpleGrid>
      <Panel title={t('unit.label')}>
        <Group mb="sm">
          <TextInput
            aria-label={t('rep.filter')}
            placeholder={t('rep.filter')}
            leftSection={<IconSearch size={16} />}
            value={q}
            onChange={(e) => setQ(e.currentTarget.value)}
            w={{ base: '100%', sm: 260 }}
          />
          <div className="scroll-x">
            <SegmentedControl
              aria-label={t('rep.stateCol')}
              value={cut}
              onChange={(v) => setCut(v as Cut)}
              data={CUTS.map((c) => ({
                value: c,
                label: `${c === 'all' ? t('rep.all') : t(`state.${c}`)} (${count(c)})`,
              }))}
            />
          </div>
        </Group>
        {shown.length === 0 ? (
          <Empty title={t('rep.noneInFilter')} />
        ) : (
          <Table className="stack" highlightOnHover verticalSpacing={7}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('unit.label')}</Table.Th>
                <Table.Th>{t('rep.stateCol')}</Table.Th>
                <Table.Th>{t('rep.submittedAt')}</Table.Th>
                <Table.Th ta="right">{t('rep.version')}</Table.Th>
                <Table.Th ta="right">{t('rep.acts')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((r) => (
                <Table.Tr key={r.unit_id} className={r.late ? 'late-row' : undefined}>
                  <Table.Th scope="row">
                    <Link
                      className="rowlink"
                      to="/reports/$period/$unit"
                      params={{ period: period.id, unit: r.unit_id }}
                    >
                      {units.name(r.unit_id)}
                    </Link>
                  </Table.Th>
                  <Table.Td data-label={t('rep.stateCol')}>
                    <Group gap={6} justify="flex-start">
                      <ReportStateWord state={r.state} />
                      {r.late && <LateWord />}
                    </Group>
                  </Table.Td>
                  <Table.Td className="num" data-label={t('rep.submittedAt')}>
                    {r.submitted_at ? f.dateTime(r.submitted_at) : '–'}
                  </Table.Td>
                  <Table.Td ta="right" className="num" data-label={t('rep.version')}>
                    {r.version || '–'}
                  </Table.Td>
                  <Table.Td>
                    <Group gap={6} justify="flex-end">
                      <OfficeActs small period={period.id} unit={r.unit_id} state={r.state} rev={r.rev} />
                      {(r.state === 'missing' || r.state === 'draft' || r.state === 'returned') && (
                        <Text size="sm" c="dimmed">
                          –
                        </Text>
                      )}
                    </Group>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Panel>
    </>
  )
}
