import { Button, CopyButton, Modal, Stack, Text } from '@mantine/core'
import { IconCopy, IconPrinter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { ConferenceDetail, Links, SiteRef } from '../../api'
import { conferenceQuery, linksQuery } from '../../api/office'
import { useFormats } from '../../ui/formats'
import { QrCode } from '../../ui/QrCode'
import { ButtonLink } from '../../ui/ButtonLink'
import { Load, Sheet } from '../office'

/** The address as it is typed into another machine. */
export const whole = (url: string) => new URL(url, location.origin).href

/** One way in: whose it is and its address. */
export type Way = { of: string; name: string; url: string }

/** The link of one way in, to be read by a telephone's camera or copied. */
export function WayModal({ conference, way, onClose }: { conference: string; way: Way | null; onClose: () => void }) {
  const { t } = useTranslation(['plan', 'office'])
  return (
    <Modal opened={way !== null} onClose={onClose} title={way?.name}>
      {way && (
        <Stack align="center" gap="sm">
          <QrCode className="qr" text={whole(way.url)} label={t('plan:ways.qr', { name: way.name })} />
          <Text size="sm" ta="center">
            {t('plan:ways.scan')}
          </Text>
          <Text size="sm" className="qr-address">
            {whole(way.url)}
          </Text>
          <Button.Group>
            <CopyButton value={whole(way.url)}>
              {({ copied, copy }) => (
                <Button variant="default" leftSection={<IconCopy size={18} />} onClick={copy}>
                  {copied ? t('office:act.copied') : t('office:act.copy')}
                </Button>
              )}
            </CopyButton>
            <ButtonLink
              to="/print/ways/$id"
              params={{ id: conference }}
              search={{ of: way.of }}
              variant="default"
              leftSection={<IconPrinter size={18} />}
            >
              {t('office:act.print')}
            </ButtonLink>
          </Button.Group>
        </Stack>
      )}
    </Modal>
  )
}

/** Every way in of a conference: the sites by number, then the hall and the watchers. */
export function useWays() {
  const { t, i18n } = useTranslation(['office', 'plan'])
  const nameOf = (s: SiteRef) => (i18n.language === 'en' && s.name_en) || s.name
  return (c: ConferenceDetail, links: Links): Way[] =>
    [
      ...[...c.sites]
        .sort((a, b) => a.number - b.number)
        .map((s) => ({
          of: s.id,
          name: `${s.number}. ${nameOf(s)}`,
          url: links.sites.find((l) => l.site_id === s.id)?.url ?? '',
        })),
      { of: 'hall', name: t('office:conf.linkHall'), url: links.hall_url },
      { of: 'watch', name: t('office:conf.linkWatch'), url: links.watch_url },
    ].filter((w) => w.url)
}

/** The ways in on paper, a part for each site to be cut off and handed out; `of` names the only one. */
export function PrintWays({ id, of }: { id: string; of: string }) {
  const { t } = useTranslation(['plan', 'office'])
  const f = useFormats()
  const ways = useWays()
  const conference = useQuery(conferenceQuery(id))
  const links = useQuery(linksQuery(id))
  const c = conference.data
  return (
    <Sheet title={t('office:conf.links')}>
      <Load of={links}>
        {(l) =>
          c && (
            <ul className="ways">
              {ways(c, l)
                .filter((w) => !of || w.of === of)
                .map((w) => (
                  <li key={w.of}>
                    <QrCode text={whole(w.url)} label={t('plan:ways.qr', { name: w.name })} />
                    <div>
                      <h2>{w.name}</h2>
                      <p>
                        <b>{c.title}</b>
                        {c.scheduled_at && `\n${f.weekday(c.scheduled_at)}, ${f.dateTime(c.scheduled_at)}`}
                      </p>
                      <p>{t('plan:ways.scan')}</p>
                      <p className="qr-address">{whole(w.url)}</p>
                    </div>
                  </li>
                ))}
            </ul>
          )
        }
      </Load>
    </Sheet>
  )
}
