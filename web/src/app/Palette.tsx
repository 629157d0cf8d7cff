import '@mantine/spotlight/styles.css'
import { Spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { matches } from '../model/fold'
import { nav } from './nav'

/** Ctrl+K: every screen by name, with or without diacritics. */
export default function Palette() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (
    <Spotlight
      shortcut="mod + K"
      nothingFound={t('nav.nothingFound')}
      searchProps={{ placeholder: t('nav.search'), leftSection: <IconSearch size={18} /> }}
      filter={(query, actions) =>
        actions.filter((a) => 'label' in a && matches(`${a.label ?? ''} ${a.description ?? ''}`, query))
      }
      actions={nav.map(({ to, label, icon: Icon }) => ({
        id: to,
        label: t(label),
        onClick: () => void navigate({ to }),
        leftSection: <Icon size={20} />,
      }))}
    />
  )
}
