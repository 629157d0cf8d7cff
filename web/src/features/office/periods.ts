import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Period } from '../../api'
import { periodsQuery } from '../../api/office'

const ROMAN = ['', 'I', 'II', 'III', 'IV']

/** "Quý III năm 2026": periods as the offices write them. */
export function usePeriodName() {
  const { t, i18n } = useTranslation('office')
  return useCallback(
    (p: Pick<Period, 'kind' | 'year' | 'index'> | undefined): string => {
      if (!p) return '…'
      const { year, index } = p
      switch (p.kind) {
        case 'quarter':
          return t('period.quarter', {
            year,
            index: i18n.language === 'vi' ? (ROMAN[index] ?? index) : index,
          })
        case 'month':
          return t('period.month', { year, index })
        case 'half':
          return index === 1 ? t('period.half1', { year }) : t('period.half2', { year })
        default:
          return t('period.year', { year })
      }
    },
    [t, i18n.language],
  )
}

/** The periods, and the one chosen: by its id, else the current, else the newest. */
export function usePeriods(chosen?: string) {
  const query = useQuery(periodsQuery)
  const periods = query.data?.periods ?? []
  const period =
    periods.find((p) => p.id === chosen) ?? periods.find((p) => p.id === query.data?.current_id) ?? periods[0]
  return { query, periods, period }
}
