import { ActionIcon, Button } from '@mantine/core'
import {
  IconArrowDown,
  IconArrowUp,
  IconDots,
  IconHandOff,
  IconPlayerPlay,
  IconPlayerSkipForward,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { FloorRequest, Live } from '../../../api'
import { may, shortSiteName, siteOf } from '../../../model/live'
import { Dropdown } from '../../../ui/Dropdown'
import type { Acts } from '../acts'
import { Since } from '../parts/Countdown'
import { Key } from './Key'

const moved = (queue: FloorRequest[], from: number, to: number) => {
  const ids = queue.map((r) => r.id)
  const [id] = ids.splice(from, 1)
  if (id) ids.splice(to, 0, id)
  return ids
}

/** The one queue, in the server's order. */
export function QueuePanel({ live, acts, disabled }: { live: Live; acts: Acts; disabled: boolean }) {
  const { t, i18n } = useTranslation('live')
  const queue = live.floor.queue
  if (queue.length === 0)
    return (
      <div className="gb-empty">
        <p>{t('queue.empty')}</p>
        <p className="gb-dim">{t('queue.emptyHint')}</p>
      </div>
    )
  const conducts = may(live, 'floor.grant')
  return (
    <ol className="gb-queue">
      {queue.map((r, i) => {
        const name = shortSiteName(siteOf(live, r.site_id), i18n.language)
        const online = siteOf(live, r.site_id)?.presence === 'online'
        return (
          <li key={r.id}>
            <span className="gb-place num">{i + 1}</span>
            <div className="gb-who">
              <b>{r.speaker_name || name}</b>
              <span className="gb-dim">
                {r.speaker_name ? [r.speaker_title, name].filter(Boolean).join(' · ') : r.speaker_title}
              </span>
              <span className="gb-topic">{r.topic}</span>
              <span className="gb-meta">
                <span className="gb-chip" data-kind={r.category === 'point_of_order' ? 'strong' : undefined}>
                  {t(`category.${r.category}`)}
                </span>
                <span className="gb-dim">
                  {t('queue.waits')} <Since at={r.asked_at} />
                </span>
                {!online && <b data-kind="lost">{t('state.lost')}</b>}
              </span>
            </div>
            {conducts && (
              <div className="gb-rowacts">
                <Button
                  size="compact-md"
                  disabled={disabled}
                  title={t('act.grant')}
                  aria-label={`${t('act.grant')}: ${r.speaker_name || name}`}
                  onClick={() => void acts.grantRequest(r.id)}
                >
                  <IconPlayerPlay size={18} />
                  {i === 0 && <Key k="G" />}
                </Button>
                <Dropdown
                  label={t('queue.more', { name })}
                  target={(attributes) => (
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      disabled={disabled}
                      aria-label={t('queue.more', { name })}
                      {...attributes}
                    >
                      <IconDots size={18} />
                    </ActionIcon>
                  )}
                  items={[
                    {
                      label: t('act.up'),
                      icon: <IconArrowUp size={16} />,
                      disabled: i === 0,
                      onPick: () => void acts.order(moved(queue, i, i - 1), live.rev),
                    },
                    {
                      label: t('act.down'),
                      icon: <IconArrowDown size={16} />,
                      disabled: i === queue.length - 1,
                      onPick: () => void acts.order(moved(queue, i, i + 1), live.rev),
                    },
                    {
                      label: t('act.defer'),
                      icon: <IconPlayerSkipForward size={16} />,
                      onPick: () => void acts.defer(r.id),
                    },
                    {
                      label: t('act.refuse'),
                      icon: <IconHandOff size={16} />,
                      onPick: () => void acts.withdraw(r.id, 'refused'),
                    },
                  ]}
                />
              </div>
            )}
          </li>
        )
      })}
    </ol>
  )
}
