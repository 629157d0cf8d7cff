import { Badge, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { IconFileTypePdf, IconPhoto } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { faultText, type Live } from '../../../api'
import { papersQuery } from '../../../api/planning'
import type { Acts } from '../acts'

/** The papers that screens can show, by agenda item: one press puts the first page up. */
export default function PapersModal({ live, acts, onClose }: { live: Live; acts: Acts; onClose: () => void }) {
  const { t } = useTranslation(['plan', 'common'])
  const query = useQuery(papersQuery(live.conference.id))
  const papers = (query.data ?? []).filter((p) => p.shows)
  const on = live.programme.content?.paper_id
  const show = (paper: string | null) => void acts.content(paper, 1).then((done) => done && onClose())
  return (
    <Modal opened onClose={onClose} size="lg" title={t('plan:paper.show')}>
      <Stack gap="md">
        {query.isError && <Text role="alert">{faultText(t, query.error)}</Text>}
        {query.isPending && <Text role="status">{t('plan:paper.opening')}</Text>}
        {query.data && papers.length === 0 && <Text c="dimmed">{t('plan:paper.noneShown')}</Text>}
        {live.agenda.items
          .filter((i) => papers.some((p) => p.item_id === i.id))
          .map((item) => (
            <section key={item.id} aria-label={item.title}>
              <Text fw={600}>
                {item.number}. {item.title}
              </Text>
              <Stack gap={4} mt={4}>
                {papers
                  .filter((p) => p.item_id === item.id)
                  .map((p) => (
                    <Button
                      key={p.id}
                      variant={on === p.id ? 'filled' : 'default'}
                      justify="start"
                      size="md"
                      data-autofocus={on === p.id || undefined}
                      leftSection={
                        p.media_type === 'application/pdf' ? <IconFileTypePdf size={20} /> : <IconPhoto size={20} />
                      }
                      rightSection={p.mark === 'internal' && <Badge color="gray">{t('plan:paper.internal')}</Badge>}
                      onClick={() => show(p.id)}
                    >
                      {p.name}
                    </Button>
                  ))}
              </Stack>
            </section>
          ))}
        <Group justify="flex-end">
          {on && (
            <Button variant="default" onClick={() => show(null)}>
              {t('plan:paper.takeAway')}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            {t('plan:paper.close')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
