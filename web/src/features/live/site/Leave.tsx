import { useTranslation } from 'react-i18next'
import { Ask } from '../../../ui/Ask'

/** Asks before a site that speaks leaves the conference to choose devices. */
export default function Leave({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const { t } = useTranslation('trouble')
  return (
    <Ask opened onClose={onStay} title={t('leave.title')} body={t('leave.body')} action={t('leave.act')} danger onYes={onLeave} />
  )
}
