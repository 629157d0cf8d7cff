import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { faultText, isFault } from '../../api'

/** Says a refusal in the reader's words: the office's own codes first, then those all screens share. */
export function useFaultText() {
  const { t, i18n } = useTranslation(['office', 'common'])
  return useCallback(
    (err: unknown): string => {
      if (isFault(err) && i18n.exists(`office:fault.${err.code}`))
        return String((t as (k: string, o: object) => unknown)(`office:fault.${err.code}`, err.params))
      return faultText(t, err)
    },
    [t, i18n],
  )
}

/** A refusal, where the act stood. */
export function ActError({ error }: { error: unknown }) {
  const say = useFaultText()
  if (!error) return null
  return (
    <Alert color="son" role="alert" icon={<IconAlertTriangle />} py="xs">
      {say(error)}
    </Alert>
  )
}
