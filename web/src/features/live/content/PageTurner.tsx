import { ActionIcon } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Live } from '../../../api'
import { may } from '../../../model/live'
import type { Acts } from '../acts'

/** How many pages the papers have that this screen has opened. */
const pagesOf = new Map<string, number>()
export function knowPages(paper: string, pages: number): number {
  pagesOf.set(paper, pages)
  return pages
}

/** Turns pages of what is shown, by so many; it stays within the paper. */
export function turnPage(live: Live, acts: Acts, by: number) {
  const page = live.programme.content
  if (!page) return
  const to = Math.min(Math.max(1, page.page + by), pagesOf.get(page.paper_id) ?? 9999)
  if (to !== page.page) void acts.content(page.paper_id, to)
}

/** Back, the page's number, forward, and away: on the programme's picture while a paper is shown. */
export function PageTurner({ live, acts, disabled }: { live: Live; acts: Acts; disabled: boolean }) {
  const { t } = useTranslation('plan')
  const page = live.programme.content
  if (!page || !may(live, 'programme')) return null
  const pages = pagesOf.get(page.paper_id)
  return (
    <fieldset className="gb-turner" aria-label={t('paper.pages')}>
      <ActionIcon
        variant="default"
        size={34}
        disabled={disabled || page.page <= 1}
        aria-label={t('paper.before')}
        title={`${t('paper.before')} (Page Up)`}
        onClick={() => turnPage(live, acts, -1)}
      >
        <IconChevronLeft size={20} />
      </ActionIcon>
      <span className="num" aria-live="polite">
        {pages ? `${Math.min(page.page, pages)}/${pages}` : page.page}
      </span>
      <ActionIcon
        variant="default"
        size={34}
        disabled={disabled || (pages !== undefined && page.page >= pages)}
        aria-label={t('paper.after')}
        title={`${t('paper.after')} (Page Down)`}
        onClick={() => turnPage(live, acts, 1)}
      >
        <IconChevronRight size={20} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size={34}
        disabled={disabled}
        aria-label={t('paper.takeAway')}
        title={t('paper.takeAway')}
        onClick={() => void acts.content(null, 1)}
      >
        <IconX size={20} />
      </ActionIcon>
    </fieldset>
  )
}
