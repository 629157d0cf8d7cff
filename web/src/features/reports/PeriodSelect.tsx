import { Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Period } from '../../api'
import { usePeriodName } from '../office'

export function PeriodSelect({
  periods,
  value,
  onChange,
}: {
  periods: Period[]
  value: string | undefined
  onChange: (id: string) => void
}) {
  const { t } = useTranslation('office')
  const name = usePeriodName()
  return (
    <Select
      aria-label={t('period.label')}
      w={220}
      allowDeselect={false}
      data={periods.map((p) => ({ value: p.id, label: name(p) }))}
      value={value ?? null}
      onChange={(id) => id && onChange(id)}
    />
  )
}
