import './followed.css'
import { Button, Modal } from '@mantine/core'
import { IconBook } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Live } from '../../../api'
import FollowedPaper from './FollowedPaper'

/** For a screen whose stage shows the hall's page already: the same paper, large, to leaf in. */
export default function Reading({ live }: { live: Live }) {
  const { t } = useTranslation('plan')
  const [open, setOpen] = useState(false)
  return (
    <>
      {live.programme.content && (
        <Button
          className="gb-reading"
          size="md"
          variant="default"
          leftSection={<IconBook size={20} />}
          onClick={() => setOpen(true)}
        >
          {t('follow.open')}
        </Button>
      )}
      <Modal opened={open} onClose={() => setOpen(false)} size="xl" title={t('follow.title')}>
        <FollowedPaper live={live} />
        {!live.programme.content && <p>{t('follow.away')}</p>}
      </Modal>
    </>
  )
}
