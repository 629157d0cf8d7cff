import { IconVolumeOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** The browser plays no sound before a click: any click on the page, or this button, starts it. */
export function SoundHint({ onStart }: { onStart: () => void }) {
  const { t } = useTranslation('live')
  return (
    <button type="button" className="gb-soundhint" onClick={onStart}>
      <IconVolumeOff size={20} aria-hidden />
      {t('sound.start')}
    </button>
  )
}
