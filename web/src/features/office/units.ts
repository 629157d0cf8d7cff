import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Unit } from '../../api'
import { unitsQuery } from '../../api/office'

/** The organisation's units with their names in the reader's language. */
export function useUnits() {
  const { t, i18n } = useTranslation('office')
  const { data } = useQuery(unitsQuery)
  return useMemo(() => {
    const english = i18n.language === 'en'
    const byId = new Map((data ?? []).map((u) => [u.id, u]))
    const nameOf = (u: Unit) => (english && u.name_en) || u.name
    const words = new Intl.Collator('vi', { numeric: true })
    return {
      ready: data !== undefined,
      byId,
      /** Those of today, by name. */
      all: (data ?? []).filter((u) => !u.valid_to).sort((a, b) => words.compare(nameOf(a), nameOf(b))),
      nameOf,
      name: (id: string) => {
        const u = byId.get(id)
        if (u) return nameOf(u)
        return data ? t('unit.unknown') : '…'
      },
    }
  }, [data, i18n.language, t])
}
