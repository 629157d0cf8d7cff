import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { atTime } from '../../../model/live'
import type { Acts } from '../acts'

const two = (n: number) => String(n).padStart(2, '0')

/** A break until a time of the clock. */
export default function BreakModal({ acts, now, onClose }: { acts: Acts; now: number; onClose: () => void }) {
  const { t } = useTranslation('live')
  const [time, setTime] = useState(() => {
    const d = new Date(Math.ceil((now + 15 * 60_000) / 300_000) * 300_000)
    return `${two(d.getHours())}:${two(d.getMinutes())}`
  })
  const until = atTime(time, now)
  return (
    <Modal opened onClose={onClose} title={t('scene.break')}>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          if (until) void acts.scene('break', until).then((done) => done && onClose())
        }}
      >
        <Stack>
          <TextInput
            data-autofocus
            type="time"
            label={t('break.until')}
            description={t('break.hint')}
            value={time}
            onChange={(e) => setTime(e.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('rules.cancel')}
            </Button>
            <Button type="submit" disabled={!until}>
              {t('break.start')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
