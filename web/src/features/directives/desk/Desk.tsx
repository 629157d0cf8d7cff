import '../follow.css'
import { Alert, Button, FileButton, Group, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconEdit, IconFileImport, IconHighlight, IconPlus, IconWand } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isFault } from '../../../api'
import { previewQuery, textOfFile } from '../../../api/follow'
import {
  addDraft,
  conclusionQuery,
  conferenceQuery,
  draftDirectives,
  synthesisQuery,
} from '../../../api/office'
import { fromCodePoints, shift } from '../../../model/directives/spans'
import { Empty } from '../../../ui/Empty'
import { Panel } from '../../../ui/Panel'
import { tell } from '../../../ui/tell'
import { ActError, Load, Page, useFaultText, useRights } from '../../office'
import { Aside } from './Aside'
import { DraftCard } from './DraftCard'
import { Issue } from './Issue'
import { Lessons } from './Lessons'
import { LinkedText } from './LinkedText'
import { LiveText } from './LiveText'
import { Preview } from './Preview'
import { useConclusion } from './useConclusion'

/** The issuing desk: the conclusion on the left, what it asks of whom on the right, each showing the other. */
export function Desk({ id }: { id: string }) {
  // Both, before anything is typed: texts that come later would take the field away from under the writer.
  const { t } = useTranslation(['office', 'follow'])
  const conference = useQuery(conferenceQuery(id))
  const c = useConclusion(id)
  return (
    <Page
      title={t('con.title')}
      sub={conference.data?.title}
      up={{
        link: { to: '/conferences/$id', params: { id } },
        label: conference.data?.title ?? t('conf.title'),
      }}
    >
      <Load of={c.query} rows={10}>
        {() => <Body id={id} c={c} />}
      </Load>
    </Page>
  )
}

