import { Button, Group, Stack, Textarea } from '@mantine/core'
import {
  IconBan,
  IconBellRinging,
  IconCheck,
  IconClockPlus,
  IconFlagCheck,
  IconPlayerPause,
  IconPlayerPlay,
  IconProgress,
  IconRefresh,
  IconThumbUp,
  IconX,
} from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { actOnDirective, type DirectiveDetail, directiveQuery } from '../../api/office'
import { Ask } from '../../ui/Ask'
import { DayInput } from '../../ui/DayInput'
import { useKept } from '../../ui/kept'
import { tell } from '../../ui/tell'
import { useFaultText } from '../office'
import { EvidenceField } from './Evidence'
import { PercentInput } from './PercentInput'

type Act =
  | 'acknowledge'
  | 'progress'
  | 'done'
  | 'extension'
  | 'confirm'
  | 'return'
  | 'extension_grant'
  | 'extension_refuse'
  | 'suspend'
  | 'resume'
  | 'cancel'
  | 'remind'

/** Acts that need no words and can be taken back. */
const AT_ONCE: Act[] = ['acknowledge', 'resume']

/** What the caller may do with the directive now; each act asks for what it needs before it happens. */
export function Acts({ directive: d, may }: { directive: DirectiveDetail; may: (act: string) => boolean }) {
  const { t } = useTranslation(['office', 'follow'])
  const say = useFaultText()
  const qc = useQueryClient()
  const [asked, setAsked] = useState<Act | null>(null)
  const [percent, setPercent] = useState<number | string>(d.percent)
  const [kept, keep] = useKept<string>(`directive.${d.id}`)
  const text = kept ?? ''
  const [until, setUntil] = useState<string | null>(null)
  const [missing, setMissing] = useState('')
  const [files, setFiles] = useState<string[]>([])

  const said: Record<Act, string> = {
    acknowledge: t('dir.acknowledged'),
    progress: t('dir.progressSaved'),
    done: t('dir.doneSaved'),
    extension: t('dir.extendSaved'),
    confirm: t('dir.confirmed'),
    return: t('dir.returnedNow'),
    extension_grant: t('dir.granted'),
    extension_refuse: t('dir.refused'),
    suspend: t('dir.suspended'),
    resume: t('dir.resumed'),
    cancel: t('dir.cancelled'),
    remind: t('follow:page.reminded'),
  }
  const act = useMutation({
    mutationFn: ({ kind, body }: { kind: Act; body?: Record<string, unknown> }) =>
      actOnDirective(d.id, kind.replace('_', '/'), body),
    onSuccess: (_, { kind }) => {
      setAsked(null)
      keep(null)
      for (const key of ['directives', 'directive', 'carry-over'])
        void qc.invalidateQueries({ queryKey: [key] })
      tell({ message: said[kind], color: 'teal' })
    },
    onError: () => void qc.invalidateQueries({ queryKey: directiveQuery(d.id).queryKey }),
  })
  const ask = (kind: Act) => {
    act.reset()
    setMissing('')
    setPercent(d.percent)
    setUntil(null)
    setFiles([])
    setAsked(kind)
  }
  const need = (value: unknown, field: string) => {
    if (value) return true
    setMissing(field)
    return false
  }
  const button = (kind: Act, label: string, icon: ReactNode, main = false, danger = false) =>
    may(kind) && (
      <Button
        key={kind}
        variant={main ? 'filled' : danger ? 'outline' : 'default'}
        color={danger ? 'son' : undefined}
        leftSection={icon}
        loading={act.isPending && act.variables?.kind === kind}
        onClick={() => (AT_ONCE.includes(kind) ? act.mutate({ kind, body: { rev: d.rev } }) : ask(kind))}
      >
        {label}
      </Button>
    )
  const shared = {
    onClose: () => setAsked(null),
    busy: act.isPending,
    error: act.error ? say(act.error) : null,
  }
  const reasoned = (kind: Act, title: string, action: string, danger = false) => (
    <Ask
      {...shared}
      opened={asked === kind}
      title={title}
      action={action}
      danger={danger}
      reason={t('field.reason')}
      onYes={(reason) => act.mutate({ kind, body: { reason, rev: d.rev } })}
    />
  )
  const area = (label: string) => (
    <Textarea
      data-autofocus
      autosize
      minRows={3}
      label={label}
      withAsterisk
      value={text}
      error={missing === 'text' && !text.trim() ? t('field.required') : undefined}
      onChange={(e) => keep(e.currentTarget.value)}
    />
  )
  return (
    <>
      <Group gap="xs">
        {button('acknowledge', t('dir.acknowledge'), <IconThumbUp size={18} />, true)}
        {button('progress', t('dir.report'), <IconProgress size={18} />, !may('acknowledge'))}
        {button('done', t('dir.done'), <IconFlagCheck size={18} />)}
        {button('extension', t('dir.extend'), <IconClockPlus size={18} />)}
        {button('confirm', t('dir.confirm'), <IconCheck size={18} />, true)}
        {button('return', t('dir.return'), <IconRefresh size={18} />)}
        {button('extension_grant', t('dir.grant'), <IconClockPlus size={18} />, true)}
        {button('extension_refuse', t('dir.refuse'), <IconX size={18} />)}
        {button('remind', t('follow:many.act.remind'), <IconBellRinging size={18} />)}
        {button('suspend', t('dir.suspend'), <IconPlayerPause size={18} />)}
        {button('resume', t('dir.resume'), <IconPlayerPlay size={18} />)}
        {button('cancel', t('dir.cancel'), <IconBan size={18} />, false, true)}
      </Group>
      <Ask
        {...shared}
        opened={asked === 'progress'}
        title={t('dir.report')}
        action={t('act.send')}
        onYes={() =>
          need(text.trim(), 'text') &&
          act.mutate({
            kind: 'progress',
            body: { percent: Number(percent) || 0, text: text.trim(), file_ids: files, rev: d.rev },
          })
        }
      >
        <Stack gap="sm">
          <PercentInput value={percent} onChange={setPercent} />
          {area(t('dir.progressText'))}
          <EvidenceField directive={d.id} onChange={setFiles} />
        </Stack>
      </Ask>
      <Ask
        {...shared}
        opened={asked === 'done'}
        title={t('dir.doneTitle')}
        action={t('act.send')}
        onYes={() =>
          need(text.trim(), 'text') &&
          act.mutate({ kind: 'done', body: { text: text.trim(), file_ids: files, rev: d.rev } })
        }
      >
        <Stack gap="sm">
          {area(t('dir.doneText'))}
          <EvidenceField directive={d.id} onChange={setFiles} />
        </Stack>
      </Ask>
      <Ask
        {...shared}
        opened={asked === 'extension'}
        title={t('dir.extend')}
        action={t('act.send')}
        reason={t('field.reason')}
        onYes={(reason) =>
          need(until, 'until') && act.mutate({ kind: 'extension', body: { until, reason, rev: d.rev } })
        }
      >
        <DayInput
          label={t('dir.extendUntil')}
          withAsterisk
          value={until}
          onChange={setUntil}
          error={missing === 'until' && !until ? t('field.required') : undefined}
        />
      </Ask>
      <Ask
        {...shared}
        opened={asked === 'confirm'}
        title={t('dir.confirmAsk')}
        body={t('dir.confirmBody')}
        action={t('dir.confirm')}
        onYes={() => act.mutate({ kind: 'confirm', body: { rev: d.rev } })}
      />
      <Ask
        {...shared}
        opened={asked === 'remind'}
        title={t('follow:many.act.remind')}
        action={t('act.send')}
        onYes={() => act.mutate({ kind: 'remind', body: { reason: text.trim(), rev: d.rev } })}
      >
        <Textarea
          data-autofocus
          autosize
          minRows={3}
          label={t('follow:many.words')}
          value={text}
          onChange={(e) => keep(e.currentTarget.value)}
        />
      </Ask>
      {reasoned('return', t('dir.returnTitle'), t('dir.return'))}
      <Ask
        {...shared}
        opened={asked === 'extension_grant'}
        title={t('dir.grant')}
        action={t('dir.grant')}
        onYes={() => act.mutate({ kind: 'extension_grant', body: { reason: text.trim(), rev: d.rev } })}
      >
        <ExtensionAsked directive={d} />
      </Ask>
      {reasoned('extension_refuse', t('dir.refuse'), t('dir.refuse'))}
      {reasoned('suspend', t('dir.suspend'), t('dir.suspend'))}
      {reasoned('cancel', t('dir.cancelTitle'), t('dir.cancel'), true)}
    </>
  )
}

function ExtensionAsked({ directive: d }: { directive: DirectiveDetail }) {
  const { t } = useTranslation(['office', 'follow'])
  return d.extension ? (
    <Stack gap={4}>
      <DayInput label={t('dir.extendUntil')} value={d.extension.until} readOnly />
      <p style={{ margin: 0, whiteSpace: 'pre-wrap' }}>{d.extension.reason}</p>
    </Stack>
  ) : null
}
