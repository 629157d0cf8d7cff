import { Indicator, Popover, ScrollArea, Text, UnstyledButton } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Reminder, remindersQuery } from '../api/follow'
import { useFormats } from '../ui/formats'

const KINDS: Reminder['kind'][] = [
  'overdue',
  'returned',
  'extension_asked',
  'to_confirm',
  'reminded',
  'due_soon',
  'to_acknowledge',
]

/** What waits for the signed-in person, kind by kind, on every screen of the office. */
export function Bell() {
  const { t } = useTranslation()
  const f = useFormats()
  const [opened, setOpened] = useState(false)
  const path = useRouterState({ select: (s) => s.location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes it
  useEffect(() => setOpened(false), [path])
  const query = useQuery({ ...remindersQuery, refetchInterval: 5 * 60_000 })
  const all = query.data ?? []
  const urgent = all.some((r) => r.kind === 'overdue' || r.kind === 'returned')
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={360} withinPortal trapFocus>
      <Indicator
        disabled={all.length === 0}
        label={all.length > 99 ? '99+' : all.length}
        size={18}
        offset={4}
        color={urgent ? 'son' : 'lam'}
      >
        <Popover.Target>
          <UnstyledButton
            className="bell"
            aria-label={t('bell.label', { count: all.length })}
            aria-expanded={opened}
            onClick={() => setOpened(!opened)}
          >
            <IconBell size={20} />
          </UnstyledButton>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0}>
        <Text fw={700} px="md" pt="sm" pb={6} component="h2" fz="md" m={0}>
          {t('bell.title')}
        </Text>
        <ScrollArea.Autosize mah="min(70dvh, 560px)">
          {query.isError ? (
            <Text c="dimmed" px="md" pb="md">
              {t('bell.failed')}
            </Text>
          ) : (
            all.length === 0 && (
              <Text c="dimmed" px="md" pb="md">
                {t('bell.none')}
              </Text>
            )
          )}
          {KINDS.map((kind) => {
            const rows = all.filter((r) => r.kind === kind)
            return (
              rows.length > 0 && (
                <section key={kind} className="bell-kind" data-kind={kind} aria-label={t(`bell.kind.${kind}`)}>
                  <h3>
                    {t(`bell.kind.${kind}`)} <span className="num">{rows.length}</span>
                  </h3>
                  <ul>
                    {rows.slice(0, 5).map(({ directive: d }) => (
                      <li key={d.id}>
                        <Link to="/directives/$id" params={{ id: d.id }}>
                          {d.text}
                        </Link>
                        {d.deadline && <span className="num">{f.date(d.deadline)}</span>}
                      </li>
                    ))}
                  </ul>
                  {rows.length > 5 && (
                    <Text size="sm" c="dimmed" px="md" pb={6}>
                      {t('bell.more', { count: rows.length - 5 })}
                    </Text>
                  )}
                </section>
              )
            )
          })}
          <Link className="bell-all" to="/directives">
            {t('bell.all')}
          </Link>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  )
}
