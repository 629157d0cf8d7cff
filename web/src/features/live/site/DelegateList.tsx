import { SegmentedControl } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Live } from '../../../api'
import { delegatesQuery } from '../../../api/planning'
import { isOver, siteOf } from '../../../model/live'
import { useActs } from '../acts'
import { useConference } from '../context'

/** The site's delegates, read anew whenever the site's roll changes. */
export function useDelegates(live: Live, site: string) {
  const { store } = useConference()
  const qc = useQueryClient()
  const query = delegatesQuery(live.conference.id, store.api)
  const roll = siteOf(live, site)?.delegates
  const mark = JSON.stringify(roll)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the roll says that the list has changed
  useEffect(() => {
    void qc.invalidateQueries({ queryKey: query.queryKey })
  }, [mark])
  return useQuery(query).data?.filter((d) => d.site_id === site) ?? []
}

/** The site ticks who of its list has come. */
export function DelegateList({ live, self }: { live: Live; self: string }) {
  const { t } = useTranslation('plan')
  const { status } = useConference()
  const { acts, busy } = useActs()
  const list = useDelegates(live, self)
  if (list.length === 0 || isOver(live.conference.state)) return null
  const present = list.filter((d) => d.presence === 'present').length
  return (
    <section className="card gb-roll" aria-label={t('delegates.title')}>
      <h2>{t('delegates.came', { count: present, all: list.length })}</h2>
      <ul>
        {list.map((d) => (
          <li key={d.id}>
            <span>
              <b>{d.name}</b>
              <small>{[d.title, d.unit].filter(Boolean).join(' · ')}</small>
            </span>
            <SegmentedControl
              size="sm"
              aria-label={t('delegates.presenceOf', { name: d.name })}
              disabled={status === 'lost' || busy}
              value={d.presence}
              onChange={(v) => void acts.tick(d.id, v)}
              data={[
                { value: 'present', label: t('delegates.present') },
                { value: 'absent', label: t('delegates.absent') },
                { value: 'expected', label: t('delegates.expected') },
              ]}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
