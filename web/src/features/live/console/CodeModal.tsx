import { Loader, Modal, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { faultText, type SiteCode } from '../../../api'
import { intlLocale } from '../../../i18n'
import { useConference } from '../context'
import { useSiteName } from '../parts/useSiteName'

/** A fresh six-digit code to read out to a site's technician. */
export default function CodeModal({ site, onClose }: { site: string | null; onClose: () => void }) {
  const { t, i18n } = useTranslation('live')
  const { store } = useConference()
  const name = useSiteName()
  const code = useQuery({
    queryKey: ['site-code', store.conferenceId, site],
    enabled: !!site,
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
    queryFn: () => store.api.post<SiteCode>(`/api/conferences/${store.conferenceId}/sites/${site}/code`),
  })
  return (
    <Modal opened={!!site} onClose={onClose} title={t('code.title', { name: name.full(site) })}>
      <Stack align="center" gap="xs">
        {code.isPending && <Loader />}
        {code.isError && <Text role="alert">{faultText(t, code.error)}</Text>}
        {code.data && (
          <>
            <Text className="num" fz={52} fw={700} lh={1.2} style={{ letterSpacing: '0.12em' }}>
              {code.data.code.replace(/(\d{3})(\d{3})/, '$1 $2')}
            </Text>
            <Text ta="center" c="dimmed">
              {t('code.hint', {
                address: `${location.host}/join`,
                time: new Intl.DateTimeFormat(intlLocale(i18n.language), {
                  hour: '2-digit',
                  minute: '2-digit',
                }).format(new Date(code.data.expires_at)),
              })}
            </Text>
          </>
        )}
      </Stack>
    </Modal>
  )
}
