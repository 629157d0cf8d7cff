import { Box, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

export function BrandMark({ size = 34 }: { size?: number }) {
  return <img src="/icon.svg" width={size} height={size} alt="" />
}

export function Brand({ organisation }: { organisation?: string | undefined }) {
  const { t } = useTranslation()
  return (
    <Group gap="sm" wrap="nowrap" miw={0}>
      <BrandMark />
      <Box miw={0}>
        <Text fw={700} lh={1.3}>
          {t('app.name')}
        </Text>
        {organisation && (
          <Text size="xs" c="dimmed" lh={1.4} truncate>
            {organisation}
          </Text>
        )}
      </Box>
    </Group>
  )
}
