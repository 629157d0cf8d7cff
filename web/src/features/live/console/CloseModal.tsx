import { Button, Group, Modal, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Acts } from '../acts'

/** Closing cannot be undone, so it is asked once. */
export default function CloseModal({ acts, onClose }: { acts: Acts; onClose: () => void }) {
  const { t } = useTranslation('live')
  return (
    <Modal opened onClose={onClose} title={t('close.title')}>
      <Stack>
        <p>{t('close.text')}</p>
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onClose}>
            {t('close.no')}
          </Button>
          <Button
            color="son"
            onClick={() => {
              onClose()
              void acts.state('closed')
            }}
          >
            {t('close.yes')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
