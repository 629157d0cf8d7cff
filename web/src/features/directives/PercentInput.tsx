import { NumberInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** How far something is, 0 to 100. */
export function PercentInput({ value, onChange }: { value: number | string; onChange: (value: number | string) => void }) {
  const { t } = useTranslation('office')
  return (
    <NumberInput
      label={t('dir.percent')}
      min={0}
      max={100}
      step={5}
      suffix=" %"
      clampBehavior="strict"
      allowDecimal={false}
      value={value}
      onChange={onChange}
    />
  )
}
