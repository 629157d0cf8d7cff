import { Skeleton } from '@mantine/core'
import { useEffect, useState } from 'react'

/** The dark modules of a symbol, row by row, with the quiet zone that readers need. */
type Symbol = { path: string; size: number }

/** Level M bears a creased sheet; what draws it is fetched when the first one is shown. */
async function symbolOf(text: string): Promise<Symbol> {
  const { encode } = await import('uqr')
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const runs = data.flatMap((row, y) => {
    const out: string[] = []
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue
      const from = x
      while (row[x + 1]) x++
      out.push(`M${from} ${y}h${x + 1 - from}v1H${from}z`)
    }
    return out
  })
  return { path: runs.join(''), size }
}

/** A link as a QR code: black on white in every scheme, since not every reader takes it the other way round. */
export function QrCode({ text, label, className }: { text: string; label: string; className?: string }) {
  const [symbol, setSymbol] = useState<Symbol | null>(null)
  useEffect(() => {
    let ended = false
    void symbolOf(text).then((s) => {
      if (!ended) setSymbol(s)
    })
    return () => {
      ended = true
    }
  }, [text])
  if (!symbol) return <Skeleton className={className} style={{ aspectRatio: 1 }} />
  return (
    <svg
      className={className}
      role="img"
      aria-label={label}
      viewBox={`0 0 ${symbol.size} ${symbol.size}`}
      shapeRendering="crispEdges"
    >
      <rect width={symbol.size} height={symbol.size} fill="#fff" />
      <path d={symbol.path} fill="#000" />
    </svg>
  )
}
