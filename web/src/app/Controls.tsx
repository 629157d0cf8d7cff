import { ActionIcon, SegmentedControl, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconMoon, IconSun } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { langs, setLang } from '../i18n'

/** `onChoose` lets the shell store the language in the account too. */
export function LanguageSwitch({ onChoose }: { onChoose?: (lang: 'vi' | 'en') => void }) {
  const { t, i18n } = useTranslation()
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('nav.language')}
      value={i18n.language}
      onChange={(v) => {
        const lang = v === 'en' ? 'en' : 'vi'
        void setLang(lang)
        onChoose?.(lang)
      }}
      data={langs.map((l) => ({ value: l, label: l === 'vi' ? 'VI' : 'EN' }))}
    />
  )
}

export function ThemeSwitch() {
  const { t } = useTranslation()
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={t(scheme === 'dark' ? 'nav.light' : 'nav.dark')}
      onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
    >
      {scheme === 'dark' ? <IconSun size={18} /> : <IconMoon size={18} />}
    </ActionIcon>
  )
}
