import { Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Synthesis } from '../../api'
import { Bullet } from '../../ui/Bullet'
import { useFormats } from '../../ui/formats'
import { useNames } from './names'
import { Share } from './Share'

/** Plan and actual of all units together; the bars only repeat the figures. */
export function IndicatorSums({ indicators }: { indicators: Synthesis['indicators'] }) {
  const { t } = useTranslation('office')
  const f = useFormats()
  const { nameOf, measureOf } = useNames()
  return (
    <Table className="stack" verticalSpacing={8} horizontalSpacing={8}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('rep.indicator')}</Table.Th>
          <Table.Th ta="right">{t('rep.plan')}</Table.Th>
          <Table.Th ta="right">{t('rep.actual')}</Table.Th>
          <Table.Th w="26%" visibleFrom="sm">
            <span className="sr">{t('dash.planActual')}</span>
          </Table.Th>
          <Table.Th ta="right">{t('rep.percent')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {indicators.map((i) => (
          <Table.Tr key={i.indicator_id}>
            <Table.Th scope="row" fw={500}>
              {nameOf(i)}{' '}
              <Text span size="sm" c="dimmed">
                ({measureOf(i)})
              </Text>
            </Table.Th>
            <Table.Td ta="right" className="num" data-label={t('rep.plan')}>
              {i.plan === null ? '–' : f.number(i.plan)}
            </Table.Td>
            <Table.Td ta="right" className="num" data-label={t('rep.actual')}>
              {i.actual === null ? '–' : f.number(i.actual)}
            </Table.Td>
            <Table.Td visibleFrom="sm">
              {i.plan !== null && i.actual !== null && i.percent !== null && (
                <Bullet plan={i.plan} actual={i.actual} label={nameOf(i)} />
              )}
            </Table.Td>
            <Table.Td ta="right" data-label={t('rep.percent')}>
              <Share percent={i.percent} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
