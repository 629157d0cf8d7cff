import { IconMovie } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ButtonLink } from '../../ui/ButtonLink'
import { useRights } from '../office'

/** The way to a conference's recordings, for those who may play them. */
export function RecordingsLink({ id }: { id: string }) {
  const { t } = useTranslation('record')
  const rights = useRights()
  if (!rights.office && !rights.chairs && !rights.conducts) return null
  return (
    <ButtonLink
      to="/conferences/$id/recordings"
      params={{ id }}
      variant="default"
      leftSection={<IconMovie size={18} />}
    >
      {t('to')}
    </ButtonLink>
  )
}
