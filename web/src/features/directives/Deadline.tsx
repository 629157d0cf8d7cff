import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { dayOf, daysUntil } from '../../model/directives/timeliness'
import { useFormats } from '../../ui/formats'
import { useDaysText } from '../office'

/** The day by which it must be done and, while it is open, how far off that is. */
export function Deadline({ deadline, timeliness }: { deadline: string | null; timeliness: string }) {
  const { t } = useTranslation('office')
  const f = useFormats()
  const days = useDaysText()
  if (!deadline)
    return (
      <Text span size="sm" c="dimmed">
        {t('date.none')}
      </Text>
    )
  const left = daysUntil(deadline, dayOf(new Date()))
  // In time though the day has passed: it was done before.
  const open = !timeliness.startsWith('done') && !(timeliness === 'in_time' && left < 0)
  return (
    <span>
      <span className="num" style={{ fontSize: 14 }}>
        {f.date(deadline)}
      </span>
      {open && (
        <Text
          span
          size="sm"
          style={{ whiteSpace: 'nowrap' }}
          c={timeliness === 'overdue' ? 'var(--bad)' : timeliness === 'due_soon' ? 'var(--warn)' : 'dimmed'}
          fw={timeliness === 'overdue' ? 600 : undefined}
        >
          {' · '}
          {days(left)}
        </Text>
      )}
    </span>
  )
}
