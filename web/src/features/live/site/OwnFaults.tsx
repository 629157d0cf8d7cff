import { Alert } from '@mantine/core'
import { IconVideoOff, IconVolumeOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Site } from '../../../api'
import { codecName } from '../../../model/picture'

/**
 * Says to a site, in plain words, that its picture or sound does not get through, and what to do. That its microphone
 * sends nothing is the large sign's to say.
 */
export function OwnFaults({ site }: { site: Site | undefined }) {
  const { t } = useTranslation('trouble')
  const media = site?.presence === 'online' ? site.media : undefined
  return (
    <div aria-live="assertive" role="status" className="gb-ownfaults">
      {media?.picture && (
        <Alert
          color="son"
          variant="filled"
          icon={<IconVideoOff />}
          py="xs"
          title={t(`own.${media.picture}`, { codec: codecName(media.picture_codec) })}
        >
          {t(media.picture === 'missing' ? 'own.missingDo' : 'own.browserDo')}
        </Alert>
      )}
      {media?.sound === 'foreign' && (
        <Alert
          color="son"
          variant="filled"
          icon={<IconVolumeOff />}
          py="xs"
          title={t('own.sound', { codec: codecName(media.sound_codec) })}
        >
          {t('own.browserDo')}
        </Alert>
      )}
    </div>
  )
}
