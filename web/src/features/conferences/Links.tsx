import { ActionIcon, Button, CopyButton, Group, Modal, Stack, Table, Text } from '@mantine/core'
import { IconCheck, IconCopy, IconKey, IconPrinter, IconQrcode } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConferenceDetail, SiteRef } from '../../api'
import { linksQuery, makeCode } from '../../api/office'
import { useFormats } from '../../ui/formats'
import { ButtonLink } from '../../ui/ButtonLink'
import { Panel } from '../../ui/Panel'
import { ActError, Load } from '../office'
import { type Way, WayModal, whole } from './Ways'

/** The sites with their ways in: a link for each, a six-digit code on the telephone, the hall's screen. */
export function Sites({ conference: c, links }: { conference: ConferenceDetail; links: boolean }) {
  const { t, i18n } = useTranslation('office')
  const nameOf = (s: SiteRef) => (i18n.language === 'en' && s.name_en) || s.name
  const sites = [...c.sites].sort((a, b) => a.number - b.number)
  return (
    <Panel
      title={links ? t('conf.links') : t('conf.sites')}
      aside={<Text size="sm">{t('dash.sites', { count: sites.length })}</Text>}
    >
      {links ? (
        <WaysIn conference={c} sites={sites} nameOf={nameOf} />
      ) : (
        <Text component="ol" m={0} pl={0} style={{ columns: '220px 3', listStyle: 'none' }}>
          {sites.map((s) => (
            <li key={s.id}>
              <span className="num">{s.number}.</span> {nameOf(s)}
              {s.role === 'hub' && ` (${t('conf.hub')})`}
            </li>
          ))}
        </Text>
      )}
    </Panel>
  )
}

function WaysIn({
  conference: c,
  sites,
  nameOf,
}: {
  conference: ConferenceDetail
  sites: SiteRef[]
  nameOf: (s: SiteRef) => string
}) {
  const { t } = useTranslation(['office', 'plan'])
  const f = useFormats()
  const query = useQuery(linksQuery(c.id))
  const [way, setWay] = useState<Way | null>(null)
  const [site, setSite] = useState<SiteRef | null>(null)
  const code = useMutation({ mutationFn: (s: SiteRef) => makeCode(c.id, s.id) })
  const copy = (url: string, label: string) => (
    <CopyButton value={whole(url)}>
      {({ copied, copy: act }) => (
        <ActionIcon
          variant="default"
          size={36}
          onClick={act}
          aria-label={copied ? t('act.copied') : `${t('act.copy')}: ${label}`}
        >
          {copied ? <IconCheck size={18} color="var(--good)" /> : <IconCopy size={18} />}
        </ActionIcon>
      )}
    </CopyButton>
  )
  const qr = (of: string, name: string, url: string) => (
    <ActionIcon
      variant="default"
      size={36}
      onClick={() => setWay({ of, name, url })}
      aria-label={t('plan:ways.qr', { name })}
      title={t('plan:ways.show')}
    >
      <IconQrcode size={18} />
    </ActionIcon>
  )
  return (
    <>
      <Group justify="space-between" mb="xs" gap="xs">
        <Text size="sm" c="dimmed">
          {t('conf.linksHelp')}
        </Text>
        <ButtonLink
          to="/print/ways/$id"
          params={{ id: c.id }}
          size="sm"
          variant="default"
          leftSection={<IconPrinter size={16} />}
        >
          {t('plan:ways.print')}
        </ButtonLink>
      </Group>
      <Load of={query}>
        {(links) => (
          <>
            <Group mb="sm" gap="lg">
              {(
                [
                  ['hall', t('conf.linkHall'), links.hall_url],
                  ['watch', t('conf.linkWatch'), links.watch_url],
                ] as const
              ).map(
                ([of, label, url]) =>
                  url && (
                    <Group key={of} gap={6}>
                      <a href={whole(url)} target="_blank" rel="noreferrer">
                        {label}
                      </a>
                      {copy(url, label)}
                      {qr(of, label, url)}
                    </Group>
                  ),
              )}
            </Group>
            <Table className="stack rowwise" verticalSpacing={5}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th w={46}>{t('print.no')}</Table.Th>
                  <Table.Th>{t('conf.sites')}</Table.Th>
                  <Table.Th ta="right">{t('conf.links')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {sites.map((s) => {
                  const url = links.sites.find((l) => l.site_id === s.id)?.url
                  return (
                    <Table.Tr key={s.id}>
                      <Table.Td className="num tt">{s.number}</Table.Td>
                      <Table.Th scope="row" fw={500} data-n={s.number}>
                        {nameOf(s)}
                        {s.role === 'hub' && (
                          <Text span size="sm" c="dimmed">
                            {' '}
                            ({t('conf.hub')})
                          </Text>
                        )}
                      </Table.Th>
                      <Table.Td>
                        <Group gap={6} justify="flex-end" wrap="nowrap">
                          {url && copy(url, t('conf.linkSite', { site: nameOf(s) }))}
                          {url && qr(s.id, `${s.number}. ${nameOf(s)}`, url)}
                          {c.can.includes('codes') && (
                            <ActionIcon
                              variant="default"
                              size={36}
                              aria-label={`${t('conf.code')}: ${nameOf(s)}`}
                              title={t('conf.code')}
                              onClick={() => {
                                setSite(s)
                                code.mutate(s)
                              }}
                            >
                              <IconKey size={18} />
                            </ActionIcon>
                          )}
                        </Group>
                      </Table.Td>
                    </Table.Tr>
                  )
                })}
              </Table.Tbody>
            </Table>
          </>
        )}
      </Load>
      <WayModal conference={c.id} way={way} onClose={() => setWay(null)} />
      <Modal
        opened={site !== null}
        onClose={() => setSite(null)}
        title={site && t('conf.codeOf', { site: nameOf(site) })}
      >
        <Stack align="center" gap="xs" aria-live="polite">
          <ActError error={code.error} />
          {code.data && (
            <>
              <Text className="num" fz={44} fw={700} lh={1.4} style={{ letterSpacing: '0.12em' }}>
                {code.data.code}
              </Text>
              <Text size="sm" c="dimmed">
                {t('conf.codeHelp', { time: f.dateTime(code.data.expires_at) })}
              </Text>
              <CopyButton value={code.data.code}>
                {({ copied, copy: act }) => (
                  <Button variant="default" leftSection={<IconCopy size={18} />} onClick={act}>
                    {copied ? t('act.copied') : t('act.copy')}
                  </Button>
                )}
              </CopyButton>
            </>
          )}
        </Stack>
      </Modal>
    </>
  )
}
