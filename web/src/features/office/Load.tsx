import { Alert, Button, Skeleton, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useFaultText } from './faults'

/** Shows an answer, bones while it comes, and what went wrong with a way to try again. */
export function Load<T>({
  of,
  rows = 4,
  children,
}: {
  of: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch' | 'isFetching'>
  rows?: number
  children: (data: T) => ReactNode
}) {
  const { t } = useTranslation('office')
  const say = useFaultText()
  if (of.data !== undefined) return <>{children(of.data)}</>
  if (of.error)
    return (
      <Alert color="son" icon={<IconAlertTriangle />} title={t('load.failed')} role="alert">
        <Stack gap="sm" align="flex-start">
          <Text size="sm">{say(of.error)}</Text>
          <Button size="sm" variant="default" loading={of.isFetching} onClick={() => void of.refetch()}>
            {t('act.retry')}
          </Button>
        </Stack>
      </Alert>
    )
  return (
    <Stack gap="sm" aria-busy="true">
      <span className="sr" role="status">
        {t('load.loading')}
      </span>
      {Array.from({ length: rows }, (_, i) => `bone-${i}`).map((key) => (
        <Skeleton key={key} h={38} radius="sm" />
      ))}
    </Stack>
  )
}
