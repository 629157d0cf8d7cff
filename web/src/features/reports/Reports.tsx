import { SimpleGrid, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, Navigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Period } from '../../api'
import { boardQuery } from '../../api/office'
import { Empty } from '../../ui/Empty'
import { Load, Page, usePeriods, useRights, useUnits } from '../office'
import { Board } from './Board'
import { OpenPeriod } from './OpenPeriod'
import { LateWord, ReportStateWord } from './states'

/** The office gets the board; a unit its own report; who reports for several units chooses. */
export function Reports({ period: chosen }: { period?: string }) {
  const { t } = useTranslation('office')
  const rights = useRights()
  const { query, periods, period } = usePeriods(chosen)
  if (period && rights.office) return <Board periods={periods} period={period} />
  const [only, ...others] = rights.reportsFor
  if (period && only && others.length === 0)
    return <Navigate to="/reports/$period/$unit" params={{ period: period.id, unit: only }} replace />
  return (
    <Page title={t('rep.mine')}>
      <Load of={query}>
        {() =>
          !period ? (
            <Empty
              title={t('rep.noPeriods')}
              hint={t('rep.noPeriodsHint')}
              action={rights.office && <OpenPeriod periods={[]} />}
            />
          ) : only ? (
            <Mine period={period} />
          ) : (
            <Empty title={t('rep.noUnit')} />
          )
        }
      </Load>
    </Page>
  )
}

function Mine({ period }: { period: Period }) {
  const units = useUnits()
  const rights = useRights()
  const query = useQuery(boardQuery(period.id))
  return (
    <Load of={query}>
      {({ rows }) => (
        <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
          {rights.reportsFor.map((unit) => {
            const row = rows.find((r) => r.unit_id === unit)
            return (
              <Link
                key={unit}
                className="card stat"
                to="/reports/$period/$unit"
                params={{ period: period.id, unit }}
              >
                <Text fw={600} mb={6}>
                  {units.name(unit)}
                </Text>
                <span>
                  <ReportStateWord state={row?.state ?? 'missing'} /> {row?.late && <LateWord />}
                </span>
              </Link>
            )
          })}
        </SimpleGrid>
      )}
    </Load>
  )
}
