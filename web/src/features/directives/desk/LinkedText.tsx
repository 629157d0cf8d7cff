import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { pieces, type Span } from '../../../model/directives/spans'

/** The conclusion with the drafts' places marked; pointing at a place points at its draft. */
export function LinkedText({
  text,
  spans,
  on,
  order,
  onPoint,
}: {
  text: string
  spans: Span[]
  on: string | null
  order: string[]
  onPoint: (draft: string | null) => void
}) {
  const { t } = useTranslation('office')
  const box = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new pointing is what scrolls
  useEffect(() => {
    const mark = box.current?.querySelector<HTMLElement>('.place[data-on="true"]')
    // Only when a card pointed here: scrolling under the reader's own pointer would run away from it.
    if (mark && !box.current?.matches(':hover') && !box.current?.contains(document.activeElement))
      mark.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
  }, [on])
  const show = (draft: string) => {
    const card = document.getElementById(`draft-${draft}`)
    card?.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
    card?.querySelector<HTMLElement>('textarea')?.focus({ preventScroll: true })
  }
  return (
    <div ref={box} className="conclusion-text">
      {pieces(text, spans).map((p) => {
        const first = p.ids[0]
        if (!first) return <span key={p.start}>{p.text}</span>
        return (
          // A button cannot flow with the text, a mark cannot be pressed: a span is both.
          // biome-ignore lint/a11y/useSemanticElements: see above
          <span
            className="place"
            key={p.start}
            tabIndex={0}
            role="button"
            aria-label={`${t('con.jump', { n: order.indexOf(first) + 1 })}: ${p.text.slice(0, 80)}`}
            data-on={on !== null && p.ids.includes(on)}
            onMouseEnter={() => onPoint(first)}
            onMouseLeave={() => onPoint(null)}
            onFocus={() => onPoint(first)}
            onBlur={() => onPoint(null)}
            onClick={() => show(first)}
            onKeyDown={(e) => {
              if (e.key !== 'Enter' && e.key !== ' ') return
              e.preventDefault()
              show(first)
            }}
          >
            {p.text}
          </span>
        )
      })}
    </div>
  )
}
