import { Button, Group, Modal, NativeSelect, NumberInput, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AgendaKind, Live } from '../../../api'
import type { Acts } from '../acts'

const kinds: AgendaKind[] = ['report', 'discussion', 'review', 'break', 'conclusion', 'other']

/** A new item of the agenda, while the conference runs. */
export default function InsertModal({
  live,
  acts,
  after,
  onClose,
}: {
  live: Live
  acts: Acts
  after: string | null
  onClose: () => void
}) {
  const { t } = useTranslation('live')
  const [title, setTitle] = useState('')
  const [kind, setKind] = useState<AgendaKind>('discussion')
  const [minutes, setMinutes] = useState<number | string>(10)
  const [presenter, setPresenter] = useState('')
  const [place, setPlace] = useState(after ?? '')
  const save = async () => {
    const item = {
      title: title.trim(),
      kind,
      minutes: Number(minutes) || 1,
      presenter: presenter.trim(),
      after_id: place || null,
    }
    if (await acts.insertItem(item)) onClose()
  }
  return (
    <Modal opened onClose={onClose} title={t('agenda.insert')}>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          void save()
        }}
      >
        <Stack>
          <TextInput
            data-autofocus
            required
            label={t('insert.title')}
            maxLength={200}
            value={title}
            onChange={(e) => setTitle(e.currentTarget.value)}
          />
          <Group grow align="start">
            <NativeSelect
              label={t('insert.kind')}
              value={kind}
              onChange={(e) => setKind(e.currentTarget.value as AgendaKind)}
              data={kinds.map((k) => ({ value: k, label: t(`insert.kinds.${k as 'report'}`) }))}
            />
            <NumberInput
              label={t('insert.minutes')}
              min={1}
              max={600}
              value={minutes}
              onChange={setMinutes}
            />
          </Group>
          <TextInput
            label={t('insert.presenter')}
            maxLength={200}
            value={presenter}
            onChange={(e) => setPresenter(e.currentTarget.value)}
          />
          <NativeSelect
            label={t('insert.after')}
            value={place}
            onChange={(e) => setPlace(e.currentTarget.value)}
            data={[
              { value: '', label: t('insert.first') },
              ...live.agenda.items.map((i) => ({ value: i.id, label: `${i.number}. ${i.title}` })),
            ]}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('rules.cancel')}
            </Button>
            <Button type="submit" disabled={!title.trim()}>
              {t('insert.add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
