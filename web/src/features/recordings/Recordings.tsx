import './recordings.css'
import { ActionIcon, Badge, Button, Group, Text } from '@mantine/core'
import { IconDownload, IconMovie, IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { conferenceQuery } from '../../api/office'
import { type Recording, recordingFile, recordingsQuery, removeRecording } from '../../api/recordings'
import { Ask } from '../../ui/Ask'
import { Empty } from '../../ui/Empty'
import { useFormats } from '../../ui/formats'
import { Panel } from '../../ui/Panel'
import { Load, Page, useFaultText, useRights } from '../office'
import { clock } from './clock'
import { Player } from './Player'

/** A conference's recordings: played with their chapters, kept, removed. */
export function Recordings({ id }: { id: string }) {
  const { t } = useTranslation('record')
  const conference = useQuery(conferenceQuery(id))
  const query = useQuery(recordingsQuery(id))
  const [picked, setPicked] = useState<number | null>(null)
  const title = conference.data?.title ?? ''
  return (
    <Page
      title={t('title')}
      sub={title}
      up={{ link: { to: '/conferences/$id', params: { id } }, label: title || t('title') }}
    >
      <Load of={query} rows={10}>
        {({ recordings: all }) => {
          const shown = all.find((r) => r.number === picked) ?? all.at(-1)
          if (!shown)
            return (
              <div className="card">
                <Empty icon={IconMovie} title={t('none')} hint={t('noneHint')} />
              </div>
            )
          return (
            <>
              <Player key={shown.number} conference={id} title={title} of={shown} />
              <Panel title={t('list')}>
                <ul className="recording-list">
                  {all.map((r) => (
                    <Line
                      key={r.number}
                      conference={id}
                      of={r}
                      shown={r.number === shown.number}
                      onPick={() => setPicked(r.number)}
                    />
                  ))}
                </ul>
              </Panel>
            </>
          )
        }}
      </Load>
    </Page>
  )
}

type LineProps = { conference: string; of: Recording; shown: boolean; onPick: () => void }

function Line({ conference, of: r, shown, onPick }: LineProps) {
  const { t } = useTranslation('record')
  const f = useFormats()
  const rights = useRights()
  const say = useFaultText()
  const qc = useQueryClient()
  const [asked, setAsked] = useState(false)
  const remove = useMutation({
    mutationFn: () => removeRecording(conference, r.number),
    onSuccess: (left) => {
      setAsked(false)
      qc.setQueryData(recordingsQuery(conference).queryKey, left)
    },
  })
  const facts = [
    r.started_at && `${t('began')} ${f.dateTime(r.started_at)}`,
    r.length_ms > 0 && `${t('length')} ${clock(r.length_ms)}`,
    `${t('size')} ${t('megabytes', { size: f.number(Math.max(0.1, Math.round(r.bytes / 1e5) / 10)) })}`,
    r.kept_until && t('kept', { date: f.date(r.kept_until) }),
  ].filter(Boolean)
  return (
    <li className="recording-line" aria-current={shown || undefined}>
      <div>
        <Group gap="xs">
          <Text fw={600}>{t('number', { number: r.number })}</Text>
          {r.on && (
            <Badge color="son" variant="filled" tt="none">
              {t('going')}
            </Badge>
          )}
        </Group>
        <Text size="sm" c="dimmed">
          {facts.join(' · ')}
        </Text>
      </div>
      <Group gap="xs">
        {!shown && (
          <Button
            variant="default"
            leftSection={<IconPlayerPlay size={18} />}
            aria-label={t('play', { number: r.number })}
            onClick={onPick}
          >
            {t('watch')}
          </Button>
        )}
        <Button
          component="a"
          href={recordingFile(conference, r.number, true)}
          download
          variant="default"
          leftSection={<IconDownload size={18} />}
        >
          {t('download')}
        </Button>
        {rights.office && !r.on && (
          <ActionIcon
            variant="default"
            size={36}
            aria-label={`${t('remove')}: ${t('number', { number: r.number })}`}
            title={t('remove')}
            onClick={() => {
              remove.reset()
              setAsked(true)
            }}
          >
            <IconTrash size={18} />
          </ActionIcon>
        )}
      </Group>
      <Ask
        opened={asked}
        onClose={() => setAsked(false)}
        title={t('removeTitle', { number: r.number })}
        body={t('removeBody')}
        action={t('remove')}
        danger
        busy={remove.isPending}
        error={remove.error ? say(remove.error) : null}
        onYes={() => remove.mutate()}
      />
    </li>
  )
}
