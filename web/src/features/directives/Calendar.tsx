import { ActionIcon, Button, Group, Text } from '@mantine/core'
import { IconCalendarDown, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Due, dueFile, dueQuery } from '../../api/office'
import { intlLocale } from '../../i18n'
import { addMonths, weeks } from '../../model/directives/calendar'
import type { Filter } from '../../model/directives/list'
import { dayOf, type Timeliness } from '../../model/directives/timeliness'
import { Load, useUnits } from '../office'

const SHOWN = 3

/** The month's time limits, of directives, their parts and their turns, day by day; on a phone only the days that have any. */
export function Calendar({ filter, onMonth }: { filter: Filter; onMonth: (month: string) => void }) {
  const { t, i18n } = useTranslation(['follow', 'office'])
  const today = dayOf(new Date())
  const month = /^\d{4}-\d{2}$/.test(filter.month ?? '') ? (filter.month as string) : today.slice(0, 7)
  const grid = weeks(month)
  const from = grid[0]?.[0] as string
  const to = grid.at(-1)?.[6] as string
  const later = (a: string, b?: string) => (b && b > a ? b : a)
  const sooner = (a: string, b?: string) => (b && b < a ? b : a)
  const query = useQuery(
    dueQuery({
      ...filter,
      deadline_from: later(from, filter.deadline_from),
      deadline_to: sooner(to, filter.deadline_to),
    }),
  )
  const locale = intlLocale(i18n.language)
  const utc = (day: string) => new Date(`${day}T00:00:00Z`)
  const named = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  const title = named({ month: 'long', year: 'numeric' }).format(utc(`${month}-01`))
  const days = new Map<string, Due[]>()
  for (const d of query.data?.entries ?? []) days.set(d.day, [...(days.get(d.day) ?? []), d])
  return (
    <section aria-label={t('view.calendar')}>
      <Group gap="xs" mb="sm">
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('cal.before')}
          onClick={() => onMonth(addMonths(month, -1))}
        >
          <IconChevronLeft size={18} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('cal.after')}
          onClick={() => onMonth(addMonths(month, 1))}
        >
          <IconChevronRight size={18} />
        </ActionIcon>
        <Button variant="default" size="sm" onClick={() => onMonth(today.slice(0, 7))}>
          {t('cal.now')}
        </Button>
        <Text fw={700} fz="lg" aria-live="polite" tt="capitalize" component="h2" m={0}>
          {title}
        </Text>
        {query.data?.cut && (
          <Text size="sm" c="dimmed">
            {t('cal.cut', { count: query.data.entries.length })}
          </Text>
        )}
        <Button
          component="a"
          href={dueFile(filter, i18n.language)}
          download
          variant="default"
          size="sm"
          ml="auto"
          leftSection={<IconCalendarDown size={17} />}
        >
          {t('cal.file')}
        </Button>
      </Group>
      <Load of={query} rows={8}>
        {() => (
          <>
            <div className="cal" data-empty={days.size === 0}>
              {grid[0]?.map((day) => (
                <div key={day} className="cal-head" aria-hidden>
                  {named({ weekday: 'short' }).format(utc(day))}
                </div>
              ))}
              {grid.flat().map((day) => (
                <Day
                  key={day}
                  day={day}
                  name={named({ weekday: 'long', day: 'numeric', month: 'long' }).format(utc(day))}
                  rows={days.get(day) ?? []}
                  outside={!day.startsWith(month)}
                  today={day === today}
                />
              ))}
            </div>
            {days.size === 0 && (
              <Text c="dimmed" ta="center" py="md">
                {t('cal.none')}
              </Text>
            )}
          </>
        )}
      </Load>
    </section>
  )
}

function Day({
  day,
  name,
  rows,
  outside,
  today,
}: {
  day: string
  name: string
  rows: Due[]
  outside: boolean
  today: boolean
}) {
  const { t } = useTranslation(['follow', 'office'])
  const units = useUnits()
  const [all, setAll] = useState(false)
  const said = (d: Due) =>
    [...(d.kind === 'deadline' ? [] : [t(`cal.${d.kind}`)]), t(`office:dir.tl.${d.timeliness as Timeliness}`)].join(' · ')
  const shown = all ? rows : rows.slice(0, SHOWN)
  return (
    <section
      className="cal-day"
      data-outside={outside}
      data-today={today}
      data-none={rows.length === 0}
      aria-label={name}
    >
      <span className="cal-n num">
        <span className="cal-wide">{Number(day.slice(8))}</span>
        <span className="cal-narrow">{name}</span>
        {today && <span className="cal-today">{t('office:date.today')}</span>}
      </span>
      {shown.map((d) => (
        <Link
          key={`${d.directive_id} ${d.part_id} ${d.day}`}
          className="cal-item"
          data-tone={d.timeliness}
          data-kind={d.kind}
          to="/directives/$id"
          params={{ id: d.directive_id }}
          title={`${said(d)} · ${units.name(d.unit_id)} · ${d.text}`}
        >
          <b>{said(d)}</b>
          <span>
            {units.name(d.unit_id)}: {d.text}
          </span>
        </Link>
      ))}
      {rows.length > SHOWN && (
        <Button size="compact-xs" variant="subtle" onClick={() => setAll(!all)}>
          {all ? t('cal.less') : t('cal.more', { count: rows.length - SHOWN })}
        </Button>
      )}
    </section>
  )
}
