import type { IconProps } from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'

export type Tone = 'bad' | 'warn' | 'good' | 'info' | 'plain'

/** A state as a word with an icon and a border: it never speaks by its colour alone. */
export function Word({
  tone,
  icon: Icon,
  children,
}: {
  tone: Tone
  icon?: ComponentType<IconProps>
  children: ReactNode
}) {
  return (
    <span className="word" data-tone={tone}>
      {Icon && <Icon size={15} stroke={2} aria-hidden />}
      {children}
    </span>
  )
}
