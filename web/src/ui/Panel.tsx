import { Group, Title } from '@mantine/core'
import { type ReactNode, useId } from 'react'

/** A card with a heading; `aside` stands at the heading's right. */
export function Panel({
  title,
  aside,
  children,
  order = 2,
}: {
  title: ReactNode
  aside?: ReactNode
  children: ReactNode
  order?: 2 | 3
}) {
  const id = useId()
  return (
    <section className="card" aria-labelledby={id} style={{ padding: 'clamp(14px, 2vw, 20px)', minWidth: 0 }}>
      <Group justify="space-between" mb="sm" gap="xs">
        <Title order={order} id={id}>
          {title}
        </Title>
        {aside}
      </Group>
      {children}
    </section>
  )
}
