import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** "còn 3 ngày", "quá hạn 2 ngày", "hạn hôm nay". */
export function useDaysText() {
  const { t } = useTranslation('office')
  return useCallback(
    (days: number) => {
      if (days === 0) return t('date.dueToday')
      return days > 0 ? t('date.daysLeft', { count: days }) : t('date.daysLate', { count: -days })
    },
    [t],
  )
}
