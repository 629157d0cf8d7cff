import { ActionIcon, Checkbox, Group, Text, TextInput } from '@mantine/core'
import { IconDevices, IconLogout, IconPlugConnected, IconSearch } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ConferenceDetail } from '../../api'
import { endSeat, type SeatedDevice, seatsQuery } from '../../api/planning'
import { deviceName } from '../../model/conferences/device'
import { fold } from '../../model/fold'
import { Ask } from '../../ui/Ask'
import { Empty } from '../../ui/Empty'
import { useFormats } from '../../ui/formats'
import { Panel } from '../../ui/Panel'
import { tell } from '../../ui/tell'
import { Word } from '../../ui/Word'
import { Load, useFaultText } from '../office'

/** From so many devices on there is a field to find one. */
const many = 8

/** The devices that came in by a link or a code; one can be put out, which it is told. */
export function Devices({ conference: c }: { conference: ConferenceDetail }) {
  const { t, i18n } = useTranslation('plan')
  const f = useFormats()
  const say = useFaultText()
  const qc = useQueryClient()
  const query = useQuery(seatsQuery(c.id))
  const [sought, setSought] = useState('')
  const [asked, setAsked] = useState<SeatedDevice | null>(null)
  const [newLink, setNewLink] = useState(false)
  const end = useMutation({
    mutationFn: (d: SeatedDevice) => endSeat(c.id, d.id, newLink),
    onSuccess: (left) => {
      qc.setQueryData(seatsQuery(c.id).queryKey, left)
      if (newLink) for (const key of ['links', 'invitation']) void qc.invalidateQueries({ queryKey: [key, c.id] })
      setAsked(null)
      tell({ message: t('devices.ended'), color: 'teal' })
    },
    onError: () => void qc.invalidateQueries({ queryKey: seatsQuery(c.id).queryKey }),
  })
  const siteOf = (d: SeatedDevice) => c.sites.find((s) => s.id === d.site_id)
  const place = (d: SeatedDevice) => {
    const site = siteOf(d)
    const name = site ? `${site.number}. ${(i18n.language === 'en' && site.name_en) || site.name}` : ''
    if (d.kind === 'delegate') return [d.delegate_name, name].filter(Boolean).join(' · ')
    return name || t(`devices.kind.${d.kind}`)
  }
  const open = (d: SeatedDevice) => {
    end.reset()
    setNewLink(false)
    setAsked(d)
  }
  const sorted = (all: SeatedDevice[]) =>
    all
      .filter((d) => fold(`${place(d)} ${deviceName(d.device)}`).includes(fold(sought)))
      .sort(
        (a, b) =>
          (siteOf(a)?.number ?? 0) - (siteOf(b)?.number ?? 0) ||
          Number(b.connected) - Number(a.connected) ||
          (b.seen_at ?? '').localeCompare(a.seen_at ?? ''),
      )
  return (
    <Panel
      title={t('devices.title')}
      aside={query.data && <Text size="sm">{t('devices.count', { count: query.data.length })}</Text>}
    >
      <Load of={query}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon={IconDevices} title={t('devices.none')} />
          ) : (
            <>
              {all.length >= many && (
                <TextInput
                  mb="xs"
                  leftSection={<IconSearch size={16} />}
                  placeholder={t('devices.find')}
                  aria-label={t('devices.find')}
                  value={sought}
                  onChange={(e) => setSought(e.currentTarget.value)}
                />
              )}
              <ul className="devices">
                {sorted(all).map((d) => (
                  <li key={d.id}>
                    <div>
                      <b>{place(d)}</b>
                      <span>
                        {[
                          deviceName(d.device),
                          d.created_at && t('devices.since', { time: f.dateTime(d.created_at) }),
                        ]
                          .filter(Boolean)
                          .join(' · ')}
                      </span>
                      {d.connected ? (
                        <Word tone="good" icon={IconPlugConnected}>
                          {t('devices.connected')}
                        </Word>
                      ) : (
                        d.seen_at && <span>{t('devices.seen', { time: f.dateTime(d.seen_at) })}</span>
                      )}
                    </div>
                    <ActionIcon
                      variant="default"
                      size={36}
                      aria-label={`${t('devices.end')}: ${place(d)}, ${deviceName(d.device)}`}
                      title={t('devices.end')}
                      onClick={() => open(d)}
                    >
                      <IconLogout size={18} />
                    </ActionIcon>
                  </li>
                ))}
              </ul>
            </>
          )
        }
      </Load>
      <Ask
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={t('devices.ask', { place: asked ? place(asked) : '' })}
        body={t('devices.body', { device: asked ? deviceName(asked.device) : '' })}
        action={t('devices.end')}
        danger
        busy={end.isPending}
        error={end.error ? say(end.error) : null}
        onYes={() => asked && end.mutate(asked)}
      >
        <Group>
          <Checkbox
            label={t('devices.newLink')}
            description={t('devices.newLinkHelp')}
            checked={newLink}
            onChange={(e) => setNewLink(e.currentTarget.checked)}
          />
        </Group>
      </Ask>
    </Panel>
  )
}
