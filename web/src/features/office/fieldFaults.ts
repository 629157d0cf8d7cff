import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldText, isFault } from '../../api'

/** What a refusal says of one field of a form, in the reader's words; undefined where it says nothing. */
export function useFieldFaults(err: unknown) {
  const { t } = useTranslation('common')
  return useCallback(
    (name: string): string | undefined => {
      const field = isFault(err) ? err.field(name) : undefined
      return field && fieldText(t, field)
    },
    [t, err],
  )
}
