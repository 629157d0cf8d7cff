import { IconPlugConnectedX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useConference } from '../context'
import { useMedia } from '../media/MediaProvider'

/** Says in plain words that the server or the pictures are away, and that it is being mended. */
export function LineBanner({ media = true }: { media?: boolean }) {
  const { t } = useTranslation('live')
  const { status } = useConference()
  const state = useMedia((s) => s.status(), 'connecting')
  const text =
    status === 'lost'
      ? t('line.server')
      : media && (state === 'reconnecting' || state === 'failed')
        ? t(state === 'failed' ? 'line.mediaFailed' : 'line.media')
        : null
  return (
    <div aria-live="assertive" role="status">
      {text && (
        <div className="gb-strip" data-kind="lost">
          <IconPlugConnectedX size={22} aria-hidden />
          <span>{text}</span>
        </div>
      )}
    </div>
  )
}
