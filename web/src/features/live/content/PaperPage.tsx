import { useQuery } from '@tanstack/react-query'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { faultText, type Page } from '../../../api'
import { useBox } from '../console/useBox'
import { useConference } from '../context'

type Opened = { kind: 'pdf'; pdf: PDFDocumentProxy } | { kind: 'picture'; url: string }

/** A paper's bytes, opened once for all of its pages. */
function usePaper(page: Page) {
  const { store } = useConference()
  const query = useQuery({
    queryKey: ['paper', store.conferenceId, page.paper_id],
    queryFn: async (): Promise<Opened> => {
      const blob = await store.api.file(`/api/conferences/${store.conferenceId}/papers/${page.paper_id}`)
      if (page.media_type !== 'application/pdf') return { kind: 'picture', url: URL.createObjectURL(blob) }
      const { openPdf } = await import('./pdf')
      return { kind: 'pdf', pdf: await openPdf(await blob.arrayBuffer()) }
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 5 * 60_000,
    refetchOnWindowFocus: false,
    retry: 2,
  })
  return query
}

/** One page of a paper, as large as its place; the page before stands until the next one is drawn. */
export function PaperPage({ page, onPages }: { page: Page; onPages?: (pages: number) => void }) {
  const { t } = useTranslation(['plan', 'common'])
  const paper = usePaper(page)
  const [ref, box] = useBox<HTMLDivElement>()
  const place = useRef<HTMLDivElement>(null)
  const [drawn, setDrawn] = useState(0)
  const [failed, setFailed] = useState(false)
  const opened = paper.data
  const pages = opened?.kind === 'pdf' ? opened.pdf.numPages : 1
  const told = useRef(onPages)
  told.current = onPages
  useEffect(() => {
    if (opened) told.current?.(pages)
  }, [opened, pages])
  useEffect(() => {
    if (opened?.kind !== 'pdf' || box.width < 2 || box.height < 2) return
    let stale = false
    const draw = async () => {
      const { drawPage } = await import('./pdf')
      const canvas = await drawPage(opened.pdf, page.page, box)
      if (stale) return
      place.current?.replaceChildren(canvas)
      setDrawn(page.page)
      setFailed(false)
    }
    draw().catch(() => !stale && setFailed(true))
    return () => {
      stale = true
    }
  }, [opened, page.page, box])
  const label =
    pages > 1
      ? t('plan:paper.pageOf', { name: page.name, page: Math.min(page.page, pages), pages })
      : page.name
  return (
    <div ref={ref} className="gb-page" data-page={opened?.kind === 'picture' ? 1 : drawn}>
      {paper.isError || failed ? (
        <p role="alert">{paper.error ? faultText(t, paper.error) : t('plan:paper.unreadable')}</p>
      ) : !opened ? (
        <p role="status">{t('plan:paper.opening')}</p>
      ) : opened.kind === 'picture' ? (
        <img src={opened.url} alt={label} onError={() => setFailed(true)} />
      ) : (
        <div ref={place} role="img" aria-label={label} />
      )}
    </div>
  )
}
