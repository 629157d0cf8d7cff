import { Alert, Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Chapter, contentsQuery, type Recording, recordingFile } from '../../api/recordings'
import { fold } from '../../model/fold'
import { Panel } from '../../ui/Panel'
import { Load } from '../office'
import { clock, placeAt } from './clock'

/** From how many chapters on they can be searched. */
const manyChapters = 8

/** A recording with its chapters beside it: each is a way to its place. */
export function Player({ conference, title, of }: { conference: string; title: string; of: Recording }) {
  const { t } = useTranslation('record')
  const video = useRef<HTMLVideoElement>(null)
  const [at, setAt] = useState(0)
  const [broken, setBroken] = useState(false)
  const contents = useQuery(contentsQuery(conference, of))
  const go = (chapter: Chapter) => {
    const el = video.current
    if (!el) return
    el.currentTime = chapter.at_ms / 1000
    void el.play().catch(() => undefined)
  }
  return (
    <div className="recording">
      <div className="recording-picture">
        {/* biome-ignore lint/a11y/useMediaCaption: what was said is in the minutes; nobody has typed captions */}
        <video
          ref={video}
          src={recordingFile(conference, of.number)}
          controls
          playsInline
          preload="metadata"
          aria-label={t('player', { number: of.number, title })}
          onTimeUpdate={(e) => setAt(e.currentTarget.currentTime * 1000)}
          onSeeking={(e) => setAt(e.currentTarget.currentTime * 1000)}
          onLoadedMetadata={() => setBroken(false)}
          onError={() => setBroken(true)}
        />
        {broken && (
          <Alert color="son" role="alert" mt="sm">
            {t('broken')}
          </Alert>
        )}
        {of.on && (
          <Text size="sm" c="dimmed" mt="xs">
            {t('goingHint')}
          </Text>
        )}
      </div>
      <Panel title={t('chapters')}>
        <Load of={contents} rows={6}>
          {(chapters) => <Chapters chapters={chapters} at={at} onGo={go} />}
        </Load>
      </Panel>
    </div>
  )
}

function Chapters({ chapters, at, onGo }: { chapters: Chapter[]; at: number; onGo: (c: Chapter) => void }) {
  const { t } = useTranslation('record')
  const [text, setText] = useState('')
  const wanted = fold(text.trim())
  const now = placeAt(chapters, at)
  const shown = chapters.map((c, i) => ({ ...c, i })).filter((c) => wanted === '' || fold(c.title).includes(wanted))
  if (chapters.length === 0) return <Text c="dimmed">{t('noChapters')}</Text>
  return (
    <>
      {chapters.length >= manyChapters && (
        <TextInput
          mb="sm"
          type="search"
          aria-label={t('find')}
          placeholder={t('find')}
          leftSection={<IconSearch size={18} />}
          value={text}
          onChange={(e) => setText(e.currentTarget.value)}
        />
      )}
      {shown.length === 0 && <Text c="dimmed">{t('notFound')}</Text>}
      <ol className="recording-chapters">
        {shown.map((c) => (
          <li key={c.i}>
            <UnstyledButton
              className="recording-chapter"
              aria-current={c.i === now || undefined}
              aria-label={t('goTo', { at: clock(c.at_ms), title: c.title })}
              onClick={() => onGo(c)}
            >
              <span className="num">{clock(c.at_ms)}</span>
              <span>{c.title}</span>
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </>
  )
}
