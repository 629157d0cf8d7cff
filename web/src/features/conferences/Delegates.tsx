import { ActionIcon, Alert, Button, CopyButton, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import {
  IconArrowBarToUp,
  IconCopy,
  IconDeviceFloppy,
  IconDeviceMobile,
  IconPlus,
  IconTrash,
  IconUsers,
} from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ClipboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConferenceDetail, SiteRef } from '../../api'
import { type Delegate, delegatesQuery, inviteDelegate, saveDelegates } from '../../api/planning'
import { pastedDelegates } from '../../model/conferences/delegates'
import { Empty } from '../../ui/Empty'
import { useFormats } from '../../ui/formats'
import { useKept } from '../../ui/kept'
import { Panel } from '../../ui/Panel'
import { QrCode } from '../../ui/QrCode'
import { tell } from '../../ui/tell'
import { Word } from '../../ui/Word'
import { ActError, Load, useFieldFaults, useRights } from '../office'
import { isOver } from './state'

/** Who comes at which site: listed by the office or the unit before the day, the head first. */
export function Delegates({ conference: c }: { conference: ConferenceDetail }) {
  const { t, i18n } = useTranslation('plan')
  const rights = useRights()
  const query = useQuery(delegatesQuery(c.id))
  const [chosen, setChosen] = useState<string | null>(null)
  const mine = (s: SiteRef) => rights.office || (c.state !== 'draft' && rights.speaksFor(s.unit_id))
  const seen = rights.oversees ? c.sites : c.sites.filter(mine)
  const site = seen.find((s) => s.id === chosen) ?? seen[0]
  if (!site) return null
  const nameOf = (s: SiteRef) => (i18n.language === 'en' && s.name_en) || s.name
  return (
    <Panel title={t('delegates.title')}>
      <Load of={query}>
        {(all) => {
          const of = (id: string) => all.filter((d) => d.site_id === id)
          return (
            <Stack gap="sm">
              {seen.length > 1 && (
                <Select
                  label={t('delegates.site')}
                  allowDeselect={false}
                  searchable
                  data={seen.map((s) => ({ value: s.id, label: `${s.number}. ${nameOf(s)} (${of(s.id).length})` }))}
                  value={site.id}
                  onChange={setChosen}
                />
              )}
              {seen.length === 1 && <Text fw={600}>{nameOf(site)}</Text>}
              <List
                key={site.id}
                conference={c.id}
                site={site}
                saved={of(site.id)}
                editable={mine(site) && !isOver(c.state)}
                invites={c.state !== 'draft' && !isOver(c.state) && (mine(site) || rights.conducts)}
              />
            </Stack>
          )
        }}
      </Load>
    </Panel>
  )
}

type Row = Pick<Delegate, 'name' | 'title' | 'unit'> & { id: string }

