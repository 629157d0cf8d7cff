import { Button, Stack, Text } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api } from '../../api'
import type { components } from '../../api/schema.gen'
import { useFormats } from '../../ui/formats'
import { Panel } from '../../ui/Panel'
import { tell } from '../../ui/tell'
import { ActError, Load } from '../office'

type Health = components['schemas']['MailHealth']

const mailQuery = queryOptions({
  queryKey: ['mail'],
  queryFn: () => api.get<Health>('/api/mail'),
  refetchInterval: 60_000,
})

/** How the sending of letters stands: not set up, fine, or what could not be sent. */
export function MailPanel() {
  const { t } = useTranslation('office')
  const f = useFormats()
  const qc = useQueryClient()
  const query = useQuery(mailQuery)
  const again = useMutation({
    mutationFn: (id: string) => api.post<Health>(`/api/mail/${encodeURIComponent(id)}/retry`),
    onSuccess: (health) => {
      qc.setQueryData(mailQuery.queryKey, health)
      tell({ message: t('mail.retrying'), color: 'teal' })
    },
  })
  return (
    <Panel title={t('mail.title')}>
      <Load of={query} rows={2}>
        {(m) =>
          m.configured ? (
            <Stack gap="xs">
              <Text c="dimmed">
                {m.last_sent_at ? t('mail.last', { at: f.dateTime(m.last_sent_at) }) : t('mail.never')}
                {m.waiting > 0 && ` ${t('mail.waiting', { count: m.waiting })}`}
              </Text>
              {m.failed > 0 && (
                <Text fw={600} c="var(--bad)">
                  {t('mail.failed', { count: m.failed })}
                </Text>
              )}
              {(m.trouble ?? []).length > 0 && (
                <Stack gap={0} className="lines">
                  {(m.trouble ?? []).slice(0, 5).map((x) => (
                    <div key={x.id} className="line">
                      <div style={{ minWidth: 0 }}>
                        <Text size="sm" style={{ overflowWrap: 'anywhere' }} lineClamp={3}>
                          {x.error}
                        </Text>
                        <Text size="sm" c="dimmed">
                          {x.given_up
                            ? t('mail.givenUp', { count: x.attempts })
                            : t('mail.next', { at: x.next_at ? f.dateTime(x.next_at) : '' })}
                        </Text>
                      </div>
                      {x.given_up && (
                        <Button
                          size="sm"
                          variant="default"
                          loading={again.isPending && again.variables === x.id}
                          onClick={() => again.mutate(x.id)}
                        >
                          {t('mail.retry')}
                        </Button>
                      )}
                    </div>
                  ))}
                </Stack>
              )}
              <ActError error={again.error} />
            </Stack>
          ) : (
            <Text c="dimmed">{t('mail.off')}</Text>
          )
        }
      </Load>
    </Panel>
  )
}
