import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { IconHandStop, IconX } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FloorCategory, Live } from '../../../api'
import { holderOf, isOver, queuePlace } from '../../../model/live'
import { useActs } from '../acts'
import { useConference } from '../context'
import { useDelegates } from './DelegateList'
import { Since } from '../parts/Countdown'

const categories: FloorCategory[] = ['report', 'discussion', 'reply', 'point_of_order']
const key = 'giaoban.speaker'
/** Somebody who is not on the site's list. */
const other = ''
type Speaker = { name: string; title: string }

function storedSpeaker(): Speaker {
  try {
    return { name: '', title: '', ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Speaker>) }
  } catch {
    return { name: '', title: '' }
  }
}

/** Asks for the floor, shows the place in the one queue, and takes the request back. */
export function FloorRequest({ live, self }: { live: Live; self: string }) {
  const { t } = useTranslation('live')
  const { status } = useConference()
  const { acts, busy } = useActs()
  const [speaker, setSpeaker] = useState(storedSpeaker)
  const [topic, setTopic] = useState('')
  const [category, setCategory] = useState<FloorCategory>('discussion')
  const delegates = useDelegates(live, self).filter((d) => d.presence !== 'absent')
  const [speaks, setSpeaks] = useState<string | null>(null)
  const head = delegates.find((d) => d.presence === 'present') ?? delegates[0]
  const chosen = speaks === other ? undefined : (delegates.find((d) => d.id === speaks) ?? head)
  const { place, request } = queuePlace(live, self)
  const holder = holderOf(live, self)
  const off = status === 'lost' || busy
  const { state } = live.conference

  if (holder)
    return (
      <section className="card gb-ask" aria-label={t('ask.title')}>
        <h2>{t('ask.yours')}</h2>
        <p>{holder.topic}</p>
        <p className="gb-dim">{t('ask.yoursHint')}</p>
      </section>
    )
  if (request)
    return (
      <section className="card gb-ask" aria-label={t('ask.title')} data-waiting>
        <h2>
          <IconHandStop size={24} aria-hidden /> {t('ask.place', { place })}
        </h2>
        <p>{request.topic}</p>
        <p className="gb-dim">
          {t('queue.waits')} <Since at={request.asked_at} /> ·{' '}
          {t(place === 1 ? 'ask.first' : 'ask.before', { count: place - 1 })}
        </p>
        <Button
          variant="default"
          disabled={off}
          leftSection={<IconX size={18} />}
          onClick={() => void acts.withdraw(request.id)}
        >
          {t('ask.withdraw')}
        </Button>
      </section>
    )
  if (isOver(state))
    return (
      <section className="card gb-ask">
        <h2>{t(state === 'cancelled' ? 'ask.cancelled' : 'ask.closed')}</h2>
      </section>
    )
  const submit = async (e: FormEvent) => {
    e.preventDefault()
    localStorage.setItem(key, JSON.stringify(speaker))
    const done = await acts.ask({
      topic: topic.trim(),
      category,
      ...(chosen
        ? { delegate_id: chosen.id, speaker_name: chosen.name, speaker_title: chosen.title }
        : { speaker_name: speaker.name.trim(), speaker_title: speaker.title.trim() }),
    })
    if (done) setTopic('')
  }
  return (
    <form className="card gb-ask" aria-label={t('ask.title')} onSubmit={(e) => void submit(e)}>
      <h2>{t('ask.title')}</h2>
      <Stack gap={8}>
        <TextInput
          label={t('ask.topic')}
          required
          maxLength={300}
          value={topic}
          onChange={(e) => setTopic(e.currentTarget.value)}
        />
        {delegates.length > 0 && (
          <NativeSelect
            label={t('ask.speaker')}
            value={chosen?.id ?? other}
            onChange={(e) => setSpeaks(e.currentTarget.value)}
            data={[
              ...delegates.map((d) => ({ value: d.id, label: [d.name, d.title].filter(Boolean).join(', ') })),
              { value: other, label: t('ask.other') },
            ]}
          />
        )}
        <Group grow align="flex-start" gap={8} display={chosen ? 'none' : undefined}>
          <TextInput
            label={t('ask.speaker')}
            value={speaker.name}
            maxLength={120}
            onChange={(e) => setSpeaker({ ...speaker, name: e.currentTarget.value })}
          />
          <TextInput
            label={t('ask.position')}
            value={speaker.title}
            maxLength={160}
            onChange={(e) => setSpeaker({ ...speaker, title: e.currentTarget.value })}
          />
        </Group>
        <NativeSelect
          label={t('ask.category')}
          value={category}
          onChange={(e) => setCategory(e.currentTarget.value as FloorCategory)}
          data={categories.map((c) => ({ value: c, label: t(`category.${c}`) }))}
        />
        <Button type="submit" size="md" disabled={off} leftSection={<IconHandStop size={20} />}>
          {t('ask.send')}
        </Button>
      </Stack>
    </form>
  )
}
