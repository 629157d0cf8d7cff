import { Alert, Button, Group, List, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Fault } from '../../api'
import { actOnMany, type ManyAct, type Told } from '../../api/follow'
import type { Directive } from '../../api/office'
import { Ask } from '../../ui/Ask'
import { tell } from '../../ui/tell'
import { useFaultText } from '../office'

const ACTS: ManyAct[] = [
  'acknowledge',
  'confirm',
  'return',
  'extension_grant',
  'extension_refuse',
  'remind',
  'suspend',
  'resume',
  'cancel',
]
/** Acts that are refused without a reason. */
const REASONED: ManyAct[] = ['return', 'extension_refuse', 'suspend', 'cancel']

/** What can be done to the chosen directives at once. Afterwards every one is answered for. */
export function Many({ picked, onClear }: { picked: Directive[]; onClear: () => void }) {
  const { t } = useTranslation(['follow', 'office'])
  const say = useFaultText()
  const qc = useQueryClient()
  const [asked, setAsked] = useState<ManyAct | null>(null)
  const [words, setWords] = useState('')
  const [told, setTold] = useState<{ act: ManyAct; answers: Told[]; texts: Map<string, string> } | null>(null)
  const able = (act: ManyAct) => picked.filter((d) => d.can.includes(act))
  const act = useMutation({
    mutationFn: ({ kind, reason }: { kind: ManyAct; reason: string }) =>
      actOnMany(
        kind,
        able(kind).map((d) => ({ id: d.id, rev: d.rev })),
        reason,
      ),
    onSuccess: (answers, { kind }) => {
      setAsked(null)
      setWords('')
      for (const key of ['directives', 'directive', 'carry-over'])
        void qc.invalidateQueries({ queryKey: [key] })
      if (answers.every((a) => a.done)) {
        tell({ message: t('many.allDone', { act: t(`many.act.${kind}`), count: answers.length }), color: 'teal' })
        onClear()
      } else setTold({ act: kind, answers, texts: new Map(picked.map((d) => [d.id, d.text])) })
    },
  })
  const refused = told?.answers.filter((a) => !a.done) ?? []
  return (
    <>
      {picked.length > 0 && (
        <Group className="many" gap="xs" role="group" aria-label={t('many.label')}>
          <Text fw={600} aria-live="polite">
            {t('many.chosen', { count: picked.length })}
          </Text>
          {ACTS.map((kind) => {
            const n = able(kind).length
            return (
              n > 0 && (
                <Button
                  key={kind}
                  size="sm"
                  variant={kind === 'cancel' ? 'outline' : 'default'}
                  color={kind === 'cancel' ? 'son' : undefined}
                  onClick={() => {
                    act.reset()
                    setAsked(kind)
                  }}
                >
                  {t(`many.act.${kind}`)}
                  {n < picked.length && <span className="num">&nbsp;({n})</span>}
                </Button>
              )
            )
          })}
          {ACTS.every((kind) => able(kind).length === 0) && (
            <Text size="sm" c="dimmed">
              {t('many.nothing')}
            </Text>
          )}
          <Button size="sm" variant="subtle" onClick={onClear}>
            {t('many.clear')}
          </Button>
        </Group>
      )}
      {asked && (
        <Ask
          opened
          onClose={() => setAsked(null)}
          title={t('many.ask', { act: t(`many.act.${asked}`), count: able(asked).length })}
          body={
            able(asked).length < picked.length
              ? t('many.some', { able: able(asked).length, all: picked.length })
              : undefined
          }
          action={t(`many.act.${asked}`)}
          danger={asked === 'cancel'}
          busy={act.isPending}
          error={act.error ? say(act.error) : null}
          {...(REASONED.includes(asked) ? { reason: t('office:field.reason') } : {})}
          onYes={(reason) => act.mutate({ kind: asked, reason: asked === 'remind' ? words.trim() : reason })}
        >
          {asked === 'remind' && (
            <Textarea
              data-autofocus
              autosize
              minRows={2}
              label={t('many.words')}
              value={words}
              onChange={(e) => setWords(e.currentTarget.value)}
            />
          )}
        </Ask>
      )}
      <Modal
        opened={told !== null}
        onClose={() => setTold(null)}
        size="lg"
        title={
          <Text fw={700} fz="lg" component="span">
            {told && t(`many.act.${told.act}`)}
          </Text>
        }
      >
        {told && (
          <Stack>
            <Alert color="teal" py="xs">
              {t('many.done', { count: told.answers.length - refused.length })}
            </Alert>
            <Alert color="orange" py="xs" title={t('many.refused', { count: refused.length })}>
              <List spacing="xs">
                {refused.map((a) => (
                  <List.Item key={a.id}>
                    <Link className="plain-link" to="/directives/$id" params={{ id: a.id }}>
                      {(told.texts.get(a.id) ?? a.id).slice(0, 90)}
                    </Link>
                    <Text size="sm">{say(new Fault(a.code === 'internal' ? 500 : 409, a.code, [], a.params ?? {}))}</Text>
                  </List.Item>
                ))}
              </List>
            </Alert>
            <Group justify="flex-end">
              <Button
                onClick={() => {
                  setTold(null)
                  onClear()
                }}
              >
                {t('many.ok')}
              </Button>
            </Group>
          </Stack>
        )}
      </Modal>
    </>
  )
}
