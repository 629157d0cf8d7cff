import { Alert, Button, Group, PinInput, Stack, Text, Title } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { faultText, join } from '../../../api'
import { BrandMark } from '../../../app/Brand'
import { LanguageSwitch, ThemeSwitch } from '../../../app/Controls'
import { useEnterSeat } from './useEnterSeat'

/** The technician types the operator's six digits; a used or wrong code is told and may be typed again. */
export function JoinByCode() {
  const { t } = useTranslation('live')
  const enterSeat = useEnterSeat()
  const [code, setCode] = useState('')
  const redeem = useMutation({ mutationFn: (code: string) => join({ code }), onSuccess: enterSeat })
  const submit = (e: FormEvent) => {
    e.preventDefault()
    if (code.length === 6) redeem.mutate(code)
  }
  return (
    <main style={{ minHeight: '100vh', display: 'grid', placeItems: 'center', padding: 16 }}>
      <form onSubmit={submit} className="card" style={{ width: '100%', maxWidth: 460, padding: 32 }}>
        <Stack gap="md">
          <Group justify="space-between" wrap="nowrap">
            <BrandMark size={44} />
            <Group gap="xs" wrap="nowrap">
              <LanguageSwitch />
              <ThemeSwitch />
            </Group>
          </Group>
          <div>
            <Title order={1}>{t('join.title')}</Title>
            <Text c="dimmed">{t('join.lead')}</Text>
          </div>
          {redeem.isError && (
            <Alert color="son" role="alert" icon={<IconAlertTriangle />}>
              {faultText(t, redeem.error)}
            </Alert>
          )}
          <PinInput
            length={6}
            type="number"
            size="xl"
            oneTimeCode
            autoFocus
            aria-label={t('join.code')}
            value={code}
            onChange={setCode}
            onComplete={(value) => redeem.mutate(value)}
            error={redeem.isError}
          />
          <Button type="submit" size="md" fullWidth disabled={code.length < 6} loading={redeem.isPending}>
            {t('join.enter')}
          </Button>
        </Stack>
      </form>
    </main>
  )
}
