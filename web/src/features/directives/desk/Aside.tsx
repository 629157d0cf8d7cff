import { Button, Collapse, Group, Stack, Text } from '@mantine/core'
import { IconArrowBackUp, IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Conclusion, conclusionQuery, restoreDraft } from '../../../api/office'
import { ActError, useUnits } from '../../office'

/** What was deleted on this desk: drafting again does not bring it back, but each can be. */
export function Aside({ conference, drafts }: { conference: string; drafts: Conclusion['set_aside'] }) {
  const { t } = useTranslation('follow')
  const units = useUnits()
  const qc = useQueryClient()
  const [opened, setOpened] = useState(false)
  const restore = useMutation({
    mutationFn: (draft: string) => restoreDraft(conference, draft),
    onSuccess: (desk) => {
      qc.setQueryData(conclusionQuery(conference).queryKey, desk)
      void qc.invalidateQueries({ queryKey: ['draft-lessons'] })
    },
  })
  if (drafts.length === 0) return null
  const Chevron = opened ? IconChevronDown : IconChevronRight
  return (
    <section>
      <Button
        size="sm"
        variant="subtle"
        leftSection={<Chevron size={16} />}
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
      >
        {t('desk.aside', { count: drafts.length })}
      </Button>
      <Collapse expanded={opened}>
        <Stack gap={0} className="lines" mt="xs">
          <ActError error={restore.error} />
          {drafts.map((d) => (
            <Group key={d.id} justify="space-between" wrap="nowrap" gap="md" align="flex-start">
              <div style={{ minWidth: 0 }}>
                <Text lineClamp={3} style={{ overflowWrap: 'anywhere' }}>
                  {d.text}
                </Text>
                <Text size="sm" c="dimmed">
                  {d.unit_ids.map(units.name).join(', ')}
                </Text>
              </div>
              <Button
                size="sm"
                variant="default"
                style={{ flex: 'none' }}
                leftSection={<IconArrowBackUp size={16} />}
                loading={restore.isPending && restore.variables === d.id}
                onClick={() => restore.mutate(d.id)}
              >
                {t('desk.restore')}
              </Button>
            </Group>
          ))}
        </Stack>
      </Collapse>
    </section>
  )
}
