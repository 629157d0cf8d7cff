import { Text } from '@mantine/core'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useFormats } from './formats'
import type { Tone } from './Word'

/** One figure that matters, with its name; a link where there is more behind it. */
export function Stat({
  label,
  value,
  of,
  tone = 'plain',
  note,
  link,
}: {
  label: string
  value: number
  of?: number
  tone?: Tone
  note?: ReactNode
  link?: LinkProps
}) {
  const { number } = useFormats()
  const body = (
    <>
      <Text size="sm" c="dimmed" component="span">
        {label}
      </Text>
      <b className="num">
        {number(value)}
        {of !== undefined && <small> /{number(of)}</small>}
      </b>
      {note && (
        <Text size="sm" component="span">
          {note}
        </Text>
      )}
    </>
  )
  if (!link)
    return (
      <div className="card stat" data-tone={tone}>
        {body}
      </div>
    )
  return (
    <Link {...link} className="card stat" data-tone={tone}>
      {body}
    </Link>
  )
}
