import { Stack, Text } from '@mantine/core'
import { IconInbox, type IconProps } from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'

/** What stands where there is nothing yet: what it means and what to do. */
export function Empty({
  title,
  hint,
  action,
  icon: Icon = IconInbox,
}: {
  title: string
  hint?: string
  action?: ReactNode
  icon?: ComponentType<IconProps>
}) {
  return (
    <Stack align="center" gap={6} py="xl" px="md">
      <Icon size={36} stroke={1.5} color="var(--mantine-color-dimmed)" aria-hidden />
      <Text fw={600} ta="center">
        {title}
      </Text>
      {hint && (
        <Text size="sm" c="dimmed" ta="center" maw={440}>
          {hint}
        </Text>
      )}
      {action}
    </Stack>
  )
}
