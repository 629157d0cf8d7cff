import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useMedia } from '../media/MediaProvider'
import { Picture } from '../media/Picture'
import { LineBars } from '../parts/signs'
import { usePictureWords } from '../parts/usePictureWords'
import { useSiteName } from '../parts/useSiteName'

/** A look at one site, large, on this screen alone: nothing is told to the server, no one sees it. */
export default function LookModal({
  site,
  onClose,
}: {
  site: string
  onClose: () => void
}) {
  const { t } = useTranslation('live')
  const name = useSiteName()
  const words = usePictureWords()
  const line = useMedia((m) => m.line(site), 'unknown')
  return (
    <Modal opened onClose={onClose} title={t('look.title', { name: name.full(site) })} size="xl" centered>
      <div className="gb-look">
        <Picture
          site={site}
          quality="high"
          without={(fault) => <span className="gb-off">{words.full(fault)}</span>}
        />
      </div>
      <p className="gb-lookline">
        <LineBars line={line} title={t(`quality.${line}`)} />
        {t(`quality.${line}`)}
        <span className="gb-dim">{t('look.hint')}</span>
      </p>
    </Modal>
  )
}
