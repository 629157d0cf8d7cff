import { useTranslation } from 'react-i18next'

type Named = { name: string; name_en?: string }
type Measured = { unit_of_measure: string; unit_of_measure_en?: string }

/** Names of work areas and indicators in the reader's language. */
export function useNames() {
  const { i18n } = useTranslation()
  const english = i18n.language === 'en'
  return {
    nameOf: (x: Named) => (english && x.name_en) || x.name,
    measureOf: (x: Measured) => (english && x.unit_of_measure_en) || x.unit_of_measure,
  }
}
