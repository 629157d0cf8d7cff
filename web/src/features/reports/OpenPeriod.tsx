import { Button, NumberInput, Select, Stack, Text } from '@mantine/core'
import { IconCalendarPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Period } from '../../api'
import { boardQuery } from '../../api/office'
import { openPeriod, type PeriodKind } from '../../api/planning'
import { Ask } from '../../ui/Ask'
import { DayInput, InstantInput } from '../../ui/DayInput'
import { tell } from '../../ui/tell'
import { UnitPicker, useFaultText, useFieldFaults, usePeriodName } from '../office'

const KINDS = ['month', 'quarter', 'half', 'year'] as const
const LAST: Record<PeriodKind, number> = { month: 12, quarter: 4, half: 2, year: 1 }

/** The period that follows the last one; without any, the present quarter. */
function following(last: Period | undefined): { kind: PeriodKind; year: number; index: number } {
  if (!last) {
    const now = new Date()
    return { kind: 'quarter', year: now.getFullYear(), index: Math.floor(now.getMonth() / 3) + 1 }
  }
  const turns = last.index >= LAST[last.kind]
  return { kind: last.kind, year: last.year + (turns ? 1 : 0), index: turns ? 1 : last.index + 1 }
}

/** Opens a reporting period: what it is, by when, and which units report. */
export function OpenPeriod({ periods }: { periods: Period[] }) {
  const { t } = useTranslation('plan')
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button variant="default" leftSection={<IconCalendarPlus size={18} />} onClick={() => setOpened(true)}>
        {t('period.open')}
      </Button>
      {opened && <Form periods={periods} onClose={() => setOpened(false)} />}
    </>
  )
}

function Form({ periods, onClose }: { periods: Period[]; onClose: () => void }) {
  const { t } = useTranslation('plan')
  const say = useFaultText()
  const name = usePeriodName()
  const qc = useQueryClient()
  const navigate = useNavigate()
  const last = [...periods].sort((a, b) => a.opens_on.localeCompare(b.opens_on)).at(-1)
  const [period, setPeriod] = useState(() => following(last))
  const [opens, setOpens] = useState<string | null>(null)
  const [due, setDue] = useState<string | null>(null)
  const [units, setUnits] = useState<string[]>([])
  const before = useQuery(boardQuery(last?.id ?? ''))
  const lastUnits = before.data?.rows.map((r) => r.unit_id) ?? []
  const open = useMutation({
    mutationFn: () =>
      openPeriod({
        ...period,
        ...(opens ? { opens_on: opens } : {}),
        ...(due ? { due_at: due } : {}),
        unit_ids: units,
      }),
    onSuccess: async (made) => {
      onClose()
      for (const key of ['periods', 'reports']) await qc.invalidateQueries({ queryKey: [key] })
      tell({ message: t('period.opened', { period: name(made) }), color: 'teal' })
      await navigate({ to: '/reports', search: { period: made.id } })
    },
  })
  const fault = useFieldFaults(open.error)
  return (
    <Ask
      opened
      onClose={onClose}
      size="lg"
      title={t('period.open')}
      action={t('period.open')}
      busy={open.isPending}
      error={open.error ? say(open.error) : null}
      onYes={() => open.mutate()}
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('period.help')}
        </Text>
        <div className="trio">
          <Select
            data-autofocus
            label={t('period.kind')}
            allowDeselect={false}
            data={KINDS.map((k) => ({ value: k, label: t(`period.${k}`) }))}
            value={period.kind}
            error={fault('kind')}
            onChange={(k) =>
              k && setPeriod({ ...period, kind: k as PeriodKind, index: Math.min(period.index, LAST[k as PeriodKind]) })
            }
          />
          {LAST[period.kind] > 1 && (
            <NumberInput
              label={t('period.index')}
              min={1}
              max={LAST[period.kind]}
              allowDecimal={false}
              value={period.index}
              error={fault('index')}
              onChange={(v) => setPeriod({ ...period, index: Number(v) || 0 })}
            />
          )}
          <NumberInput
            label={t('period.yearLabel')}
            min={2000}
            max={2200}
            allowDecimal={false}
            value={period.year}
            error={fault('year')}
            onChange={(v) => setPeriod({ ...period, year: Number(v) || 0 })}
          />
        </div>
        <Text fw={600}>{name(period)}</Text>
        <div className="pair">
          <DayInput label={t('period.opensOn')} value={opens} onChange={setOpens} clearable error={fault('opens_on')} />
          <InstantInput withAsterisk label={t('period.dueAt')} value={due} onChange={setDue} error={fault('due_at')} />
        </div>
        <UnitPicker
          withAsterisk
          label={t('period.units')}
          value={units}
          onChange={setUnits}
          error={fault('unit_ids')}
        />
        {lastUnits.length > 0 && (
          <Button size="sm" variant="default" style={{ alignSelf: 'start' }} onClick={() => setUnits(lastUnits)}>
            {t('period.lastUnits', { count: lastUnits.length })}
          </Button>
        )}
      </Stack>
    </Ask>
  )
}
