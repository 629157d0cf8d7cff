import { Button, Checkbox, Group, Input, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { matches } from '../../model/fold'

export type Choosable = { id: string; number: number; name: string; name_en: string }

/** Which sites take part: all, none but the hub, or one by one. The hub always does. */
export function SiteChoice({
  sites,
  hub,
  value,
  onChange,
  error,
}: {
  sites: readonly Choosable[]
  hub: string
  value: readonly string[]
  onChange: (ids: string[]) => void
  error?: string | undefined
}) {
  const { t, i18n } = useTranslation('plan')
  const [q, setQ] = useState('')
  const nameOf = (s: Choosable) => (i18n.language === 'en' && s.name_en) || s.name
  const chosen = new Set(value)
  const shown = sites.filter((s) => !q || matches(nameOf(s), q))
  return (
    <Input.Wrapper
      component="fieldset"
      className="choice"
      label={t('sites.label', { count: sites.filter((s) => chosen.has(s.id)).length, all: sites.length })}
      labelElement="div"
      error={error}
    >
      <Group gap="xs" my={6}>
        {sites.length > 12 && (
          <TextInput
            size="sm"
            style={{ flex: 1, minWidth: 150 }}
            aria-label={t('sites.find')}
            placeholder={t('sites.find')}
            leftSection={<IconSearch size={16} />}
            value={q}
            onChange={(e) => setQ(e.currentTarget.value)}
          />
        )}
        <Button size="sm" variant="default" onClick={() => onChange(sites.map((s) => s.id))}>
          {t('sites.all')}
        </Button>
        <Button size="sm" variant="default" onClick={() => onChange([hub])}>
          {t('sites.hubOnly')}
        </Button>
      </Group>
      <div className="choice-list">
        {shown.map((s) => (
          <Checkbox
            key={s.id}
            label={`${s.number}. ${nameOf(s)}${s.id === hub ? ` (${t('sites.hub')})` : ''}`}
            checked={chosen.has(s.id)}
            disabled={s.id === hub}
            onChange={(e) =>
              onChange(
                e.currentTarget.checked
                  ? sites.filter((x) => chosen.has(x.id) || x.id === s.id).map((x) => x.id)
                  : value.filter((id) => id !== s.id),
              )
            }
          />
        ))}
      </div>
    </Input.Wrapper>
  )
}
