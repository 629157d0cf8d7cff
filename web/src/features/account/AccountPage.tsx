import { SegmentedControl, SimpleGrid, Stack, Text, useMantineColorScheme } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { api, meQuery } from '../../api'
import { langs, setLang } from '../../i18n'
import { Panel } from '../../ui/Panel'
import { tell } from '../../ui/tell'
import { ActError, Page, useRights, useUnits } from '../office'
import { Mail } from './Mail'
import { Password } from './Password'

const LANGUAGE = { vi: 'Tiếng Việt', en: 'English' }
const ROLES = ['admin', 'secretary', 'operator', 'chair', 'head', 'reporter', 'delegate'] as const
type Role = (typeof ROLES)[number]

/** Who I am here, in which language, in which light. */
export function AccountPage() {
  const { t, i18n } = useTranslation('office')
  const qc = useQueryClient()
  const { me } = useRights()
  const units = useUnits()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const speak = useMutation({
    mutationFn: async (locale: 'vi' | 'en') => {
      await setLang(locale)
      await api.patch('/api/me', { locale })
    },
    onSuccess: () => {
      void qc.invalidateQueries({ queryKey: meQuery.queryKey })
      tell({ message: i18n.t('office:acc.saved'), color: 'teal' })
    },
  })
  const a = me?.account
  if (!a) return null
  return (
    <Page title={t('acc.title')}>
      <SimpleGrid cols={{ base: 1, md: 2 }} style={{ alignItems: 'start' }}>
        <Panel title={a.name}>
          <Stack gap={0} className="lines">
            <Line label={t('acc.login')}>{a.login}</Line>
            {a.title && <Line label={t('acc.position')}>{a.title}</Line>}
            {a.unit_id && <Line label={t('acc.unit')}>{units.name(a.unit_id)}</Line>}
            <Line label={t('acc.roles')}>
              {me.roles.length === 0
                ? t('acc.rolesNone')
                : me.roles.map((r) => (
                    <span key={`${r.role}${r.unit_id}`} style={{ display: 'block' }}>
                      {t('acc.roleOn', {
                        role: ROLES.includes(r.role as Role) ? t(`acc.role.${r.role as Role}`) : r.role,
                        unit: units.name(r.unit_id),
                      })}
                    </span>
                  ))}
            </Line>
          </Stack>
        </Panel>
        <Stack gap="md">
          <Panel title={t('acc.language')}>
            <SegmentedControl
              aria-label={t('acc.language')}
              fullWidth
              value={i18n.language}
              onChange={(v) => speak.mutate(v === 'en' ? 'en' : 'vi')}
              data={langs.map((l) => ({ value: l, label: LANGUAGE[l] }))}
            />
            <Text size="sm" c="dimmed" mt="xs">
              {t('acc.languageHelp')}
            </Text>
            <ActError error={speak.error} />
          </Panel>
          <Mail email={a.email} noMail={a.no_mail} />
          <Password />
          <Panel title={t('acc.appearance')}>
            <SegmentedControl
              aria-label={t('acc.appearance')}
              fullWidth
              value={colorScheme}
              onChange={(v) => setColorScheme(v as typeof colorScheme)}
              data={[
                { value: 'light', label: t('acc.light') },
                { value: 'dark', label: t('acc.dark') },
                { value: 'auto', label: t('acc.auto') },
              ]}
            />
          </Panel>
        </Stack>
      </SimpleGrid>
    </Page>
  )
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div style={{ display: 'flex', justifyContent: 'space-between', gap: 16 }}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text component="div" ta="right">
        {children}
      </Text>
    </div>
  )
}
