import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { intlLocale } from '../i18n'

/** Dates, times and numbers in the reader's language. Days (`YYYY-MM-DD`) stay the day they name in every zone. */
export function useFormats() {
  const { i18n } = useTranslation()
  return useMemo(() => formats(intlLocale(i18n.language)), [i18n.language])
}

function formats(locale: string) {
  const date = new Intl.DateTimeFormat(locale, { day: '2-digit', month: '2-digit', year: 'numeric' })
  const day = new Intl.DateTimeFormat(locale, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    timeZone: 'UTC',
  })
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long' })
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
  return {
    date: (at: string) =>
      /^\d{4}-\d{2}-\d{2}$/.test(at) ? day.format(new Date(`${at}T00:00:00Z`)) : date.format(new Date(at)),
    time: (at: string | Date) => time.format(new Date(at)),
    dateTime: (at: string | Date) => `${time.format(new Date(at))}, ${date.format(new Date(at))}`,
    weekday: (at: string) => weekday.format(new Date(at)),
    number: (n: number) => number.format(n),
    /** From percentage points: 55.2 → 55,2 %. */
    percent: (points: number) => percent.format(points / 100),
  }
}
