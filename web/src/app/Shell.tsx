import { ActionIcon, AppShell, Box, Burger, Group, Kbd, NavLink, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { api, meQuery } from '../api'
import { Bell } from './Bell'
import { Brand } from './Brand'
import { LanguageSwitch, ThemeSwitch } from './Controls'
import { nav } from './nav'
import { UserMenu } from './UserMenu'

const Palette = lazy(() => import('./Palette'))

/** The office's frame: who and where, the screens, and the way to everything by Ctrl+K. */
export function Shell() {
  const { t, i18n } = useTranslation()
  const { data: me } = useSuspenseQuery(meQuery)
  const [open, menu] = useDisclosure()
  const path = useRouterState({ select: (s) => s.location.pathname })
  const { name, name_en } = me.organisation
  const here = (to: string) => (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`))
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 252, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding={{ base: 'sm', sm: 'lg' }}
    >
      <a className="skip" href="#main">
        {t('nav.skip')}
      </a>
      <AppShell.Header style={{ background: 'var(--surface)', borderColor: 'var(--line)' }}>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger
              opened={open}
              onClick={menu.toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t('nav.menu')}
            />
            <Brand organisation={i18n.language === 'en' ? name_en || name : name} />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <UnstyledButton
              onClick={spotlight.open}
              visibleFrom="md"
              style={{ border: '1px solid var(--line)', borderRadius: 8, padding: '6px 10px', width: 260 }}
            >
              <Group gap={8} wrap="nowrap">
                <IconSearch size={16} />
                <Text size="sm" c="dimmed" style={{ flex: 1 }}>
                  {t('nav.search')}
                </Text>
                <Kbd size="xs">Ctrl K</Kbd>
              </Group>
            </UnstyledButton>
            <ActionIcon
              variant="default"
              size="lg"
              hiddenFrom="md"
              visibleFrom="xs"
              aria-label={t('nav.search')}
              onClick={spotlight.open}
            >
              <IconSearch size={18} />
            </ActionIcon>
            <LanguageSwitch
              onChoose={(locale) => void api.patch('/api/me', { locale }).catch(() => undefined)}
            />
            <Box visibleFrom="xs">
              <ThemeSwitch />
            </Box>
            <Bell />
            <UserMenu me={me} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar
        p="sm"
        style={{ background: 'var(--surface)', borderColor: 'var(--line)' }}
        aria-label={t('nav.menu')}
      >
        {nav.map(({ to, label, icon: Icon }) => (
          <NavLink
            key={to}
            component={Link}
            to={to}
            active={here(to)}
            aria-current={here(to) ? 'page' : undefined}
            label={t(label)}
            leftSection={<Icon size={19} stroke={1.8} />}
            onClick={menu.close}
            styles={{ root: { borderRadius: 8, minHeight: 42, fontWeight: here(to) ? 700 : 400 } }}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
      <Suspense>
        <Palette />
      </Suspense>
    </AppShell>
  )
}
