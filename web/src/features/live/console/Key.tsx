import { useTranslation } from 'react-i18next'

/** A key's name on a button; the button's own name stays without it. */
export function Key({ k }: { k: string }) {
  const { t } = useTranslation('live')
  return (
    <kbd className="gb-key" aria-hidden>
      {k === 'Space' ? t('keys.space') : k}
    </kbd>
  )
}
