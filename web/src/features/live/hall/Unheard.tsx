import { IconMicrophoneOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSiteName } from '../parts/useSiteName'

/** Whose open microphone is not heard. */
export default function Unheard({ sites }: { sites: string[] }) {
  const { t } = useTranslation('trouble')
  const name = useSiteName()
  return (
    <p className="gb-unheard">
      <IconMicrophoneOff aria-hidden />
      {t('unheard', { names: sites.map((id) => name.short(id)).join(', ') })}
    </p>
  )
}
