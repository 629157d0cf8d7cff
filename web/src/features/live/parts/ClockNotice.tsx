import { Alert } from '@mantine/core'
import { IconClockExclamation } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { clockFault } from '../../../model/live'
import { useConference, useServerNow } from '../context'

/**
 * Says in plain words that this device's clock is wrong. All times on the screen are the server's, so nothing is
 * lost by it but trust in the corner of the screen where the device shows its own.
 */
export function ClockNotice() {
  const { t } = useTranslation('plan')
  const { store } = useConference()
  useServerNow(30_000)
  const minutes = clockFault(store.clock.offset)
  if (minutes === 0) return null
  return (
    <Alert color="gold" role="status" icon={<IconClockExclamation />} py="xs" className="gb-clocknotice">
      {t(minutes > 0 ? 'clock.slow' : 'clock.fast', { count: Math.abs(minutes) })}
    </Alert>
  )
}
