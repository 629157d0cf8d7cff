import { ActionIcon, Alert, Button, Checkbox, FileButton, Group, Select, Stack, Text } from '@mantine/core'
import { IconFile, IconFileTypePdf, IconPaperclip, IconPhoto, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConferenceDetail } from '../../api'
import { addPaper, type Paper, paperFile, papersQuery, removePaper } from '../../api/planning'
import { Ask } from '../../ui/Ask'
import { Empty } from '../../ui/Empty'
import { useFormats } from '../../ui/formats'
import { Panel } from '../../ui/Panel'
import { tell } from '../../ui/tell'
import { Word } from '../../ui/Word'
import { Load, useFaultText, useRights } from '../office'
import { isOver } from './state'

/** The papers of the agenda's items: read by those who take part, added by the office and the unit that presents. */
export function Papers({ conference: c }: { conference: ConferenceDetail }) {
  const { t } = useTranslation('plan')
  const rights = useRights()
  const query = useQuery(papersQuery(c.id))
  const [removing, setRemoving] = useState<Paper | null>(null)
  const items = c.agenda.filter(
    (i) => rights.office || (c.state !== 'draft' && i.unit_id !== null && rights.speaksFor(i.unit_id)),
  )
  const beforeOpening = c.state === 'draft' || c.state === 'published' || c.state === 'checking'
  return (
    <Panel title={t('paper.title')}>
      <Load of={query}>
        {(papers) => (
          <>
            {papers.length === 0 && <Empty icon={IconPaperclip} title={t('paper.none')} hint={t('paper.noneHint')} />}
            {c.agenda
              .filter((i) => papers.some((p) => p.item_id === i.id))
              .map((item) => (
                <section key={item.id} className="papers" aria-label={item.title}>
                  <Text fw={600}>
                    <span className="num">{item.number}.</span> {item.title}
                  </Text>
                  {papers
                    .filter((p) => p.item_id === item.id)
                    .map((p) => (
                      <Line
                        key={p.id}
                        conference={c.id}
                        paper={p}
                        removable={beforeOpening && (rights.office || p.by_name === rights.me?.account?.name)}
                        onRemove={() => setRemoving(p)}
                      />
                    ))}
                </section>
              ))}
          </>
        )}
      </Load>
      {items.length > 0 && !isOver(c.state) && <Add conference={c} items={items} />}
      <Remove conference={c.id} paper={removing} onClose={() => setRemoving(null)} />
    </Panel>
  )
}

const icon = (p: Paper) =>
  p.media_type === 'application/pdf' ? IconFileTypePdf : p.media_type.startsWith('image/') ? IconPhoto : IconFile

function Line({
  conference,
  paper: p,
  removable,
  onRemove,
}: {
  conference: string
  paper: Paper
  removable: boolean
  onRemove: () => void
}) {
  const { t } = useTranslation(['plan', 'office'])
  const f = useFormats()
  const Icon = icon(p)
  return (
    <Group gap="xs" wrap="nowrap" className="paper">
      <Icon size={20} aria-hidden style={{ flex: 'none' }} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <a href={paperFile(conference, p.id)} download={p.name} className="rowlink">
          {p.name}
        </a>
        <Text size="sm" c="dimmed">
          {[t('plan:paper.size', { size: f.number(Math.max(1, Math.round(p.size / 1024))) }), p.by_name]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </div>
      {p.mark === 'internal' && <Word tone="warn">{t('plan:paper.internal')}</Word>}
      {removable && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={`${t('office:act.delete')}: ${p.name}`}
          onClick={onRemove}
        >
          <IconTrash size={18} />
        </ActionIcon>
      )}
    </Group>
  )
}

function Add({ conference: c, items }: { conference: ConferenceDetail; items: ConferenceDetail['agenda'] }) {
  const { t } = useTranslation('plan')
  const say = useFaultText()
  const qc = useQueryClient()
  const [chosen, setChosen] = useState<string | null>(null)
  const [internal, setInternal] = useState(false)
  const item = items.find((i) => i.id === chosen) ?? items[0]
  const add = useMutation({
    mutationFn: async (files: File[]) => {
      for (const file of files) await addPaper(c.id, item?.id ?? '', file, internal ? 'internal' : '')
      return files.length
    },
    onSuccess: (count) => tell({ message: t('paper.added', { count }), color: 'teal' }),
    onSettled: () => qc.invalidateQueries({ queryKey: papersQuery(c.id).queryKey }),
  })
  return (
    <Stack gap="xs" mt="md">
      <Group gap="xs" align="flex-end">
        <Select
          style={{ flex: 1, minWidth: 200 }}
          label={t('paper.item')}
          allowDeselect={false}
          data={items.map((i) => ({ value: i.id, label: `${i.number}. ${i.title}` }))}
          value={item?.id ?? null}
          onChange={setChosen}
        />
        <FileButton
          multiple
          accept=".pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp,.png,.jpg,.jpeg,.webp,.txt,.csv"
          onChange={(files) => files.length > 0 && add.mutate(files)}
        >
          {(props) => (
            <Button {...props} variant="default" loading={add.isPending} leftSection={<IconPaperclip size={18} />}>
              {t('paper.add')}
            </Button>
          )}
        </FileButton>
      </Group>
      <Checkbox
        label={t('paper.markInternal')}
        description={t('paper.markHelp')}
        checked={internal}
        onChange={(e) => setInternal(e.currentTarget.checked)}
      />
      {add.error && (
        <Alert color="son" role="alert">
          {say(add.error)}
        </Alert>
      )}
    </Stack>
  )
}

function Remove({ conference, paper, onClose }: { conference: string; paper: Paper | null; onClose: () => void }) {
  const { t } = useTranslation(['plan', 'office'])
  const say = useFaultText()
  const qc = useQueryClient()
  const remove = useMutation({
    mutationFn: (id: string) => removePaper(conference, id),
    onSuccess: () => {
      onClose()
      void qc.invalidateQueries({ queryKey: papersQuery(conference).queryKey })
    },
  })
  return (
    <Ask
      opened={paper !== null}
      onClose={onClose}
      danger
      title={t('plan:paper.removeAsk')}
      body={paper?.name ?? ''}
      action={t('office:act.delete')}
      busy={remove.isPending}
      error={remove.error ? say(remove.error) : null}
      onYes={() => paper && remove.mutate(paper.id)}
    />
  )
}