function List({
  conference,
  site,
  saved,
  editable,
  invites,
}: {
  conference: string
  site: SiteRef
  saved: Delegate[]
  editable: boolean
  invites: boolean
}) {
  const { t } = useTranslation(['plan', 'office'])
  const qc = useQueryClient()
  const [typed, keep] = useKept<Row[]>(`delegates.${conference}.${site.id}`)
  const [inviting, setInviting] = useState<Delegate | null>(null)
  const rows: Row[] = typed ?? saved
  const save = useMutation({
    mutationFn: () =>
      saveDelegates(
        conference,
        site.id,
        rows.map(({ id, name, title, unit }) => ({ ...(id.startsWith('new-') ? {} : { id }), name, title, unit })),
      ),
    onSuccess: async () => {
      await qc.invalidateQueries({ queryKey: delegatesQuery(conference).queryKey })
      keep(null)
      tell({ message: t('plan:delegates.saved'), color: 'teal' })
    },
  })
  const fault = useFieldFaults(save.error)
  const change = (id: string, part: Partial<Row>) => keep(rows.map((r) => (r.id === id ? { ...r, ...part } : r)))
  const added = (n: number) => `new-${Date.now()}-${n}`
  const paste = (e: ClipboardEvent, at: number) => {
    const list = pastedDelegates(e.clipboardData.getData('text'))
    if (list.length < 2) return
    e.preventDefault()
    const rest = rows.filter((r, i) => i !== at || r.name !== '')
    keep([...rest.slice(0, at), ...list.map((r, i) => ({ ...r, id: added(i) })), ...rest.slice(at)])
  }
  if (!editable && rows.length === 0) return <Empty icon={IconUsers} title={t('plan:delegates.none')} />
  return (
    <>
      {rows.length === 0 && (
        <Empty icon={IconUsers} title={t('plan:delegates.none')} hint={t('plan:delegates.noneHint')} />
      )}
      <ol className="delegates">
        {rows.map((r, n) => {
          const one = saved.find((d) => d.id === r.id)
          return (
            <li key={r.id}>
              {editable ? (
                <>
                  <TextInput
                    aria-label={`${t('plan:delegates.name')} ${n + 1}`}
                    placeholder={t('plan:delegates.name')}
                    value={r.name}
                    error={fault(`delegates.${n}.name`)}
                    onPaste={(e) => paste(e, n)}
                    onChange={(e) => change(r.id, { name: e.currentTarget.value })}
                  />
                  <TextInput
                    aria-label={`${t('plan:delegates.position')} ${n + 1}`}
                    placeholder={t('plan:delegates.position')}
                    value={r.title}
                    error={fault(`delegates.${n}.title`)}
                    onChange={(e) => change(r.id, { title: e.currentTarget.value })}
                  />
                  <TextInput
                    aria-label={`${t('plan:delegates.unit')} ${n + 1}`}
                    placeholder={t('plan:delegates.unit')}
                    value={r.unit}
                    error={fault(`delegates.${n}.unit`)}
                    onChange={(e) => change(r.id, { unit: e.currentTarget.value })}
                  />
                </>
              ) : (
                <div className="delegate">
                  <b>{r.name}</b> {[r.title, r.unit].filter(Boolean).join(' · ')}
                </div>
              )}
              <Group gap={4} wrap="nowrap" justify="flex-end">
                {one && one.presence !== 'expected' && (
                  <Word tone={one.presence === 'present' ? 'good' : 'warn'}>
                    {t(`plan:delegates.${one.presence}`)}
                  </Word>
                )}
                {invites && one && (
                  <ActionIcon
                    variant="default"
                    size={36}
                    aria-label={`${t('plan:delegates.invite')}: ${r.name}`}
                    title={t('plan:delegates.invite')}
                    onClick={() => setInviting(one)}
                  >
                    <IconDeviceMobile size={18} />
                  </ActionIcon>
                )}
                {editable && n > 0 && (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={36}
                    aria-label={`${t('plan:delegates.head')}: ${r.name}`}
                    title={t('plan:delegates.head')}
                    onClick={() => keep([r, ...rows.filter((x) => x.id !== r.id)])}
                  >
                    <IconArrowBarToUp size={18} />
                  </ActionIcon>
                )}
                {editable && (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={36}
                    aria-label={`${t('office:act.delete')}: ${r.name}`}
                    onClick={() => keep(rows.filter((x) => x.id !== r.id))}
                  >
                    <IconTrash size={18} />
                  </ActionIcon>
                )}
              </Group>
            </li>
          )
        })}
      </ol>
      <ActError error={save.error} />
      {editable && (
        <Group justify="space-between" gap="xs">
          <Button
            variant="default"
            leftSection={<IconPlus size={18} />}
            onClick={() => keep([...rows, { id: added(0), name: '', title: '', unit: '' }])}
          >
            {t('plan:delegates.add')}
          </Button>
          {typed && (
            <Group gap="xs">
              <Button
                variant="default"
                onClick={() => {
                  keep(null)
                  save.reset()
                }}
              >
                {t('office:conf.discard')}
              </Button>
              <Button leftSection={<IconDeviceFloppy size={18} />} loading={save.isPending} onClick={() => save.mutate()}>
                {t('office:act.save')}
              </Button>
            </Group>
          )}
        </Group>
      )}
      {editable && (
        <Text size="sm" c="dimmed">
          {t('plan:delegates.help')}
        </Text>
      )}
      {inviting && <Invite conference={conference} delegate={inviting} onClose={() => setInviting(null)} />}
    </>
  )
}

/** The link and a code for the delegate's own telephone. */
function Invite({ conference, delegate, onClose }: { conference: string; delegate: Delegate; onClose: () => void }) {
  const { t } = useTranslation(['plan', 'office'])
  const f = useFormats()
  const query = useQuery({
    queryKey: ['invitation', conference, delegate.id],
    queryFn: () => inviteDelegate(conference, delegate.id),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const url = query.data && new URL(query.data.url, location.origin).href
  return (
    <Modal opened onClose={onClose} title={t('plan:delegates.inviteOf', { name: delegate.name })}>
      <Stack gap="sm">
        <Text size="sm">{t('plan:delegates.inviteHelp')}</Text>
        <Load of={query} rows={2}>
          {(v) => (
            <>
              {url && <QrCode className="qr" text={url} label={t('plan:ways.qr', { name: delegate.name })} />}
              <Group gap="xs" wrap="nowrap">
                <TextInput style={{ flex: 1 }} readOnly aria-label={t('plan:delegates.link')} value={url} />
                <CopyButton value={url ?? ''}>
                  {({ copied, copy }) => (
                    <Button variant="default" leftSection={<IconCopy size={18} />} onClick={copy}>
                      {copied ? t('office:act.copied') : t('office:act.copy')}
                    </Button>
                  )}
                </CopyButton>
              </Group>
              <Text ta="center" className="num" fz={40} fw={700} lh={1.3} style={{ letterSpacing: '0.12em' }}>
                {v.code}
              </Text>
              <Text ta="center" size="sm" c="dimmed">
                {t('office:conf.codeHelp', { time: f.dateTime(v.expires_at) })}
              </Text>
            </>
          )}
        </Load>
        {query.isError && (
          <Alert color="son" role="alert">
            {t('plan:delegates.inviteFailed')}
          </Alert>
        )}
      </Stack>
    </Modal>
  )
}
