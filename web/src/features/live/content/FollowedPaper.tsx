import { ActionIcon, Button } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconPlayerTrackNext, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Live, Page } from '../../../api'
import { PaperPage } from './PaperPage'

/**
 * The paper that the hall sees, page by page with it. Whoever leafs by themselves stays where they are, is told
 * where the hall is, and comes back by one press.
 */
export default function FollowedPaper({ live }: { live: Live }) {
  const { t } = useTranslation('plan')
  const shown = live.programme.content
  const [own, setOwn] = useState<Page | null>(null)
  const [count, setCount] = useState<{ paper: string; pages: number } | null>(null)
  const page = own ?? shown
  if (!page) return null
  const pages = count?.paper === page.paper_id ? count.pages : undefined
  const at = pages ? Math.min(page.page, pages) : page.page
  const turn = (by: number) => setOwn({ ...page, page: at + by })
  return (
    <section className="card gb-followed" aria-label={t('follow.title')} data-own={own !== null}>
      <h2>{page.name}</h2>
      <PaperPage
        key={page.paper_id}
        page={page}
        onPages={(pages) => setCount({ paper: page.paper_id, pages })}
      />
      <div className="gb-followed-acts">
        <ActionIcon variant="default" size={44} disabled={at <= 1} aria-label={t('paper.before')} onClick={() => turn(-1)}>
          <IconChevronLeft size={24} />
        </ActionIcon>
        <span className="num">{pages ? `${at}/${pages}` : at}</span>
        <ActionIcon
          variant="default"
          size={44}
          disabled={pages === undefined || at >= pages}
          aria-label={t('paper.after')}
          onClick={() => turn(1)}
        >
          <IconChevronRight size={24} />
        </ActionIcon>
        <p role="status">
          {own === null
            ? t('follow.inStep')
            : !shown
              ? t('follow.away')
              : shown.paper_id === own.paper_id
                ? t('follow.hallAt', { page: shown.page })
                : t('follow.hallOther', { name: shown.name })}
        </p>
        {own !== null && (
          <Button
            size="md"
            variant={shown ? 'filled' : 'default'}
            leftSection={shown ? <IconPlayerTrackNext size={20} /> : <IconX size={20} />}
            onClick={() => setOwn(null)}
          >
            {t(shown ? 'follow.again' : 'paper.close')}
          </Button>
        )}
      </div>
    </section>
  )
}
