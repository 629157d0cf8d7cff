import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** A work area's name: drafting names it by a key, people by their own words. */
export function useAreaName() {
  const { t, i18n } = useTranslation('office')
  return useCallback(
    (area: string) => (i18n.exists(`office:area.${area}`) ? t(`area.${area as 'dan-van'}`) : area),
    [t, i18n],
  )
}

/** The work areas to choose from, by name; one that people named themselves is among them while it is chosen. */
export function useAreas(chosen?: string): { value: string; label: string }[] {
  const { i18n } = useTranslation('office')
  const name = useAreaName()
  const known = Object.keys((i18n.getResourceBundle(i18n.language, 'office') as { area?: object })?.area ?? {})
  const words = new Intl.Collator('vi', { numeric: true })
  return [...new Set([...known, ...(chosen ? [chosen] : [])])]
    .map((value) => ({ value, label: name(value) }))
    .sort((a, b) => words.compare(a.label, b.label))
}
