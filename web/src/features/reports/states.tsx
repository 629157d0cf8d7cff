import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCircleCheck,
  IconCircleDashed,
  IconPencil,
  IconSend,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ReportState } from '../../api'
import { type Tone, Word } from '../../ui/Word'

const LOOK = {
  missing: ['plain', IconCircleDashed],
  draft: ['plain', IconPencil],
  submitted: ['info', IconSend],
  returned: ['warn', IconArrowBackUp],
  accepted: ['good', IconCircleCheck],
} as const satisfies Record<ReportState, readonly [Tone, typeof IconSend]>

export function ReportStateWord({ state }: { state: ReportState }) {
  const { t } = useTranslation('office')
  const [tone, icon] = LOOK[state]
  return (
    <Word tone={tone} icon={icon}>
      {t(`state.${state}`)}
    </Word>
  )
}

export function LateWord() {
  const { t } = useTranslation('office')
  return (
    <Word tone="bad" icon={IconAlertTriangle}>
      {t('state.late')}
    </Word>
  )
}
