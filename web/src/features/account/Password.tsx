import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changePassword } from '../../api/office'
import { Panel } from '../../ui/Panel'
import { tell } from '../../ui/tell'
import { ActError } from '../office'

/** A new password, with the old one as proof of who asks. */
export function Password() {
  const { t } = useTranslation('office')
  const [old, setOld] = useState('')
  const [fresh, setFresh] = useState('')
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  const change = useMutation({
    mutationFn: () => changePassword(old, fresh),
    onSuccess: () => {
      setOld('')
      setFresh('')
      setAgain('')
      setTried(false)
      tell({ message: t('acc.passwordChanged'), color: 'teal' })
    },
  })
  const submit = (e: FormEvent) => {
    e.preventDefault()
    setTried(true)
    if (old && fresh && fresh === again) change.mutate()
  }
  const missing = (value: string) => (tried && !value ? t('field.required') : undefined)
  const toggle = { 'aria-label': t('acc.showPassword') }
  return (
    <Panel title={t('acc.password')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <PasswordInput
            label={t('acc.oldPassword')}
            autoComplete="current-password"
            visibilityToggleButtonProps={toggle}
            value={old}
            error={missing(old)}
            onChange={(e) => setOld(e.currentTarget.value)}
          />
          <PasswordInput
            label={t('acc.newPassword')}
            autoComplete="new-password"
            visibilityToggleButtonProps={toggle}
            value={fresh}
            error={missing(fresh)}
            onChange={(e) => setFresh(e.currentTarget.value)}
          />
          <PasswordInput
            label={t('acc.againPassword')}
            autoComplete="new-password"
            visibilityToggleButtonProps={toggle}
            value={again}
            error={tried && fresh !== again ? t('acc.passwordsDiffer') : missing(again)}
            onChange={(e) => setAgain(e.currentTarget.value)}
          />
          <ActError error={change.error} />
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              {t('acc.changePassword')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}
