import { Accordion, Group, Stack, Text } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Synthesis as Gathered } from '../../api'
import { synthesisQuery } from '../../api/office'
import { standing } from '../../model/reports/numbers'
import { ButtonLink } from '../../ui/ButtonLink'
import { Empty } from '../../ui/Empty'
import { Panel } from '../../ui/Panel'
import { Load, Page, usePeriodName, usePeriods, useUnits } from '../office'
import { IndicatorSums } from './IndicatorSums'
import { useNames } from './names'
import { PeriodSelect } from './PeriodSelect'
import { Share } from './Share'

/** What the units wrote, gathered by work area, and the targets that run low. */
export function Synthesis({ period: chosen }: { period?: string }) {
  const { t } = useTranslation('office')
  const navigate = useNavigate()
  const periodName = usePeriodName()
  const { query: periodsQuery, periods, period } = usePeriods(chosen)
  const query = useQuery(synthesisQuery(period?.id ?? ''))
  return (
    <Page
      title={t('syn.title')}
      sub={period && periodName(period)}
      up={{ link: { to: '/reports', search: { period: period?.id } }, label: t('rep.title') }}
      actions={
        <>
          <PeriodSelect
            periods={periods}
            value={period?.id}
            onChange={(id) => void navigate({ to: '/reports/synthesis', search: { period: id } })}
          />
          {period && (
            <ButtonLink
              to="/print/synthesis/$period"
              params={{ period: period.id }}
              variant="default"
              leftSection={<IconPrinter size={18} />}
            >
              {t('act.print')}
            </ButtonLink>
          )}
        </>
      }
    >
      <Load of={period ? query : (periodsQuery as unknown as typeof query)} rows={8}>
        {(s) =>
          period ? <Body of={s} /> : <Empty title={t('rep.noPeriods')} hint={t('rep.noPeriodsHint')} />
        }
      </Load>
    </Page>
  )
}

function Body({ of: s }: { of: Gathered }) {
  const { t } = useTranslation('office')
  const units = useUnits()
  const { nameOf } = useNames()
  const low = s.indicators.filter((i) => standing(i.percent) === 'low' || i.low.length > 0)
  if (s.areas.every((a) => a.entries.length === 0) && s.indicators.every((i) => i.percent === null))
    return (
      <div className="card">
        <Empty title={t('syn.none')} hint={t('syn.noneHint')} />
      </div>
    )
  return (
    <>
      <Panel title={t('syn.low')}>
        {low.length === 0 ? (
          <Text c="dimmed">{t('syn.lowNone')}</Text>
        ) : (
          <Stack gap={0} className="lines">
            {low.map((i) => (
              <div key={i.indicator_id}>
                <Group gap="sm">
                  <Text fw={600}>{nameOf(i)}</Text>
                  <Share percent={i.percent} />
                </Group>
                {i.low.length > 0 && (
                  <Text size="sm">
                    {t('syn.lowUnits')}: {i.low.map(units.name).join(', ')}
                  </Text>
                )}
              </div>
            ))}
          </Stack>
        )}
      </Panel>
      <Panel title={t('syn.all')}>
        <IndicatorSums indicators={s.indicators} />
      </Panel>
      <Panel title={t('syn.byArea')}>
        <Accordion multiple defaultValue={s.areas.slice(0, 1).map((a) => a.area_id)} order={3}>
          {s.areas.map((a) => (
            <Accordion.Item key={a.area_id} value={a.area_id}>
              <Accordion.Control>
                <Group gap="sm">
                  <Text fw={600}>{nameOf(a)}</Text>
                  <Text size="sm" c="dimmed">
                    {t('syn.entries', { count: a.entries.length })}
                  </Text>
                </Group>
              </Accordion.Control>
              <Accordion.Panel>
                {a.entries.length === 0 ? (
                  <Text c="dimmed">{t('syn.areaNone')}</Text>
                ) : (
                  <Stack gap={0} className="lines">
                    {a.entries.map((e) => (
                      <div key={e.unit_id}>
                        <Text fw={600} size="sm">
                          {units.name(e.unit_id)}
                        </Text>
                        <Text style={{ whiteSpace: 'pre-wrap' }}>{e.text}</Text>
                      </div>
                    ))}
                  </Stack>
                )}
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
      </Panel>
    </>
  )
}
