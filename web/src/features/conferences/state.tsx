import {
  IconBan,
  IconCalendarEvent,
  IconCircleCheck,
  IconPencil,
  IconPlayerPause,
  IconPlugConnected,
  IconVideo,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ConferenceState } from '../../api'
import { type Tone, Word } from '../../ui/Word'

const LOOK = {
  draft: ['plain', IconPencil],
  published: ['info', IconCalendarEvent],
  checking: ['warn', IconPlugConnected],
  live: ['bad', IconVideo],
  paused: ['warn', IconPlayerPause],
  closed: ['good', IconCircleCheck],
  cancelled: ['plain', IconBan],
} as const satisfies Record<ConferenceState, readonly [Tone, typeof IconVideo]>

export function ConferenceStateWord({ state }: { state: ConferenceState }) {
  const { t } = useTranslation('office')
  const [tone, icon] = LOOK[state]
  return (
    <Word tone={tone} icon={icon}>
      {t(`conf.state.${state}`)}
    </Word>
  )
}

/** Held or called off: nothing about it changes any more. */
export const isOver = (state: ConferenceState): boolean => state === 'closed' || state === 'cancelled'

/** Those in session first, then what comes next, then the past, newest first. */
export function inOrder<C extends { state: ConferenceState; scheduled_at: string | null }>(
  all: readonly C[],
): C[] {
  const rank = (c: C) => (c.state === 'live' || c.state === 'paused' ? 0 : isOver(c.state) ? 2 : 1)
  const at = (c: C) => (c.scheduled_at ? Date.parse(c.scheduled_at) : Number.POSITIVE_INFINITY)
  return [...all].sort((a, b) => rank(a) - rank(b) || (rank(a) === 2 ? at(b) - at(a) : at(a) - at(b)))
}
