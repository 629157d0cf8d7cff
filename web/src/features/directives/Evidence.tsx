import { ActionIcon, Button, FileButton, Group, Loader, Stack, Text } from '@mantine/core'
import { IconPaperclip, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { attach, type Evidence, evidenceFile } from '../../api/follow'
import { useFormats } from '../../ui/formats'
import { useFaultText } from '../office'

/** As the server takes them: office documents, PDF, pictures, text. */
const TYPES = '.pdf,.docx,.xlsx,.pptx,.odt,.ods,.doc,.xls,.png,.jpg,.jpeg,.webp,.txt,.csv'

type Chosen = { key: string; name: string; sent?: Evidence; refused?: string }

/** Files for the report that is being written: each is sent as soon as it is chosen, and stands in the history with the report. */
export function EvidenceField({
  directive,
  onChange,
}: {
  directive: string
  /** The ids of those that the server has. */
  onChange: (ids: string[]) => void
}) {
  const { t } = useTranslation('follow')
  const say = useFaultText()
  const [files, setFiles] = useState<Chosen[]>([])
  const put = (change: (now: Chosen[]) => Chosen[]) =>
    setFiles((now) => {
      const next = change(now)
      onChange(next.flatMap((f) => (f.sent ? [f.sent.id] : [])))
      return next
    })
  const add = async (list: File[]) => {
    for (const file of list) {
      const key = `${Date.now()}-${file.name}-${Math.random()}`
      setFiles((now) => [...now, { key, name: file.name }])
      const came = await attach(directive, file).then(
        (sent) => ({ sent }),
        (err: unknown) => ({ refused: say(err) }),
      )
      put((now) => now.map((f) => (f.key === key ? { ...f, ...came } : f)))
    }
  }
  return (
    <Stack gap={6}>
      <Group gap="sm">
        <FileButton multiple accept={TYPES} onChange={(list) => void add(list)}>
          {(props) => (
            <Button size="sm" variant="default" leftSection={<IconPaperclip size={17} />} {...props}>
              {t('file.add')}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          {t('file.help')}
        </Text>
      </Group>
      {files.map((f) => (
        <Group key={f.key} gap="xs" wrap="nowrap" className="file-line">
          {!f.sent && !f.refused && <Loader size={16} aria-label={t('file.sending')} />}
          <Text size="sm" style={{ overflowWrap: 'anywhere', flex: 1 }} c={f.refused ? 'var(--bad)' : undefined}>
            {f.name}
            {f.refused && ` – ${f.refused}`}
          </Text>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={32}
            aria-label={t('file.drop', { name: f.name })}
            onClick={() => put((now) => now.filter((x) => x.key !== f.key))}
          >
            <IconX size={16} />
          </ActionIcon>
        </Group>
      ))}
    </Stack>
  )
}

/** Evidence that was reported, each to be saved. */
export function EvidenceList({ directive, files }: { directive: string; files: Evidence[] }) {
  const { t } = useTranslation('follow')
  const f = useFormats()
  if (files.length === 0) return null
  return (
    <ul className="files" aria-label={t('file.title')}>
      {files.map((x) => (
        <li key={x.id}>
          <a href={evidenceFile(directive, x.id)} download={x.name}>
            <IconPaperclip size={15} aria-hidden /> {x.name}
          </a>{' '}
          <span className="num">
            {x.size < 1_000_000 ? `${f.number(Math.ceil(x.size / 1000))} KB` : `${f.number(Math.round(x.size / 100_000) / 10)} MB`}
          </span>
        </li>
      ))}
    </ul>
  )
}
