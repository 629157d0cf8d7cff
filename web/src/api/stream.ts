/** `stale`: connected, but silent for longer than the server's ping allows. */
export type StreamStatus = 'connecting' | 'open' | 'lost' | 'refused'

export type StreamHandlers = {
  /** Events by name, as sent. */
  on: Record<string, (data: unknown) => void>
  status(status: StreamStatus): void
  /** Asks, after failures in a row, whether the server refuses for good; resolves to true then. */
  refused?(): Promise<boolean>
}

export type StreamOptions = {
  /** Address for the next connection, told the last id that was heard. */
  url(after: string | null): string
  /** The server pings every 15 s; silence that is clearly longer is a dead line. */
  silenceMs?: number
  open?(url: string): EventSource
}

const firstRetryMs = 500
const lastRetryMs = 8_000

export type Stream = {
  close(): void
  /** Something else says that the server may be away: connect anew now instead of waiting for the silence. */
  doubt(): void
}

/** Keeps an event stream open: reconnects with growing pauses, goes on where it stopped. */
export function openStream(options: StreamOptions, handlers: StreamHandlers): Stream {
  const { silenceMs = 22_000, open = (url) => new EventSource(url) } = options
  let source: EventSource | undefined
  let after: string | null = null
  let failures = 0
  let ended = false
  let retry: ReturnType<typeof setTimeout> | undefined
  let watchdog: ReturnType<typeof setTimeout> | undefined

  const heard = () => {
    clearTimeout(watchdog)
    watchdog = setTimeout(failed, silenceMs)
  }
  const connect = () => {
    if (ended) return
    handlers.status(failures === 0 ? 'connecting' : 'lost')
    const mine = open(options.url(after))
    source = mine
    heard()
    mine.onopen = () => {
      if (mine !== source) return
      failures = 0
      heard()
      handlers.status('open')
    }
    mine.onerror = () => {
      if (mine === source) void failed()
    }
    for (const [name, handle] of Object.entries<(data: unknown) => void>({
      ping: () => undefined,
      ...handlers.on,
    })) {
      mine.addEventListener(name, (e) => {
        if (mine !== source) return
        heard()
        if (e.lastEventId) after = e.lastEventId
        handle(JSON.parse(e.data))
      })
    }
  }
  const failed = async (): Promise<void> => {
    clearTimeout(watchdog)
    source?.close()
    source = undefined
    failures++
    handlers.status('lost')
    if (failures % 3 === 1 && (await handlers.refused?.().catch(() => false))) {
      if (!ended) handlers.status('refused')
      return
    }
    if (ended) return
    const pause = Math.min(lastRetryMs, firstRetryMs * 2 ** (failures - 1))
    retry = setTimeout(connect, pause * (0.7 + Math.random() * 0.6))
  }
  const online = () => {
    if (source) return
    clearTimeout(retry)
    connect()
  }
  globalThis.addEventListener?.('online', online)
  connect()
  return {
    close() {
      ended = true
      globalThis.removeEventListener?.('online', online)
      clearTimeout(retry)
      clearTimeout(watchdog)
      source?.close()
      source = undefined
    },
    doubt() {
      if (ended || !source) return
      clearTimeout(watchdog)
      source.close()
      connect()
    },
  }
}