function Body({ id, c }: { id: string; c: ReturnType<typeof useConclusion> }) {
  const { t, i18n } = useTranslation('office')
  const conference = useQuery(conferenceQuery(id))
  const say = useFaultText()
  const qc = useQueryClient()
  const rights = useRights()
  const [on, setOn] = useState<string | null>(null)
  const [reading, setReading] = useState(true)
  const [notText, setNotText] = useState<string | null>(null)
  const drafts = c.query.data?.drafts ?? []
  const spans = fromCodePoints(
    c.query.data?.text ?? '',
    drafts.map(({ id: draft, start, end }) => ({ id: draft, start, end })),
  )
  const linked = reading && !c.dirty && c.text !== '' && drafts.length > 0
  const writes = rights.office
  const typing = writes && !linked
  // What the text as it is typed would give, a breath after the last key.
  const [typed] = useDebouncedValue(c.text, 350)
  const preview = useQuery({ ...previewQuery(id, typed), enabled: typing && typed.trim() !== '' })
  const known = new Set(drafts.map((d) => d.text))
  const found = (typing && typed.trim() !== '' ? (preview.data ?? []) : []).map((d) => ({
    ...d,
    key: `${d.start}.${d.end}`,
  }))
  const fresh = found.filter((d) => !known.has(d.text))
  // Places are those of the text that was sent; what was typed since moves them.
  const liveSpans = shift(
    fromCodePoints(
      typed,
      found.map(({ key, start, end }) => ({ id: key, start, end })),
    ),
    typed,
    c.text,
  )
  const catalogue = useQuery({
    ...synthesisQuery(conference.data?.period_id ?? ''),
    enabled: writes && Boolean(conference.data?.period_id),
  })
  const indicators = (catalogue.data?.indicators ?? []).map((i) => ({
    value: i.indicator_id,
    label: (i18n.language === 'en' && i.name_en) || i.name,
  }))

  const draft = useMutation({
    mutationFn: async () => {
      await c.flush()
      return draftDirectives(id)
    },
    onSuccess: (answer) => {
      qc.setQueryData(conclusionQuery(id).queryKey, answer)
      setReading(true)
      tell({
        message: answer.drafts.length
          ? t('con.drafted', { count: answer.drafts.length })
          : t('con.nothingFound'),
        color: answer.drafts.length ? 'teal' : 'orange',
      })
    },
  })
  const add = useMutation({
    mutationFn: () => addDraft(id, { text: t('con.newText'), unit_ids: [] }),
    onSuccess: (desk) => {
      qc.setQueryData(conclusionQuery(id).queryKey, desk)
    },
  })
  const open = async (file: File | null) => {
    if (!file) return
    try {
      c.edit(await textOfFile(file))
      setNotText(null)
      setReading(false)
    } catch (err) {
      setNotText(isFault(err, 'not_text') ? t('con.notText') : say(err))
    }
  }

  return (
    <div className="desk">
      <div className="desk-side">
        <Panel
          title={t('con.text')}
          aside={
            writes && (
              <Group gap="xs">
                <FileButton onChange={(f) => void open(f)} accept=".docx,.txt,.md,text/plain">
                  {(props) => (
                    <Button size="sm" variant="default" leftSection={<IconFileImport size={16} />} {...props}>
                      {t('con.file')}
                    </Button>
                  )}
                </FileButton>
                {drafts.length > 0 && (
                  <Button
                    size="sm"
                    variant="default"
                    leftSection={linked ? <IconEdit size={16} /> : <IconHighlight size={16} />}
                    disabled={!linked && c.dirty}
                    onClick={() => setReading(!linked)}
                  >
                    {linked ? t('con.editText') : t('con.showLinks')}
                  </Button>
                )}
              </Group>
            )
          }
        >
          <Stack gap="sm">
            {c.clash && (
              <Alert color="orange" role="alert">
                <Text size="sm">{t('con.stale')}</Text>
                <Group gap="xs" mt="xs">
                  <Button size="compact-sm" onClick={c.keepMine}>
                    {t('con.keepMine')}
                  </Button>
                  <Button size="compact-sm" variant="default" onClick={c.takeTheirs}>
                    {t('con.takeTheirs')}
                  </Button>
                </Group>
              </Alert>
            )}
            {notText && (
              <Alert color="son" role="alert">
                {notText}
              </Alert>
            )}
            {linked || !writes ? (
              c.text ? (
                <LinkedText
                  text={c.text}
                  spans={linked || !writes ? spans : []}
                  on={on}
                  onPoint={setOn}
                  order={drafts.map((d) => d.id)}
                />
              ) : (
                <Text c="dimmed">{t('con.readOnly')}</Text>
              )
            ) : (
              <LiveText
                text={c.text}
                spans={liveSpans}
                on={on}
                onPoint={setOn}
                onEdit={(text) => {
                  setNotText(null)
                  c.edit(text)
                }}
              />
            )}
            <ActError error={draft.error} />
            {writes && (
              <Group justify="space-between">
                <Text size="sm" c={c.failed ? 'var(--bad)' : 'dimmed'} role={c.failed ? 'alert' : undefined}>
                  {c.failed
                    ? `${say(c.failed)} ${t('con.textKept')}`
                    : c.saving
                      ? t('rep.saving')
                      : c.dirty
                        ? t('rep.unsaved')
                        : c.text
                          ? t('conf.saved')
                          : ''}
                </Text>
                <Button
                  leftSection={<IconWand size={18} />}
                  loading={draft.isPending}
                  onClick={() => draft.mutate()}
                >
                  {t('con.draft')}
                </Button>
              </Group>
            )}
          </Stack>
        </Panel>
      </div>
      <Panel
        title={`${t('con.drafts')}${drafts.length ? ` (${drafts.length})` : ''}`}
        aside={
          writes && (
            <Group gap="xs">
              <Lessons />
              <Button
                size="sm"
                variant="default"
                leftSection={<IconPlus size={16} />}
                loading={add.isPending}
                onClick={() => add.mutate()}
              >
                {t('con.addByHand')}
              </Button>
              {drafts.length > 0 && <Issue id={id} drafts={drafts} />}
            </Group>
          )
        }
      >
        <Stack gap="sm">
          {(c.query.data?.issued ?? 0) > 0 && (
            <Alert color="teal" py="xs">
              {t('con.issued', { count: c.query.data?.issued ?? 0 })}{' '}
              <Link to="/directives" search={{ conference: id, state: 'all' }}>
                {t('act.viewAll')}
              </Link>
            </Alert>
          )}
          <ActError error={add.error} />
          {fresh.length > 0 && <Preview found={fresh} on={on} onPoint={setOn} />}
          {drafts.length === 0 && fresh.length === 0 ? (
            <Empty
              icon={IconWand}
              title={t('con.draftsNone')}
              hint={writes ? t('con.draftsNoneHint') : undefined}
            />
          ) : (
            drafts.map((d, n) => (
              <DraftCard
                key={d.id}
                conference={id}
                draft={d}
                n={n + 1}
                next={drafts[n + 1]}
                on={on === d.id}
                writes={writes}
                indicators={indicators}
                onPoint={(point) => setOn(point ? d.id : null)}
              />
            ))
          )}
          {writes && <Aside conference={id} drafts={c.query.data?.set_aside ?? []} />}
        </Stack>
      </Panel>
    </div>
  )
}
