import { Button, TextInput } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Draft, issueDrafts } from '../../../api/office'
import { Ask } from '../../../ui/Ask'
import { tell } from '../../../ui/tell'
import { useFaultText } from '../../office'

/** Issues all drafts in one act, under the number of the notice. Drafts without an addressee stand in the way. */
export function Issue({ id, drafts }: { id: string; drafts: Draft[] }) {
  const { t } = useTranslation('office')
  const say = useFaultText()
  const qc = useQueryClient()
  const [opened, setOpened] = useState(false)
  const [number, setNumber] = useState('')
  const blocked = drafts.filter((d) => d.unit_ids.length === 0).length
  const count = drafts.reduce((sum, d) => sum + d.unit_ids.length, 0)
  const issue = useMutation({
    mutationFn: () =>
      issueDrafts(
        id,
        drafts.map((d) => d.id),
        number.trim(),
      ),
    onSuccess: (answer) => {
      setOpened(false)
      for (const key of ['conclusion', 'directives', 'carry-over', 'minutes'])
        void qc.invalidateQueries({ queryKey: [key] })
      tell({ message: t('con.issued', { count: answer.directives.length }), color: 'teal' })
    },
    onError: () => void qc.invalidateQueries({ queryKey: ['conclusion'] }),
  })
  return (
    <>
      <Button
        size="sm"
        leftSection={<IconSend size={16} />}
        disabled={blocked > 0}
        title={blocked > 0 ? t('con.blocked', { count: blocked }) : undefined}
        onClick={() => {
          issue.reset()
          setOpened(true)
        }}
      >
        {blocked > 0 ? t('con.blocked', { count: blocked }) : t('con.issueAll', { count })}
      </Button>
      <Ask
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('con.issueTitle')}
        body={t('con.issueBody', { count })}
        action={t('con.issue')}
        busy={issue.isPending}
        error={issue.error ? say(issue.error) : null}
        onYes={() => issue.mutate()}
      >
        <TextInput
          data-autofocus
          label={t('con.number')}
          description={t('con.numberHelp')}
          value={number}
          onChange={(e) => setNumber(e.currentTarget.value)}
        />
      </Ask>
    </>
  )
}
