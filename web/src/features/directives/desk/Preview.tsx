import { Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconCalendarDue, IconRepeat, IconUsers } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Draft } from '../../../api/office'
import { useFormats } from '../../../ui/formats'
import { Word } from '../../../ui/Word'
import { useAreaName, useUnits } from '../../office'

/** What is found in the text while it is typed: not yet drafts, and lost unless they are made so. */
export function Preview({
  found,
  on,
  onPoint,
}: {
  found: (Draft & { key: string })[]
  on: string | null
  onPoint: (key: string | null) => void
}) {
  const { t } = useTranslation('follow')
  return (
    <section aria-label={t('desk.live')} className="live-found">
      <Group justify="space-between" mb="xs">
        <Text fw={600} aria-live="polite">
          {t('desk.found', { count: found.length })}
        </Text>
      </Group>
      <Stack gap="xs">
        {found.map((d, n) => (
          <Card
            key={d.key}
            draft={d}
            n={n + 1}
            on={on === d.key}
            onPoint={(yes) => onPoint(yes ? d.key : null)}
          />
        ))}
      </Stack>
    </section>
  )
}

function Card({
  draft: d,
  n,
  on,
  onPoint,
}: {
  draft: Draft
  n: number
  on: boolean
  onPoint: (on: boolean) => void
}) {
  const { t } = useTranslation(['follow', 'office'])
  const f = useFormats()
  const units = useUnits()
  const areaName = useAreaName()
  const card = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (on && !card.current?.matches(':hover'))
      card.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
  }, [on])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing only shows where it stands in the text
    <div
      ref={card}
      className="card draft-card live-card"
      data-on={on}
      data-blocked={d.unit_ids.length === 0}
      onMouseEnter={() => onPoint(true)}
      onMouseLeave={() => onPoint(false)}
    >
      <Text>
        <b className="num">{n}.</b> {d.text}
      </Text>
      <Group gap="xs" mt={4}>
        {d.unit_ids.length === 0 ? (
          <Word tone="bad" icon={IconAlertTriangle}>
            {d.addressees.length
              ? t('office:con.unmatched', { names: d.addressees.join(', ') })
              : t('office:con.noAddressee')}
          </Word>
        ) : (
          <Word tone="info" icon={IconUsers}>
            {d.unit_ids.length > 3
              ? t('desk.units', { count: d.unit_ids.length })
              : d.unit_ids.map(units.name).join(', ')}
          </Word>
        )}
        {d.coordinating_ids.length > 0 && (
          <Text size="sm" c="dimmed">
            {t('office:con.coordinating')}: {d.coordinating_ids.map(units.name).join(', ')}
          </Text>
        )}
        {d.deadline && (
          <Word tone="plain" icon={IconCalendarDue}>
            {f.date(d.deadline)}
          </Word>
        )}
        {d.recurrence && (
          <Word tone="plain" icon={IconRepeat}>
            {d.recurrence}
          </Word>
        )}
        {d.work_area && (
          <Text size="sm" c="dimmed">
            {areaName(d.work_area)}
          </Text>
        )}
      </Group>
      {d.why.length > 0 && (
        <Text size="sm" c="dimmed" mt={2}>
          {t('office:con.why', { words: d.why.map((w) => `“${w}”`).join(', ') })}
        </Text>
      )}
    </div>
  )
}
