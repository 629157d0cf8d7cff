import { ActionIcon, Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core'
import { IconBookmark, IconBookmarkPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dropFilter, filtersQuery, type SavedFilter, saveFilter } from '../../api/follow'
import { type Filter, listQuery, narrows, readFilter } from '../../model/directives/list'
import { ActError, Load } from '../office'

/** Filters that this person keeps under names: each a link to the list as it was. */
export function SavedFilters({ filter }: { filter: Filter }) {
  const { t } = useTranslation(['follow', 'office'])
  const qc = useQueryClient()
  const query = useQuery(filtersQuery)
  const [opened, setOpened] = useState(false)
  const [name, setName] = useState('')
  const show = (list: SavedFilter[]) => qc.setQueryData(filtersQuery.queryKey, list)
  const keep = useMutation({
    mutationFn: () =>
      saveFilter(name.trim(), { ...listQuery(filter), ...(filter.view ? { view: filter.view } : {}) }),
    onSuccess: (list) => {
      show(list)
      setName('')
    },
  })
  const drop = useMutation({ mutationFn: dropFilter, onSuccess: show })
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={320} withinPortal trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconBookmark size={17} />}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          {t('saved.title')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <Load of={query} rows={2}>
            {(list) =>
              list.length === 0 ? (
                <Text size="sm" c="dimmed">
                  {t('saved.none')}
                </Text>
              ) : (
                <Stack gap={2}>
                  {list.map((f) => (
                    <Group key={f.id} justify="space-between" wrap="nowrap" gap="xs">
                      <Link
                        className="rowlink saved"
                        to="/directives"
                        search={readFilter(f.query)}
                        onClick={() => setOpened(false)}
                      >
                        {f.name}
                      </Link>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        size={36}
                        aria-label={t('saved.drop', { name: f.name })}
                        loading={drop.isPending && drop.variables === f.id}
                        onClick={() => drop.mutate(f.id)}
                      >
                        <IconTrash size={17} />
                      </ActionIcon>
                    </Group>
                  ))}
                </Stack>
              )
            }
          </Load>
          <ActError error={drop.error} />
          <form
            onSubmit={(e) => {
              e.preventDefault()
              if (name.trim()) keep.mutate()
            }}
          >
            <Stack gap="xs">
              <TextInput
                label={t('saved.name')}
                description={narrows(filter) || filter.view ? undefined : t('saved.nothing')}
                value={name}
                maxLength={80}
                onChange={(e) => setName(e.currentTarget.value)}
              />
              <ActError error={keep.error} />
              <Button
                type="submit"
                leftSection={<IconBookmarkPlus size={17} />}
                disabled={!name.trim()}
                loading={keep.isPending}
              >
                {t('saved.keep')}
              </Button>
            </Stack>
          </form>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
