import { IconMicrophone, IconMicrophoneOff } from '@tabler/icons-react'
import type { Line } from '../media/source'

const bars: Record<Line, number> = { excellent: 4, good: 3, poor: 1, lost: 0, unknown: 0 }

/** Bars for the line's quality; the name stands in the tile's label and in the title. */
export function LineBars({ line, title }: { line: Line; title: string }) {
  const n = bars[line]
  return (
    <svg
      className="gb-bars"
      data-line={line}
      width="18"
      height="14"
      viewBox="0 0 18 14"
      role="img"
      aria-label={title}
    >
      <title>{title}</title>
      {[0, 1, 2, 3].map((i) => (
        <rect key={i} x={i * 4.6} y={10 - i * 3} width="3.4" height={4 + i * 3} rx="1" data-on={i < n} />
      ))}
      {line === 'lost' && <path d="M1 1 L9 9 M9 1 L1 9" className="gb-bars-x" />}
    </svg>
  )
}

/** `silent`: it is open, and nothing of it is heard. */
export function MicSign({ open, silent = false, size = 16 }: { open: boolean; silent?: boolean; size?: number }) {
  return open && !silent ? (
    <IconMicrophone className="gb-mic" data-open size={size} aria-hidden />
  ) : (
    <IconMicrophoneOff className="gb-mic" data-silent={silent || undefined} size={size} aria-hidden />
  )
}
