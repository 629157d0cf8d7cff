import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LiveChange, LogEntry } from '../../../api'
import { intlLocale } from '../../../i18n'
import { useConference } from '../context'
import { useSiteName } from '../parts/useSiteName'
import { logText } from './logText'
import { mediaText } from './mediaText'

const kept = 400

/** What happened, the newest first: read from the log once, then from the stream. */
function useLog() {
  const { store } = useConference()
  const [fresh, setFresh] = useState<LiveChange[]>([])
  useEffect(() => store.onChange((change) => setFresh((all) => [change, ...all].slice(0, kept))), [store])
  const past = useInfiniteQuery({
    queryKey: ['live-log', store.conferenceId],
    staleTime: Number.POSITIVE_INFINITY,
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      store.api.get<{ events: LogEntry[] }>(`/api/conferences/${store.conferenceId}/log`, {
        after: pageParam,
      }),
    getNextPageParam: (last) => last.events.at(-1)?.rev,
  })
  const { hasNextPage, isFetching, fetchNextPage } = past
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage()
  }, [hasNextPage, isFetching, fetchNextPage])
  const seen = new Set<number>()
  const all: (LogEntry | LiveChange)[] = [
    ...fresh,
    ...(past.data?.pages.flatMap((p) => p.events).reverse() ?? []),
  ]
  return all.filter((e) => !seen.has(e.rev) && seen.add(e.rev)).slice(0, kept)
}

export default function LogPanel() {
  const { t, i18n } = useTranslation('live')
  const { t: trouble } = useTranslation('trouble')
  const { live } = useConference()
  const name = useSiteName()
  const entries = useLog()
  const time = new Intl.DateTimeFormat(intlLocale(i18n.language), {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  if (entries.length === 0) return <p className="gb-empty">{t('log.empty')}</p>
  return (
    <ol className="gb-log">
      {entries.map((e) => {
        const text = e.kind === 'site.media' ? mediaText(trouble, e.data, name.short) : logText(t, e, live, name.short)
        return (
          text && (
            <li key={e.rev}>
              <time className="num" dateTime={e.at}>
                {time.format(new Date(e.at))}
              </time>
              <span>{text}</span>
            </li>
          )
        )
      })}
    </ol>
  )
}
