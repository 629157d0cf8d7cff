import { IconArrowDownRight, IconArrowRight, IconCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { type Standing, standing } from '../../model/reports/numbers'
import { useFormats } from '../../ui/formats'
import { type Tone, Word } from '../../ui/Word'

const LOOK = {
  met: ['good', IconCheck],
  near: ['info', IconArrowRight],
  low: ['bad', IconArrowDownRight],
} as const satisfies Record<Exclude<Standing, 'none'>, readonly [Tone, typeof IconCheck]>

/** Actual as a share of the plan, with what it amounts to. */
export function Share({ percent }: { percent: number | null | undefined }) {
  const { t } = useTranslation('office')
  const f = useFormats()
  const is = standing(percent)
  if (percent == null || is === 'none') return <span>–</span>
  const [tone, icon] = LOOK[is]
  return (
    <Word tone={tone} icon={icon}>
      <span className="num">{f.percent(percent)}</span>
      <span className="sr">{t(`standing.${is}`)}</span>
    </Word>
  )
}
