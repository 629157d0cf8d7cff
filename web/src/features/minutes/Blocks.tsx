import type { CSSProperties } from 'react'
import type { Block, Run } from '../../api/office'

/** Looks of the official form's components, as the server's profiles have them. */
const STYLES: Record<string, CSSProperties> = {
  nation: { fontWeight: 700, textAlign: 'center' },
  motto: { fontWeight: 700, textAlign: 'center' },
  superior: { textAlign: 'center' },
  issuer: { fontWeight: 700, textAlign: 'center' },
  star: { textAlign: 'center' },
  number: { textAlign: 'center' },
  place_date: { fontStyle: 'italic', textAlign: 'center' },
  type_name: { fontWeight: 700, textAlign: 'center', fontSize: '15pt', marginTop: '6mm' },
  subject: { fontWeight: 700, textAlign: 'center' },
  hyphens: { textAlign: 'center' },
  body: { textAlign: 'justify', textIndent: '10mm' },
  section: { fontWeight: 700 },
  clause_title: { fontWeight: 700 },
  point: { textAlign: 'justify', textIndent: '10mm' },
  authority: { fontWeight: 700, textAlign: 'center' },
  position: { textAlign: 'center' },
  signer_name: { fontWeight: 700, textAlign: 'center' },
  sign_space: { minHeight: '20mm' },
  recipients_label: { fontWeight: 700, fontStyle: 'italic' },
  recipients: { fontSize: '11pt' },
  table_head: { fontWeight: 700 },
  note: { fontSize: '10pt', fontStyle: 'italic' },
}

function Runs({ runs }: { runs: Run[] | undefined }) {
  return (
    <>
      {(runs ?? []).map((r, i) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: runs have no identity but their place
          key={i}
          style={{
            fontWeight: r.bold ? 700 : undefined,
            fontStyle: r.italic ? 'italic' : undefined,
            textDecoration: r.underline ? 'underline' : undefined,
          }}
        >
          {r.text}
        </span>
      ))}
    </>
  )
}

/** A document's blocks on the screen, near enough to the page that will be printed. */
export function Blocks({ blocks }: { blocks: Block[] }) {
  return (
    <>
      {blocks.map((b, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no identity but their place
        <One key={i} block={b} />
      ))}
    </>
  )
}

const shares = (b: Block) => b.table?.columns.reduce((sum, c) => sum + c.share, 0) || 1

function One({ block: b }: { block: Block }) {
  const style = STYLES[b.style ?? ''] ?? {}
  switch (b.kind) {
    case 'heading': {
      const H = (b.level ?? 1) > 1 ? 'h3' : 'h2'
      return (
        <H style={{ ...style, fontSize: '12.5pt' }}>
          <Runs runs={b.runs} />
        </H>
      )
    }
    case 'table':
      return b.table ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: on a narrow screen it scrolls, by keyboard too
        <section className="paper-table" tabIndex={0} aria-label={b.table.head.join(', ')}>
          <table>
            <colgroup>
              {b.table.columns.map((c, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns have no identity but their place
                <col key={i} style={{ width: `${(c.share / shares(b)) * 100}%` }} />
              ))}
            </colgroup>
            <thead>
              <tr>
                {b.table.head.map((h, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: columns have no identity but their place
                  <th key={i}>{h}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {b.table.rows.map((row, r) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place
                <tr key={r}>
                  {row.map((cell, c) => (
                    <td
                      // biome-ignore lint/suspicious/noArrayIndexKey: cells have no identity but their place
                      key={c}
                      style={{
                        textAlign: b.table?.columns[c]?.align as CSSProperties['textAlign'],
                        whiteSpace: 'pre-wrap',
                      }}
                    >
                      <Runs runs={cell.runs} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : null
    case 'pair':
    case 'signatures':
      return (
        <div
          style={{
            display: 'grid',
            gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)',
            gap: '6mm',
            breakInside: 'avoid',
            margin: '3mm 0',
          }}
        >
          <div>
            <Blocks blocks={b.left ?? []} />
          </div>
          <div>
            <Blocks blocks={b.right ?? []} />
          </div>
        </div>
      )
    case 'rule':
      return (
        <hr
          style={{
            width: `${b.width_mm ?? 40}mm`,
            maxWidth: '100%',
            border: 0,
            borderTop: '1px solid #000',
            margin: '1mm auto 3mm',
          }}
        />
      )
    case 'page_break':
      return <div style={{ breakAfter: 'page' }} />
    default:
      return (
        <p style={style}>
          <Runs runs={b.runs} />
        </p>
      )
  }
}
