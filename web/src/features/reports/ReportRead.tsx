import { Stack, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Report } from '../../api/office'
import { parseTyped, percentOf } from '../../model/reports/numbers'
import { Panel } from '../../ui/Panel'
import { useNames } from './names'
import { Share } from './Share'

/** The report as it was sent. */
export function ReportRead({ report }: { report: Report }) {
  const { t } = useTranslation('office')
  const { nameOf, measureOf } = useNames()
  return (
    <>
      <Panel title={t('rep.indicators')}>
        <Table className="stack" verticalSpacing={8} horizontalSpacing={8}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('rep.indicator')}</Table.Th>
              <Table.Th ta="right">{t('rep.previous')}</Table.Th>
              <Table.Th ta="right">{t('rep.plan')}</Table.Th>
              <Table.Th ta="right">{t('rep.actual')}</Table.Th>
              <Table.Th ta="right">{t('rep.percent')}</Table.Th>
              <Table.Th w="28%">{t('rep.note')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.indicators.map((i) => (
              <Table.Tr key={i.indicator_id}>
                <Table.Th scope="row" fw={500}>
                  {nameOf(i)}{' '}
                  <Text span size="sm" c="dimmed">
                    ({measureOf(i)})
                  </Text>
                </Table.Th>
                <Table.Td ta="right" className="num" data-label={t('rep.previous')}>
                  {i.previous?.actual || '–'}
                </Table.Td>
                <Table.Td ta="right" className="num" data-label={t('rep.plan')}>
                  {i.plan || '–'}
                </Table.Td>
                <Table.Td ta="right" className="num" data-label={t('rep.actual')}>
                  {i.actual || '–'}
                </Table.Td>
                <Table.Td ta="right" data-label={t('rep.percent')}>
                  <Share percent={percentOf(parseTyped(i.actual), parseTyped(i.plan))} />
                </Table.Td>
                <Table.Td data-wide={i.note ? true : undefined} data-label={t('rep.note')}>
                  {i.note || '–'}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Panel>
      <Panel title={t('rep.areas')}>
        <Stack gap="md">
          {report.areas.map((a) => (
            <div key={a.area_id}>
              <Text fw={600} component="h3" m={0} fz="md">
                {nameOf(a)}
              </Text>
              <Text c={a.text ? undefined : 'dimmed'} style={{ whiteSpace: 'pre-wrap' }}>
                {a.text || t('rep.areaEmpty')}
              </Text>
            </div>
          ))}
        </Stack>
      </Panel>
    </>
  )
}
