import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useKept } from './kept'

/**
 * A question before an act: what it does, a reason where one is due, and what
 * went wrong if it was refused. It stays open until the act has happened; a
 * reason that was typed when the session ended is there when it is asked again.
 */
export function Ask({
  opened,
  onClose,
  title,
  body,
  action,
  danger,
  reason,
  busy,
  error,
  size,
  children,
  onYes,
}: {
  opened: boolean
  onClose: () => void
  title: string
  body?: string
  action: string
  danger?: boolean
  /** Label of the reason; it must then be given. */
  reason?: string
  busy?: boolean
  error?: string | null
  /** How wide: a form needs more than a question. */
  size?: 'lg' | 'xl'
  children?: ReactNode
  onYes: (reason: string) => void
}) {
  const { t } = useTranslation('office')
  const [kept, keep] = useKept<string>(`${location.pathname}: ${title}`)
  const text = kept ?? ''
  const [missing, setMissing] = useState(false)
  const was = useRef(opened)
  // biome-ignore lint/correctness/useExhaustiveDependencies: done or given up, not merely unmounted
  useEffect(() => {
    if (was.current && !opened) keep(null)
    was.current = opened
    setMissing(false)
  }, [opened])
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    // A long form: the first place to correct comes into view.
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  }, [error])
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (reason && text.trim() === '') return setMissing(true)
    onYes(text.trim())
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={size ?? 'md'}
      title={
        <Text fw={700} fz="lg" lh={1.4} component="span">
          {title}
        </Text>
      }
    >
      <form ref={form} onSubmit={submit} noValidate>
        <Stack gap="md">
          {body && <Text>{body}</Text>}
          {children}
          {reason && (
            <Textarea
              data-autofocus
              autosize
              minRows={3}
              label={reason}
              required
              withAsterisk
              value={text}
              error={missing && text.trim() === '' ? t('field.required') : undefined}
              onChange={(e) => keep(e.currentTarget.value)}
            />
          )}
          {error && (
            <Alert color="son" role="alert">
              {error}
            </Alert>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('act.cancel')}
            </Button>
            <Button type="submit" color={danger ? 'son' : undefined} loading={busy}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
