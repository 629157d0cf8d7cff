import { Button, Center, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { faultText } from '../api'

/** What a route shows when it could not load. */
export function Failure({ error, reset }: { error: unknown; reset: () => void }) {
  const { t } = useTranslation()
  return (
    <Center mih="60vh" p="lg">
      <Stack align="center" maw={520} role="alert">
        <Title order={1} ta="center">
          {t('failure.title')}
        </Title>
        <Text ta="center">{faultText(t, error)}</Text>
        <Button onClick={reset}>{t('failure.retry')}</Button>
      </Stack>
    </Center>
  )
}

export function NotFound() {
  const { t } = useTranslation()
  return (
    <Center mih="60vh" p="lg">
      <Stack align="center" maw={520}>
        <Title order={1} ta="center">
          {t('failure.notFound')}
        </Title>
        <Text ta="center" c="dimmed">
          {t('failure.notFoundHint')}
        </Text>
        <Button component={Link} to="/">
          {t('failure.home')}
        </Button>
      </Stack>
    </Center>
  )
}
