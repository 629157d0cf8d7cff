import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleDashed,
  IconClock,
  IconClockExclamation,
  IconHourglass,
  IconInfinity,
  IconPlayerPause,
  IconProgress,
  IconRefresh,
  IconThumbUp,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { DirectiveState, Timeliness } from '../../model/directives/timeliness'
import { type Tone, Word } from '../../ui/Word'

const STATES = {
  issued: ['plain', IconCircleDashed],
  acknowledged: ['info', IconThumbUp],
  in_progress: ['info', IconProgress],
  reported_done: ['warn', IconHourglass],
  confirmed: ['good', IconCircleCheck],
  returned: ['warn', IconRefresh],
  suspended: ['plain', IconPlayerPause],
  cancelled: ['plain', IconBan],
} as const satisfies Record<DirectiveState, readonly [Tone, typeof IconClock]>

const TIMES = {
  overdue: ['bad', IconAlertTriangle],
  due_soon: ['warn', IconClockExclamation],
  in_time: ['info', IconClock],
  no_deadline: ['plain', IconInfinity],
  done_in_time: ['good', IconCircleCheck],
  done_late: ['warn', IconCircleCheck],
} as const satisfies Record<Timeliness, readonly [Tone, typeof IconClock]>

export function StateWord({ state }: { state: string }) {
  const { t } = useTranslation('office')
  if (!(state in STATES)) return <span>{state}</span>
  const [tone, icon] = STATES[state as DirectiveState]
  return (
    <Word tone={tone} icon={icon}>
      {t(`dir.st.${state as DirectiveState}`)}
    </Word>
  )
}

export function TimeWord({ timeliness }: { timeliness: string }) {
  const { t } = useTranslation('office')
  if (!(timeliness in TIMES)) return <span>{timeliness}</span>
  const [tone, icon] = TIMES[timeliness as Timeliness]
  return (
    <Word tone={tone} icon={icon}>
      {t(`dir.tl.${timeliness as Timeliness}`)}
    </Word>
  )
}

export function Progress({ percent }: { percent: number }) {
  return (
    <span style={{ display: 'flex', alignItems: 'center', gap: 8, minWidth: 96 }}>
      <span className="bar" data-done={percent >= 100} style={{ flex: 1, minWidth: 48 }} aria-hidden>
        <i style={{ width: `${Math.min(100, Math.max(0, percent))}%` }} />
      </span>
      <span className="num">{percent}%</span>
    </span>
  )
}
