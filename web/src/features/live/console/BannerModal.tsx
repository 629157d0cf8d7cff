import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Live } from '../../../api'
import type { Acts } from '../acts'

/** A line of text over the programme, put up, changed or taken away. */
export default function BannerModal({
  live,
  acts,
  onClose,
}: {
  live: Live
  acts: Acts
  onClose: () => void
}) {
  const { t } = useTranslation('live')
  const [text, setText] = useState(live.programme.banner ?? '')
  const put = (line: string | null) => void acts.banner(line).then((done) => done && onClose())
  return (
    <Modal opened onClose={onClose} title={t('controls.banner')}>
      <form
        onSubmit={(e) => {
          e.preventDefault()
          put(text.trim() || null)
        }}
      >
        <Stack>
          <TextInput
            data-autofocus
            label={t('banner.text')}
            description={t('banner.hint')}
            maxLength={160}
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
          />
          <Group justify="flex-end">
            {live.programme.banner && (
              <Button variant="default" onClick={() => put(null)}>
                {t('banner.remove')}
              </Button>
            )}
            <Button type="submit" disabled={!text.trim()}>
              {t('banner.show')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
