import { Alert, Anchor, Button, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { faultText, signIn } from '../api'
import { setLang } from '../i18n'
import { BrandMark } from './Brand'
import { LanguageSwitch, ThemeSwitch } from './Controls'
import { arrive } from './session'

/** Only paths of this server are followed. */
export const localPath = (to: string): string => (/^\/(?![/\\])/.test(to) ? to : '/')

/** `to` is where the user wanted to go. */
export function Login({ to }: { to: string }) {
  const { t } = useTranslation()
  const router = useRouter()
  const qc = useQueryClient()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const passwordRef = useRef<HTMLInputElement>(null)
  const enter = useMutation({
    mutationFn: () => signIn(login.trim(), password),
    onSuccess: async (me) => {
      arrive(qc, me)
      const locale = me.account?.locale
      if (locale === 'vi' || locale === 'en') await setLang(locale)
      router.history.push(localPath(to))
    },
    onError: () => passwordRef.current?.select(),
  })
  const submit = (e: FormEvent) => {
    e.preventDefault()
    enter.mutate()
  }
  return (
    <main style={{ minHeight: '100vh', display: 'grid', placeItems: 'center', padding: 16 }}>
      <form onSubmit={submit} className="card" style={{ width: '100%', maxWidth: 420, padding: 32 }}>
        <Stack gap="md">
          <Group justify="space-between" wrap="nowrap">
            <BrandMark size={44} />
            <Group gap="xs" wrap="nowrap">
              <LanguageSwitch />
              <ThemeSwitch />
            </Group>
          </Group>
          <div>
            <Title order={1}>{t('app.name')}</Title>
            <Text c="dimmed">{t('login.lead')}</Text>
          </div>
          {enter.isError && (
            <Alert color="son" role="alert" icon={<IconAlertTriangle />}>
              {faultText(t, enter.error)}
            </Alert>
          )}
          <TextInput
            size="md"
            label={t('login.login')}
            name="login"
            autoComplete="username"
            autoCapitalize="none"
            autoFocus
            required
            withAsterisk={false}
            value={login}
            onChange={(e) => setLogin(e.currentTarget.value)}
          />
          <PasswordInput
            size="md"
            ref={passwordRef}
            label={t('login.password')}
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ 'aria-label': t('login.showPassword') }}
            value={password}
            onChange={(e) => setPassword(e.currentTarget.value)}
          />
          <Button type="submit" size="md" fullWidth loading={enter.isPending}>
            {t('login.enter')}
          </Button>
          <Text size="sm" c="dimmed" ta="center">
            {t('login.siteHint')}{' '}
            <Anchor component={Link} to="/join" size="sm" underline="always">
              {t('login.siteLink')}
            </Anchor>
          </Text>
        </Stack>
      </form>
    </main>
  )
}
