import { Button, Group, Stack, Switch, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isFault, meQuery } from '../../api'
import { Panel } from '../../ui/Panel'
import { tell } from '../../ui/tell'
import { ActError } from '../office'

/** Where reminders and invitations go, and whether they are wanted. */
export function Mail({ email, noMail }: { email: string; noMail: boolean }) {
  const { t } = useTranslation('office')
  const qc = useQueryClient()
  const [address, setAddress] = useState(email)
  const [wanted, setWanted] = useState(!noMail)
  const save = useMutation({
    mutationFn: () => api.patch('/api/me', { email: address.trim(), no_mail: !wanted }),
    onSuccess: () => {
      void qc.invalidateQueries({ queryKey: meQuery.queryKey })
      tell({ message: t('acc.saved'), color: 'teal' })
    },
  })
  const submit = (e: FormEvent) => {
    e.preventDefault()
    save.mutate()
  }
  const refused = isFault(save.error) && save.error.field('email') !== undefined
  const same = address.trim() === email && wanted === !noMail
  return (
    <Panel title={t('acc.mail')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <TextInput
            type="email"
            inputMode="email"
            autoComplete="email"
            label={t('acc.mailAddress')}
            description={t('acc.mailHelp')}
            value={address}
            error={refused ? t('acc.mailWrong') : undefined}
            onChange={(e) => setAddress(e.currentTarget.value)}
          />
          <Switch
            label={t('acc.mailWanted')}
            checked={wanted}
            onChange={(e) => setWanted(e.currentTarget.checked)}
          />
          <ActError error={refused ? null : save.error} />
          <Group justify="flex-end">
            <Button type="submit" loading={save.isPending} disabled={same}>
              {t('acc.mailSave')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}
