import { Alert, Anchor, Center, Loader, Stack } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { enterByLink, faultText } from '../api'
import { localPath } from './Login'
import { arrive } from './session'

/** A sign-in link of the demo: signs in and goes where the link says. */
export function Enter({ token, to }: { token: string; to: string }) {
  const { t } = useTranslation()
  const router = useRouter()
  const qc = useQueryClient()
  const { mutate, error } = useMutation({
    mutationFn: () => enterByLink(token),
    onSuccess: (me) => {
      arrive(qc, me)
      router.history.replace(localPath(to))
    },
  })
  useEffect(() => mutate(), [mutate])
  if (!error)
    return (
      <Center mih="100vh">
        <Loader aria-label={t('login.enter')} />
      </Center>
    )
  return (
    <Center mih="100vh" p="md" component="main">
      <Stack maw={420}>
        <Alert color="son" role="alert" icon={<IconAlertTriangle />}>
          {faultText(t, error)}
        </Alert>
        <Anchor component={Link} to="/login">
          {t('login.enter')}
        </Anchor>
      </Stack>
    </Center>
  )
}
