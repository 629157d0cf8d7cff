import { useTranslation } from 'react-i18next'
import { Page, usePeriodName, usePeriods, useRights } from '../office'
import { NextConference } from './NextConference'
import { OfficeView } from './OfficeView'
import { UnitView } from './UnitView'

/** What matters now, to whoever looks: the next conference, then the office's or the unit's own matters. */
export function Dashboard() {
  const { t } = useTranslation('office')
  const rights = useRights()
  const periodName = usePeriodName()
  const { period } = usePeriods()
  return (
    <Page
      title={period ? t('dash.titlePeriod', { period: periodName(period) }) : t('dash.title')}
      sub={rights.me?.account && t('dash.hello', { name: rights.me.account.name })}
    >
      <NextConference />
      {rights.oversees ? <OfficeView period={period} /> : <UnitView period={period} />}
    </Page>
  )
}
