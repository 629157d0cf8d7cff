import '../../ui/office.css'
import { Box, Group, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconChevronLeft } from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useOfficeLive } from './live'

/** A screen of the office: its name, what can be done, and its content, kept true by the event stream. */
export function Page({
  title,
  sub,
  actions,
  up,
  children,
}: {
  title: string
  sub?: ReactNode
  actions?: ReactNode
  up?: { link: LinkProps; label: string }
  children: ReactNode
}) {
  const { t } = useTranslation()
  useOfficeLive()
  useDocumentTitle(`${title} – ${t('app.name')}`)
  return (
    <Stack gap="md" maw={1560} mx="auto">
      <Box>
        {up && (
          <Link {...up.link} className="uplink no-print">
            <IconChevronLeft size={16} aria-hidden />
            {up.label}
          </Link>
        )}
        <Group justify="space-between" align="flex-start" gap="sm">
          <Box style={{ flex: '1 1 320px', minWidth: 0 }}>
            <Title
              order={1}
              style={{ overflowWrap: 'anywhere', textWrap: 'balance' }}
              fz={{ base: 22, sm: 28 }}
            >
              {title}
            </Title>
            {sub && (
              <Text c="dimmed" component="div">
                {sub}
              </Text>
            )}
          </Box>
          {actions && (
            <Group gap="xs" className="no-print">
              {actions}
            </Group>
          )}
        </Group>
      </Box>
      {children}
    </Stack>
  )
}
