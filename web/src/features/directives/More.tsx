import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** How many of the list are shown, and the button for the next part of it. */
export function More({
  count,
  query,
}: {
  count: number
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
}) {
  const { t } = useTranslation(['follow', 'office'])
  return (
    <Group justify="center" mt="md" gap="md">
      <Text size="sm" c="dimmed" aria-live="polite">
        {query.hasNextPage ? t('list.shown', { count }) : t('office:dir.count', { count })}
      </Text>
      {query.hasNextPage && (
        <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('list.more')}
        </Button>
      )}
    </Group>
  )
}
