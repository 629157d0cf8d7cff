import { Button, Center, Loader, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { faultText, isFault, type Seat } from '../../../api'
import { redeem } from './redeem'
import { useEnterSeat } from './useEnterSeat'

/** Redeems a link's token; waits out a server that is starting, and says plainly when the link is no longer good. */
export function Redeemed({ token, children }: { token: string; children: (seat: Seat) => ReactNode }) {
  const { t } = useTranslation('live')
  const seat = useQuery({
    queryKey: ['seat', token],
    queryFn: () => redeem(token),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: (_, err) => isFault(err) && (err.status === 0 || err.status === 503 || err.status === 429),
    retryDelay: 3000,
  })
  if (seat.data) return children(seat.data)
  return (
    <Center mih="100vh" p="lg">
      {seat.isError ? (
        <Stack align="center" maw={520} role="alert">
          <Title order={1} ta="center">
            {t('join.failed')}
          </Title>
          <Text ta="center">{faultText(t, seat.error)}</Text>
          <Button component={Link} to="/join">
            {t('join.byCode')}
          </Button>
        </Stack>
      ) : (
        <Stack align="center" role="status">
          <Loader />
          <Text ta="center">{t(seat.failureCount > 0 ? 'line.server' : 'wait.opening')}</Text>
        </Stack>
      )}
    </Center>
  )
}

export function JoinByLink({ token }: { token: string }) {
  return <Redeemed token={token}>{(seat) => <Enter seat={seat} />}</Redeemed>
}

function Enter({ seat }: { seat: Seat }) {
  const enter = useEnterSeat()
  useEffect(() => enter(seat), [enter, seat])
  return null
}
