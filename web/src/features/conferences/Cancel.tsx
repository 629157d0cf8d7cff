import { Alert, Button, Text } from '@mantine/core'
import { IconBan } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConferenceDetail } from '../../api'
import { cancelConference } from '../../api/planning'
import { Ask } from '../../ui/Ask'
import { useFormats } from '../../ui/formats'
import { tell } from '../../ui/tell'
import { useFaultText } from '../office'

/** Calls a conference off that was made known; it asks for the reason, which everybody reads. */
export function Cancel({ conference: c }: { conference: ConferenceDetail }) {
  const { t } = useTranslation('plan')
  const say = useFaultText()
  const qc = useQueryClient()
  const [opened, setOpened] = useState(false)
  const cancel = useMutation({
    mutationFn: (reason: string) => cancelConference(c.id, reason),
    onSuccess: () => {
      setOpened(false)
      tell({ message: t('cancel.done'), color: 'teal' })
      for (const key of ['conference', 'conferences']) void qc.invalidateQueries({ queryKey: [key] })
    },
  })
  return (
    <>
      <Button
        variant="outline"
        color="son"
        leftSection={<IconBan size={18} />}
        onClick={() => {
          cancel.reset()
          setOpened(true)
        }}
      >
        {t('cancel.act')}
      </Button>
      <Ask
        opened={opened}
        onClose={() => setOpened(false)}
        danger
        title={t('cancel.ask')}
        body={t('cancel.body')}
        reason={t('cancel.reason')}
        action={t('cancel.act')}
        busy={cancel.isPending}
        error={cancel.error ? say(cancel.error) : null}
        onYes={(reason) => cancel.mutate(reason)}
      />
    </>
  )
}

/** Why and when a conference was called off. */
export function Cancelled({ conference: c }: { conference: ConferenceDetail }) {
  const { t } = useTranslation('plan')
  const f = useFormats()
  if (c.state !== 'cancelled') return null
  return (
    <Alert color="gray" icon={<IconBan />} title={t('cancel.was')}>
      <Text style={{ whiteSpace: 'pre-line' }}>{c.cancel_reason}</Text>
      {c.cancelled_at && (
        <Text size="sm" c="dimmed">
          {t('cancel.at', { time: f.dateTime(c.cancelled_at) })}
        </Text>
      )}
    </Alert>
  )
}
