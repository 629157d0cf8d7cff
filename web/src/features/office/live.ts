import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../../api'

/** Which of the kept answers an event makes old; anything unknown makes all of them old. */
const touched: [RegExp, string[]][] = [
  [/^report\./, ['reports', 'report', 'synthesis']],
  [/^period\./, ['periods', 'reports', 'report', 'synthesis']],
  [/^directive\./, ['directives', 'directive', 'carry-over', 'conclusion']],
  [/^conclusion\.|^draft\./, ['conclusion']],
  [/^conference\.|^agenda\./, ['conferences', 'conference', 'minutes', 'carry-over', 'papers', 'delegates']],
]
const everything = [...new Set(touched.flatMap(([, keys]) => keys))]

export function keysTouchedBy(kind: string): string[] {
  return touched.find(([pattern]) => pattern.test(kind))?.[1] ?? everything
}

let source: EventSource | null = null
let users = 0
let missed = false

function open(qc: QueryClient) {
  const refetch = (keys: string[]) => {
    for (const key of keys) void qc.invalidateQueries({ queryKey: [key] })
  }
  const stream = new EventSource(api.streamUrl('/api/events'))
  const heard = (e: MessageEvent<string>) => {
    let kind = ''
    try {
      kind = String((JSON.parse(e.data) as { kind?: unknown }).kind ?? '')
    } catch {
      // A line that is no JSON still says that something happened.
    }
    refetch(keysTouchedBy(kind))
  }
  stream.onmessage = heard
  stream.addEventListener('change', heard)
  // The gap is too large to be told event by event.
  stream.addEventListener('resync', () => refetch(everything))
  stream.onerror = () => {
    missed = true
    // A refused stream is closed by the browser for good; the network's failures it retries itself.
    if (stream.readyState === EventSource.CLOSED && source === stream) {
      source = null
      // If the session has ended, the answers say so.
      refetch(everything)
      setTimeout(() => {
        if (users > 0 && !source) source = open(qc)
      }, 5000)
    }
  }
  stream.onopen = () => {
    if (missed) refetch(everything)
    missed = false
  }
  return stream
}

/** Keeps the office's screens true while any of them is open: one stream for all. */
export function useOfficeLive() {
  const qc = useQueryClient()
  useEffect(() => {
    users += 1
    source ??= open(qc)
    return () => {
      users -= 1
      // The next screen mounts right after this one leaves: let it take the stream over.
      setTimeout(() => {
        if (users === 0) {
          source?.close()
          source = null
        }
      }, 1000)
    }
  }, [qc])
}
