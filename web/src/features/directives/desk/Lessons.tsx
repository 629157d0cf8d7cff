import { ActionIcon, Button, Modal, Table, Text, VisuallyHidden } from '@mantine/core'
import { IconSchool, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { forgetLesson, lessonsQuery } from '../../../api/follow'
import { Empty } from '../../../ui/Empty'
import { useFormats } from '../../../ui/formats'
import { ActError, Load, useUnits } from '../../office'

/** What corrections have taught the drafting, and how to make it forget one. */
export function Lessons() {
  const { t } = useTranslation('follow')
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button
        size="sm"
        variant="subtle"
        leftSection={<IconSchool size={16} />}
        onClick={() => setOpened(true)}
      >
        {t('desk.lessons')}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={t('desk.lessonsTitle')} size="lg">
        {opened && <List />}
      </Modal>
    </>
  )
}

function List() {
  const { t } = useTranslation(['follow', 'office'])
  const f = useFormats()
  const units = useUnits()
  const qc = useQueryClient()
  const query = useQuery(lessonsQuery)
  const forget = useMutation({
    mutationFn: forgetLesson,
    onSuccess: (left) => qc.setQueryData(lessonsQuery.queryKey, left),
  })
  return (
    <>
      <Text size="sm" c="dimmed" mb="sm">
        {t('desk.lessonsHelp')}
      </Text>
      <ActError error={forget.error} />
      <Load of={query} rows={4}>
        {(lessons) =>
          lessons.length === 0 ? (
            <Empty icon={IconSchool} title={t('desk.lessonsNone')} />
          ) : (
            <Table className="stack" verticalSpacing={6}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('desk.lessonWords')}</Table.Th>
                  <Table.Th>{t('desk.lessonMeans')}</Table.Th>
                  <Table.Th>{t('desk.lessonBy')}</Table.Th>
                  <Table.Th w={48}>
                    <VisuallyHidden>{t('office:act.delete')}</VisuallyHidden>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {lessons.map((l) => (
                  <Table.Tr key={l.id}>
                    <Table.Th scope="row" fw={600}>
                      {l.words}
                    </Table.Th>
                    <Table.Td data-label={t('desk.lessonMeans')}>
                      {l.kind === 'alias'
                        ? l.unit_ids.map(units.name).join(', ')
                        : t(`desk.lesson.${l.kind}`)}
                    </Table.Td>
                    <Table.Td data-label={t('desk.lessonBy')}>
                      {[l.taught_by, f.date(l.taught_at)].filter(Boolean).join(' · ')}
                    </Table.Td>
                    <Table.Td>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        size="lg"
                        aria-label={`${t('desk.forget')}: ${l.words}`}
                        loading={forget.isPending && forget.variables === l.id}
                        onClick={() => forget.mutate(l.id)}
                      >
                        <IconTrash size={18} />
                      </ActionIcon>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Load>
    </>
  )
}
