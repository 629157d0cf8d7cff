import { useTranslation } from 'react-i18next'
import { codecName, type PictureFault } from '../../../model/picture'

/** Why a picture is not shown, in words: a sentence, and for a small place a few words. */
export function usePictureWords() {
  const { t } = useTranslation('live')
  const say = (form: 'full' | 'short') => (fault: PictureFault | null) => {
    switch (fault?.why) {
      case 'away':
        return form === 'full' ? t(fault.state === 'lost' ? 'hall.siteLost' : `state.${fault.state}`) : t(`state.${fault.state}`)
      case 'foreign':
      case 'undecodable':
        return t(`picture.${form}.${fault.why}`, { codec: codecName(fault.codec) })
      case 'still':
        return form === 'full' ? t('picture.full.still') : t('picture.short.line')
      case 'missing':
      case 'line':
        return t(`picture.${form}.${fault.why}`)
      default:
        return t(form === 'full' ? 'hall.waitPicture' : 'tile.noPicture')
    }
  }
  return { full: say('full'), short: say('short') }
}
