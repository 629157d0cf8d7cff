import { ActionIcon, Button } from '@mantine/core'
import {
  IconCheck,
  IconDots,
  IconPlayerPlay,
  IconPlayerSkipForward,
  IconPlayerTrackNext,
  IconPlus,
} from '@tabler/icons-react'
import { lazy, memo, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AgendaItem, Live } from '../../../api'
import { may } from '../../../model/live'
import { Dropdown } from '../../../ui/Dropdown'
import type { Acts } from '../acts'
import { useServerNow } from '../context'

/** Minutes that an item has taken, while it runs or after. */
function took(item: AgendaItem, now: number): number | null {
  if (!item.started_at) return null
  const end = item.ended_at ? Date.parse(item.ended_at) : now
  return Math.max(0, Math.floor((end - Date.parse(item.started_at)) / 60_000))
}

const InsertModal = lazy(() => import('./InsertModal'))

type Props = { live: Live; acts: Acts; disabled: boolean; ahead?: boolean }

/** Of the conference the agenda reads these alone. */
const reads = ['agenda', 'conference', 'you'] as const

/** The agenda; with `ahead` only what runs and what is still to come, where room is short. */
export const AgendaPanel = memo(function AgendaPanel({ live, acts, disabled, ahead = false }: Props) {
  const { t } = useTranslation('live')
  const [inserting, setInserting] = useState<{ after: string | null } | null>(null)
  const moves = may(live, 'agenda')
  const sits = live.conference.state === 'live' || live.conference.state === 'paused'
  const now = useServerNow(5000)
  const current = live.agenda.items.findIndex((i) => i.id === live.agenda.current_id)
  const items = live.agenda.items.filter(
    (i, at) => !ahead || at >= current || i.state === 'pending' || i.state === 'deferred',
  )
  if (live.agenda.items.length === 0) return <p className="gb-empty">{t('agenda.empty')}</p>
  return (
    <>
      <ol className="gb-queue gb-agenda">
        {items.map((item) => {
          const minutes = took(item, now)
          const over = minutes !== null && minutes > item.minutes
          return (
            <li
              key={item.id}
              data-state={item.state}
              aria-current={item.state === 'current' ? 'step' : undefined}
            >
              <span className="gb-place num">
                {item.state === 'done' ? <IconCheck size={18} /> : item.number}
              </span>
              <div className="gb-who">
                <b>{item.title}</b>
                {item.presenter && <span className="gb-dim">{item.presenter}</span>}
                <span className="gb-meta">
                  <span className="gb-chip" data-kind={item.state === 'current' ? 'now' : undefined}>
                    {t(`agenda.state.${item.state}`)}
                  </span>
                  <span className="gb-dim num" data-over={over}>
                    {minutes === null
                      ? t('agenda.minutes', { count: item.minutes })
                      : t(over ? 'agenda.tookOver' : 'agenda.took', { took: minutes, count: item.minutes })}
                  </span>
                </span>
                {moves && item.state === 'current' && (
                  <span className="gb-itemacts">
                    <Button
                      size="compact-sm"
                      variant="default"
                      disabled={disabled}
                      leftSection={<IconPlayerSkipForward size={16} />}
                      onClick={() => void acts.skipItem(item.id)}
                    >
                      {t('agenda.skip')}
                    </Button>
                    <Button
                      size="compact-sm"
                      variant="default"
                      disabled={disabled}
                      leftSection={<IconPlayerTrackNext size={16} />}
                      onClick={() => void acts.deferItem(item.id)}
                    >
                      {t('agenda.defer')}
                    </Button>
                  </span>
                )}
              </div>
              {moves && item.state !== 'done' && (
                <Dropdown
                  label={t('agenda.more', { title: item.title })}
                  target={(attributes) => (
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      disabled={disabled}
                      aria-label={t('agenda.more', { title: item.title })}
                      {...attributes}
                    >
                      <IconDots size={18} />
                    </ActionIcon>
                  )}
                  items={[
                    {
                      label: t('agenda.go'),
                      icon: <IconPlayerPlay size={16} />,
                      disabled: item.state === 'current',
                      onPick: () => void acts.goItem(item.id),
                    },
                    {
                      label: t('agenda.skip'),
                      icon: <IconPlayerSkipForward size={16} />,
                      onPick: () => void acts.skipItem(item.id),
                    },
                    {
                      label: t('agenda.defer'),
                      icon: <IconPlayerTrackNext size={16} />,
                      onPick: () => void acts.deferItem(item.id),
                    },
                    {
                      label: t('agenda.insertAfter'),
                      icon: <IconPlus size={16} />,
                      disabled: !sits,
                      onPick: () => setInserting({ after: item.id }),
                    },
                  ]}
                />
              )}
            </li>
          )
        })}
      </ol>
      {moves && sits && (
        <Button
          size="compact-md"
          variant="default"
          mt="sm"
          disabled={disabled}
          leftSection={<IconPlus size={16} />}
          onClick={() => setInserting({ after: live.agenda.current_id })}
        >
          {t('agenda.insert')}
        </Button>
      )}
      <Suspense>
        {inserting && (
          <InsertModal live={live} acts={acts} after={inserting.after} onClose={() => setInserting(null)} />
        )}
      </Suspense>
    </>
  )
}, same)

function same(a: Props, b: Props): boolean {
  const outside = a.acts === b.acts && a.disabled === b.disabled && a.ahead === b.ahead
  return outside && reads.every((part) => a.live[part] === b.live[part])
}
