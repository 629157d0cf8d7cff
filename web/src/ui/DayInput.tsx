import '@mantine/dates/styles.css'
import 'dayjs/locale/vi'
import 'dayjs/locale/en-gb'
import { DatePickerInput, DateTimePicker, DatesProvider } from '@mantine/dates'
import { IconCalendar } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

type Shared = {
  label: string
  value: string | null
  onChange?: (value: string | null) => void
  error?: ReactNode
  withAsterisk?: boolean
  readOnly?: boolean
  clearable?: boolean
  /** The label is only heard, and stands in the empty field. */
  bare?: boolean
}

function Dates({ children }: { children: ReactNode }) {
  const { i18n } = useTranslation()
  return (
    <DatesProvider settings={{ locale: i18n.language === 'en' ? 'en-gb' : 'vi', firstDayOfWeek: 1 }}>
      {children}
    </DatesProvider>
  )
}

/** A day, as YYYY-MM-DD, shown DD/MM/YYYY. */
export function DayInput({ onChange, bare, label, ...props }: Shared) {
  const { t } = useTranslation('office')
  return (
    <Dates>
      <DatePickerInput
        clearButtonProps={{ 'aria-label': t('act.clear') }}
        valueFormat="DD/MM/YYYY"
        leftSection={<IconCalendar size={16} />}
        popoverProps={{ withinPortal: true }}
        onChange={(v) => onChange?.(v)}
        {...(bare ? { 'aria-label': label, placeholder: label } : { label })}
        {...props}
      />
    </Dates>
  )
}

/** An instant, as RFC 3339, shown and chosen in this device's time. */
export function InstantInput({ value, onChange, ...props }: Shared) {
  const local = value ? localOf(new Date(value)) : null
  const { t } = useTranslation('office')
  return (
    <Dates>
      <DateTimePicker
        clearButtonProps={{ 'aria-label': t('act.clear') }}
        valueFormat="HH:mm, DD/MM/YYYY"
        leftSection={<IconCalendar size={16} />}
        popoverProps={{ withinPortal: true }}
        value={local}
        onChange={(v) => onChange?.(v ? new Date(v.replace(' ', 'T')).toISOString() : null)}
        {...props}
      />
    </Dates>
  )
}

function localOf(d: Date): string {
  const pad = (n: number) => String(n).padStart(2, '0')
  return `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())} ${pad(d.getHours())}:${pad(d.getMinutes())}:00`
}
