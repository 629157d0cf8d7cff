import { Button, Center, Stack, Text, Title } from '@mantine/core'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { createApi, faultText, isFault, type Me } from '../../../api'
import { Waiting } from '../parts/Waiting'

/** Who this seat is; waits out a server that is away, as a screen does that comes back after a power cut. */
export function useSeat(seat: string): UseQueryResult<Me> {
  return useQuery({
    queryKey: ['me', seat],
    queryFn: () => createApi(seat).get<Me>('/api/me'),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: (_, err) => isFault(err) && (err.status === 0 || err.status >= 500),
    retryDelay: 2000,
  })
}

export function SeatWaiting({ me }: { me: UseQueryResult<Me> }) {
  const { t } = useTranslation('live')
  if (!me.isError)
    return (
      <Waiting state={{ live: null, status: me.failureCount > 0 ? 'lost' : 'connecting', fault: null }} />
    )
  return (
    <Center mih="100vh" p="lg">
      <Stack align="center" maw={520} role="alert">
        <Title order={1} ta="center">
          {t('join.failed')}
        </Title>
        <Text ta="center">{faultText(t, me.error)}</Text>
        <Button component={Link} to="/join">
          {t('join.byCode')}
        </Button>
      </Stack>
    </Center>
  )
}
