import '@mantine/charts/styles.css'
import { CompositeChart } from '@mantine/charts'
import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/formats'
import { useQuarterName } from './Summary'

/** Directives due and done in time over the quarters, with the same figures as a table. */
export default function TrendChart({ rows }: { rows: { period: string; due: number; in_time: number; share: number | null }[] }) {
  const { t } = useTranslation('follow')
  const f = useFormats()
  const quarter = useQuarterName()
  return (
    <div className="trend">
      <div aria-hidden>
        <CompositeChart
          h={210}
          data={rows.map((r) => ({
            period: quarter(r.period),
            [t('sum.due')]: r.due,
            [t('sum.inTime')]: r.in_time,
          }))}
          dataKey="period"
          withLegend
          composedChartProps={{ accessibilityLayer: false }}
          maxBarWidth={34}
          series={[
            { name: t('sum.due'), color: 'lam.3', type: 'bar' },
            { name: t('sum.inTime'), color: 'green.8', type: 'bar' },
          ]}
        />
      </div>
      <Table className="trend-table" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('sum.quarter')}</Table.Th>
            <Table.Th ta="right">{t('sum.due')}</Table.Th>
            <Table.Th ta="right">{t('sum.inTime')}</Table.Th>
            <Table.Th ta="right">{t('sum.share')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((r) => (
              <Table.Tr key={r.period}>
                <Table.Th scope="row" fw={500}>
                  {quarter(r.period)}
                </Table.Th>
                <Table.Td ta="right" className="num">
                  {f.number(r.due)}
                </Table.Td>
                <Table.Td ta="right" className="num">
                  {f.number(r.in_time)}
                </Table.Td>
                <Table.Td ta="right" className="num">
                  {r.share === null ? '–' : f.percent(r.share)}
                </Table.Td>
              </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  )
}
