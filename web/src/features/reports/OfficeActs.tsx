import { Button } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconLockOpen } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReportState } from '../../api'
import { acceptReport, reopenReport, reportQuery, returnReport } from '../../api/office'
import { Ask } from '../../ui/Ask'
import { tell } from '../../ui/tell'
import { useFaultText, useUnits } from '../office'

type Act = 'accept' | 'return' | 'reopen'

/** What the office may do with a report in this state: accept it, return it with a reason, open it again. */
export function OfficeActs({
  period,
  unit,
  state,
  rev,
  small,
}: {
  period: string
  unit: string
  state: ReportState
  rev: number
  small?: boolean
}) {
  const { t } = useTranslation('office')
  const say = useFaultText()
  const qc = useQueryClient()
  const units = useUnits()
  const [asked, setAsked] = useState<Act | null>(null)
  const act = useMutation({
    mutationFn: ({ kind, reason }: { kind: Act; reason: string }) => {
      if (kind === 'accept') return acceptReport(period, unit, rev)
      return kind === 'return'
        ? returnReport(period, unit, reason, rev)
        : reopenReport(period, unit, reason, rev)
    },
    onSuccess: (answer, { kind }) => {
      setAsked(null)
      qc.setQueryData(reportQuery(period, unit).queryKey, answer)
      for (const key of ['reports', 'synthesis']) void qc.invalidateQueries({ queryKey: [key] })
      const said = { accept: t('rep.accepted'), return: t('rep.returned'), reopen: t('rep.reopened') }
      tell({ message: said[kind], color: 'teal' })
    },
    onError: () => void qc.invalidateQueries({ queryKey: ['reports'] }),
  })
  const ask = (kind: Act) => {
    act.reset()
    setAsked(kind)
  }
  const size = small ? 'compact-sm' : 'sm'
  const shared = {
    onClose: () => setAsked(null),
    busy: act.isPending,
    error: act.error ? say(act.error) : null,
  }
  return (
    <>
      {state === 'submitted' && (
        <>
          <Button size={size} leftSection={<IconCheck size={16} />} onClick={() => ask('accept')}>
            {t('rep.accept')}
          </Button>
          <Button
            size={size}
            variant="default"
            leftSection={<IconArrowBackUp size={16} />}
            onClick={() => ask('return')}
          >
            {t('rep.return')}
          </Button>
        </>
      )}
      {state === 'accepted' && (
        <Button
          size={size}
          variant="default"
          leftSection={<IconLockOpen size={16} />}
          onClick={() => ask('reopen')}
        >
          {t('rep.reopen')}
        </Button>
      )}
      <Ask
        {...shared}
        opened={asked === 'accept'}
        title={t('rep.acceptAsk', { unit: units.name(unit) })}
        body={t('rep.acceptBody')}
        action={t('rep.accept')}
        onYes={() => act.mutate({ kind: 'accept', reason: '' })}
      />
      <Ask
        {...shared}
        opened={asked === 'return'}
        title={t('rep.returnTitle', { unit: units.name(unit) })}
        reason={t('field.reason')}
        body={t('field.reasonHelp')}
        action={t('rep.return')}
        onYes={(reason) => act.mutate({ kind: 'return', reason })}
      />
      <Ask
        {...shared}
        opened={asked === 'reopen'}
        title={t('rep.reopenTitle', { unit: units.name(unit) })}
        reason={t('field.reason')}
        body={t('rep.reopenHelp')}
        action={t('rep.reopen')}
        onYes={(reason) => act.mutate({ kind: 'reopen', reason })}
      />
    </>
  )
}
