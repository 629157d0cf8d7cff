import { Alert, Anchor, Button, Group, List, Stack, Text, Textarea } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconDeviceFloppy,
  IconSend,
  IconWifiOff,
} from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type FaultField, isFault } from '../../api'
import { type Report, reportQuery, submitReport } from '../../api/office'
import { isDirty } from '../../model/reports/autosave'
import { Ask } from '../../ui/Ask'
import { useFormats } from '../../ui/formats'
import { Panel } from '../../ui/Panel'
import { tell } from '../../ui/tell'
import { useFaultText } from '../office'
import { IndicatorTable } from './IndicatorTable'
import { useNames } from './names'
import { useAutosave } from './useAutosave'

type Rule = 'required' | 'number' | 'too_long'

/** The unit's form: text by work area and the indicators, saved as it is typed. */
export function ReportForm({ report, periodName }: { report: Report; periodName: string }) {
  const { t, i18n } = useTranslation('office')
  const say = useFaultText()
  const qc = useQueryClient()
  const { nameOf } = useNames()
  const { state, edit, flush, rev, recovered, refusal } = useAutosave(report)
  const [asking, setAsking] = useState(false)
  const [faults, setFaults] = useState<FaultField[]>([])
  const summary = useRef<HTMLDivElement>(null)

  const submit = useMutation({
    mutationFn: async () => {
      if (!(await flush())) return null
      return submitReport(report.period_id, report.unit_id, rev())
    },
    onSuccess: (answer) => {
      setAsking(false)
      if (!answer) return
      setFaults([])
      qc.setQueryData(reportQuery(report.period_id, report.unit_id).queryKey, answer)
      void qc.invalidateQueries({ queryKey: ['reports'] })
      tell({ message: t('rep.submitted'), color: 'teal' })
    },
    onError: (err) => {
      if (!isFault(err) || err.fields.length === 0) return
      setAsking(false)
      setFaults(err.fields)
    },
  })

  useEffect(() => {
    const first = faults[0]
    if (!first) return
    // The dialogue gives focus back to its button when it closes; the first bad field comes after that.
    const timer = setTimeout(() => {
      summary.current?.scrollIntoView({ block: 'start' })
      document.getElementById(first.name)?.focus()
    }, 260)
    return () => clearTimeout(timer)
  }, [faults])

  const ruleText = (f: FaultField) =>
    i18n.exists(`office:rule.${f.rule}`)
      ? t(`rule.${f.rule as Rule}`, { value: f.value ?? '' })
      : t('rule.other')
  const fieldName = (path: string) => {
    const [kind, id, column] = path.split('.')
    if (kind === 'areas') {
      const area = report.areas.find((a) => a.area_id === id)
      return area ? nameOf(area) : path
    }
    const indicator = report.indicators.find((i) => i.indicator_id === id)
    return indicator
      ? t('rep.cell', {
          indicator: nameOf(indicator),
          column: t(`rep.${(column ?? 'actual') as 'plan' | 'actual' | 'note'}`),
        })
      : path
  }
  const errorOf = (path: string) => {
    const f = faults.find((x) => x.name === path)
    return f && ruleText(f)
  }
  const change = (path: string, value: string) => {
    setFaults((old) => (old.some((f) => f.name === path) ? old.filter((f) => f.name !== path) : old))
    edit(path, value)
  }

  return (
    <Stack gap="md">
      {report.reason && (
        <Alert
          color="orange"
          icon={<IconArrowBackUp />}
          title={t(report.state === 'returned' ? 'rep.returnedWhy' : 'rep.event.reopen')}
          role="note"
        >
          <Text style={{ whiteSpace: 'pre-wrap' }}>{report.reason}</Text>
        </Alert>
      )}
      {faults.length > 0 && (
        <Alert
          ref={summary}
          color="son"
          icon={<IconAlertTriangle />}
          role="alert"
          title={t('rep.errors', { count: faults.length })}
          style={{ scrollMarginTop: 80 }}
        >
          <List size="sm">
            {faults.map((f) => (
              <List.Item key={f.name}>
                <Anchor
                  href={`#${f.name}`}
                  onClick={(e) => {
                    e.preventDefault()
                    document.getElementById(f.name)?.focus()
                  }}
                >
                  {fieldName(f.name)}
                </Anchor>{' '}
                {ruleText(f)}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {recovered && isDirty(state) && <Alert color="lam">{t('rep.recovered')}</Alert>}
      {state.clashes.length > 0 && (
        <Alert
          color="orange"
          icon={<IconAlertTriangle />}
          title={t('rep.clash', { count: state.clashes.length })}
        >
          <Stack gap="xs">
            {state.clashes.map((c) => (
              <div key={c.path}>
                <Text size="sm" fw={600}>
                  {fieldName(c.path)}
                </Text>
                <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
                  {c.theirs}
                </Text>
                <Button size="compact-sm" variant="default" onClick={() => change(c.path, c.theirs)}>
                  {t('rep.useTheirs')}
                </Button>
              </div>
            ))}
          </Stack>
        </Alert>
      )}
      <Panel title={t('rep.indicators')}>
        <IndicatorTable
          indicators={report.indicators}
          cells={state.draft.indicators}
          errorOf={errorOf}
          onEdit={change}
          onPasted={(count) => tell({ message: t('rep.pasted', { count }), color: 'teal' })}
        />
      </Panel>
      <Panel title={t('rep.areas')}>
        <Stack gap="md">
          {report.areas.map((a) => (
            <Textarea
              key={a.area_id}
              id={`areas.${a.area_id}`}
              label={nameOf(a)}
              placeholder={t('rep.areaHelp')}
              withAsterisk={a.required}
              autosize
              minRows={3}
              styles={{ input: { lineHeight: 1.6 } }}
              value={state.draft.areas[a.area_id] ?? ''}
              error={errorOf(`areas.${a.area_id}`)}
              onChange={(e) => change(`areas.${a.area_id}`, e.currentTarget.value)}
            />
          ))}
        </Stack>
      </Panel>
      <Group
        justify="space-between"
        className="card no-print"
        p="sm"
        style={{ position: 'sticky', bottom: 8, zIndex: 5 }}
      >
        <SaveState state={state} why={refusal ? say(refusal) : ''} />
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<IconDeviceFloppy size={18} />}
            disabled={!isDirty(state)}
            onClick={() => void flush()}
          >
            {t('act.save')}
          </Button>
          {report.can.includes('submit') && (
            <Button leftSection={<IconSend size={18} />} onClick={() => setAsking(true)}>
              {t('rep.submit')}
            </Button>
          )}
        </Group>
      </Group>
      <Ask
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('rep.submitAsk', { period: periodName })}
        body={t('rep.submitBody')}
        action={t('rep.submit')}
        busy={submit.isPending}
        error={
          submit.error && !(isFault(submit.error) && submit.error.fields.length > 0)
            ? say(submit.error)
            : null
        }
        onYes={() => submit.mutate()}
      />
    </Stack>
  )
}

function SaveState({ state, why }: { state: ReturnType<typeof useAutosave>['state']; why: string }) {
  const { t } = useTranslation('office')
  const f = useFormats()
  if (state.trouble === 'offline')
    return (
      <Group gap={6} wrap="nowrap" role="status">
        <IconWifiOff size={18} color="var(--warn)" aria-hidden />
        <Text size="sm" fw={600}>
          {t('rep.keptHere')}
        </Text>
      </Group>
    )
  if (state.trouble === 'refused')
    return (
      <Text size="sm" fw={600} c="var(--bad)" role="alert">
        {t('rep.refused', { why })}
      </Text>
    )
  const text = state.sending
    ? t('rep.saving')
    : isDirty(state)
      ? t('rep.unsaved')
      : state.savedAt
        ? t('rep.savedAt', { time: f.time(state.savedAt) })
        : ''
  return (
    <Text size="sm" c="dimmed">
      {text}
    </Text>
  )
}
