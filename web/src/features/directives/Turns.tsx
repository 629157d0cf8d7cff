import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { IconFlagCheck } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { occurrenceDone } from '../../api/follow'
import { type DirectiveDetail, directiveQuery } from '../../api/office'
import { dayOf, daysUntil } from '../../model/directives/timeliness'
import { Ask } from '../../ui/Ask'
import { useFormats } from '../../ui/formats'
import { Panel } from '../../ui/Panel'
import { tell } from '../../ui/tell'
import { useDaysText, useFaultText } from '../office'
import { EvidenceField } from './Evidence'
import { TimeWord } from './words'

/** The turns of a recurring directive, the next one first. */
export function Turns({ directive: d }: { directive: DirectiveDetail }) {
  const { t } = useTranslation(['follow', 'office'])
  const f = useFormats()
  const say = useFaultText()
  const days = useDaysText()
  const qc = useQueryClient()
  const [day, setDay] = useState<string | null>(null)
  const [text, setText] = useState('')
  const [files, setFiles] = useState<string[]>([])
  const [missing, setMissing] = useState(false)
  const report = useMutation({
    mutationFn: () => occurrenceDone(d.id, day ?? '', { text: text.trim(), file_ids: files }),
    onSuccess: (now) => {
      setDay(null)
      setText('')
      setFiles([])
      qc.setQueryData(directiveQuery(d.id).queryKey, now)
      void qc.invalidateQueries({ queryKey: ['directives'] })
      tell({ message: t('turn.saved'), color: 'teal' })
    },
  })
  if (!d.recurrence) return null
  const done = d.occurrences.filter((o) => o.done_on).length
  return (
    <Panel title={t('turn.title')} aside={<Text size="sm">{d.recurrence}</Text>}>
      {d.occurrences.length === 0 ? (
        <Text c="dimmed">{t('turn.unclear')}</Text>
      ) : (
        <>
          <Text size="sm" c="dimmed">
            {t('turn.count', { done, count: d.occurrences.length })}
          </Text>
          <Stack gap={0} className="lines">
            {[...d.occurrences].reverse().map((o) => (
              <div key={o.due} className="line">
                <span>
                  <span className="num">{f.date(o.due)}</span>
                  {o.done_on ? (
                    <Text span size="sm" c="dimmed">
                      {' '}
                      · {t('turn.doneOn', { date: f.date(o.done_on) })}
                    </Text>
                  ) : (
                    <Text span size="sm">
                      {' '}
                      · {days(daysUntil(o.due, dayOf(new Date())))}
                    </Text>
                  )}
                </span>
                <Group gap="xs" className="words">
                  <TimeWord timeliness={o.done_on && o.timeliness === 'in_time' ? 'done_in_time' : o.timeliness} />
                  {!o.done_on && d.can.includes('occurrence_done') && (
                    <Button
                      size="compact-md"
                      variant="default"
                      leftSection={<IconFlagCheck size={16} />}
                      onClick={() => {
                        report.reset()
                        setMissing(false)
                        setDay(o.due)
                      }}
                    >
                      {t('turn.report')}
                    </Button>
                  )}
                </Group>
              </div>
            ))}
          </Stack>
        </>
      )}
      <Ask
        opened={day !== null}
        onClose={() => setDay(null)}
        title={t('turn.ask', { date: day ? f.date(day) : '' })}
        action={t('office:act.send')}
        busy={report.isPending}
        error={report.error ? say(report.error) : null}
        onYes={() => (text.trim() ? report.mutate() : setMissing(true))}
      >
        <Stack gap="sm">
          <Textarea
            data-autofocus
            autosize
            minRows={3}
            withAsterisk
            label={t('office:dir.doneText')}
            value={text}
            error={missing && !text.trim() ? t('office:field.required') : undefined}
            onChange={(e) => setText(e.currentTarget.value)}
          />
          <EvidenceField directive={d.id} onChange={setFiles} />
        </Stack>
      </Ask>
    </Panel>
  )
}
