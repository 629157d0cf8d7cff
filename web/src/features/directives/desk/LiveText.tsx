import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { pieces, type Span } from '../../../model/directives/spans'

/**
 * A field to type in whose found places are marked while it is typed: the
 * marks lie behind the words. Where the cursor stands, its draft is pointed at.
 */
export function LiveText({
  text,
  spans,
  on,
  onPoint,
  onEdit,
}: {
  text: string
  spans: Span[]
  on: string | null
  onPoint: (id: string | null) => void
  onEdit: (text: string) => void
}) {
  const { t } = useTranslation('office')
  const box = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new pointing is what scrolls
  useEffect(() => {
    const mark = box.current?.querySelector<HTMLElement>('mark[data-on="true"]')
    // Not while it is typed in: the field would run away from the writer.
    if (mark && !box.current?.contains(document.activeElement))
      mark.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
  }, [on])
  return (
    <div className="live-text" ref={box}>
      <div className="live-marks" aria-hidden>
        {pieces(text, spans).map((p) => {
          const first = p.ids[0]
          return first ? (
            <mark key={p.start} data-on={on !== null && p.ids.includes(on)}>
              {p.text}
            </mark>
          ) : (
            <span key={p.start}>{p.text}</span>
          )
        })}{' '}
      </div>
      <textarea
        aria-label={t('con.text')}
        placeholder={t('con.paste')}
        value={text}
        spellCheck={false}
        onChange={(e) => onEdit(e.currentTarget.value)}
        onSelect={(e) => {
          const at = e.currentTarget.selectionStart
          onPoint(spans.find((s) => s.start <= at && at <= s.end)?.id ?? null)
        }}
      />
    </div>
  )
}
