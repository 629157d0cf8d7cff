import { Button, Center, Loader, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { faultText } from '../../../api'
import type { LiveState } from '../store'

/** Before the first snapshot: opening, trying again, or refused with the reason. */
export function Waiting({ state }: { state: LiveState }) {
  const { t } = useTranslation('live')
  if (state.fault) {
    const [to, label] = ['seat_ended', 'seat_unknown'].includes(state.fault.code)
      ? (['/join', 'join.byCode'] as const)
      : state.fault.status === 401
        ? ([`/login?to=${encodeURIComponent(location.pathname)}`, 'wait.signIn'] as const)
        : (['/', 'wait.home'] as const)
    return (
      <Center mih="100vh" p="lg">
        <Stack align="center" maw={560} role="alert">
          <Title order={1} ta="center">
            {t('wait.refused')}
          </Title>
          <Text ta="center">{faultText(t, state.fault)}</Text>
          <Button component="a" href={to}>
            {t(label)}
          </Button>
        </Stack>
      </Center>
    )
  }
  return (
    <Center mih="100vh" p="lg">
      <Stack align="center" role="status">
        <Loader />
        <Text ta="center">{t(state.status === 'lost' ? 'line.server' : 'wait.opening')}</Text>
      </Stack>
    </Center>
  )
}
