import { Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Directive } from '../../api/office'
import { Deadline, StateWord, TimeWord } from '../directives'
import { useUnits } from '../office'

/** Directives as short lines: what, who, by when. */
export function DirectiveLines({ rows, withUnit }: { rows: Directive[]; withUnit?: boolean }) {
  const units = useUnits()
  return (
    <Stack gap={0} className="lines">
      {rows.map((d) => (
        <div key={d.id} className="line">
          <div style={{ minWidth: 0 }}>
            <Link className="rowlink" to="/directives/$id" params={{ id: d.id }}>
              <Text span lineClamp={2}>
                {d.text}
              </Text>
            </Link>
            {withUnit && (
              <Text size="sm" c="dimmed">
                {units.name(d.unit_id)}
              </Text>
            )}
          </div>
          <span className="words">
            {d.state === 'reported_done' ? (
              <StateWord state={d.state} />
            ) : (
              <TimeWord timeliness={d.timeliness} />
            )}
            <Deadline deadline={d.deadline} timeliness={d.timeliness} />
          </span>
        </div>
      ))}
    </Stack>
  )
}
