import { Button, Group, Skeleton, Text, Title } from '@mantine/core'
import { IconCalendarEvent, IconVideo } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { conferencesQuery } from '../../api/office'
import { dayOf, daysUntil } from '../../model/directives/timeliness'
import { ButtonLink } from '../../ui/ButtonLink'
import { Empty } from '../../ui/Empty'
import { useFormats } from '../../ui/formats'
import { ConferenceStateWord, inOrder, isOver } from '../conferences'
import { Load, useRights } from '../office'

/** The conference in session, else the next one. */
export function NextConference() {
  const { t } = useTranslation('office')
  const f = useFormats()
  const rights = useRights()
  const query = useQuery(conferencesQuery)
  if (query.isPending) return <Skeleton h={104} radius={12} />
  return (
    <Load of={query}>
      {(all) => {
        const c = inOrder(all).find((x) => !isOver(x.state))
        if (!c)
          return (
            <div className="card">
              <Empty
                icon={IconCalendarEvent}
                title={t('dash.noConference')}
                hint={rights.office ? t('dash.noConferenceHint') : undefined}
                action={
                  <ButtonLink to="/conferences" variant="default" mt="xs">
                    {t('conf.title')}
                  </ButtonLink>
                }
              />
            </div>
          )
        const live = c.state === 'live' || c.state === 'paused'
        const days = c.scheduled_at ? daysUntil(dayOf(new Date(c.scheduled_at)), dayOf(new Date())) : null
        const conducts = rights.conducts || rights.chairs || rights.office
        return (
          <section
            className="card stat"
            data-tone={live ? 'bad' : 'plain'}
            aria-label={live ? t('dash.live') : t('dash.next')}
          >
            <Group justify="space-between" gap="md">
              <div style={{ minWidth: 0, flex: '1 1 340px' }}>
                <Group gap="xs" mb={4}>
                  <Text size="sm" c="dimmed">
                    {live ? t('dash.live') : t('dash.next')}
                  </Text>
                  <ConferenceStateWord state={c.state} />
                </Group>
                <Title order={2} style={{ overflowWrap: 'anywhere' }}>
                  {c.title}
                </Title>
                {c.scheduled_at && (
                  <Text>
                    <span className="num">{f.dateTime(c.scheduled_at)}</span> ({f.weekday(c.scheduled_at)})
                    {!live && days !== null && days >= 0 && days <= 60 && (
                      <Text span c="dimmed">
                        {' · '}
                        {days === 0
                          ? t('date.today')
                          : days === 1
                            ? t('date.tomorrow')
                            : t('date.daysLeft', { count: days })}
                      </Text>
                    )}
                  </Text>
                )}
              </div>
              <Group gap="xs">
                {conducts && (live || c.state === 'checking') && (
                  <Button
                    component="a"
                    href={`/console/${c.id}`}
                    size="md"
                    leftSection={<IconVideo size={20} />}
                  >
                    {t('dash.conduct')}
                  </Button>
                )}
                <ButtonLink to="/conferences/$id" params={{ id: c.id }} size="md" variant="default">
                  {conducts && !live ? t('dash.prepare') : t('dash.view')}
                </ButtonLink>
              </Group>
            </Group>
          </section>
        )
      }}
    </Load>
  )
}
