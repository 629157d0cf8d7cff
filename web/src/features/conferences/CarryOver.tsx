import { Accordion, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { carryOverQuery, type Directive } from '../../api/office'
import { Panel } from '../../ui/Panel'
import { Word } from '../../ui/Word'
import { Deadline, Progress, StateWord, TimeWord } from '../directives'
import { Load, useRights, useUnits } from '../office'

/** What became of the last conclusions, by unit: the first item of every agenda. */
export function CarryOver({ id }: { id: string }) {
  const { t } = useTranslation('office')
  const units = useUnits()
  const rights = useRights()
  const query = useQuery(carryOverQuery(id))
  return (
    <Panel
      title={t('conf.carry')}
      aside={
        rights.oversees && (
          <Link to="/conferences/$id/review" params={{ id }}>
            {t('conf.toReview')}
          </Link>
        )
      }
    >
      <Load of={query}>
        {({ units: rows }) =>
          rows.length === 0 ? (
            <Text c="dimmed">{t('conf.carryNone')}</Text>
          ) : (
            <Accordion multiple order={3} variant="default">
              {[...rows]
                .sort((a, b) => b.overdue - a.overdue || b.open.length - a.open.length)
                .map((u) => (
                  <Accordion.Item key={u.unit_id} value={u.unit_id}>
                    <Accordion.Control>
                      <Group gap="xs">
                        <Text fw={600}>{units.name(u.unit_id)}</Text>
                        {u.overdue > 0 && (
                          <Word tone="bad">{t('conf.carryOverdue', { count: u.overdue })}</Word>
                        )}
                        {u.open.length > 0 && (
                          <Word tone="info">{t('conf.carryOpen', { count: u.open.length })}</Word>
                        )}
                        {u.done.length > 0 && (
                          <Word tone="good">{t('conf.carryDone', { count: u.done.length })}</Word>
                        )}
                      </Group>
                    </Accordion.Control>
                    <Accordion.Panel>
                      <Stack gap={0} className="lines">
                        {[...u.open, ...u.done].map((d) => (
                          <One key={d.id} directive={d} />
                        ))}
                      </Stack>
                    </Accordion.Panel>
                  </Accordion.Item>
                ))}
            </Accordion>
          )
        }
      </Load>
    </Panel>
  )
}

function One({ directive: d }: { directive: Directive }) {
  return (
    <div>
      <Link className="rowlink" to="/directives/$id" params={{ id: d.id }}>
        {d.text}
      </Link>
      <Group gap="sm" mt={4}>
        <TimeWord timeliness={d.timeliness} />
        <StateWord state={d.state} />
        <Deadline deadline={d.deadline} timeliness={d.timeliness} />
        <Progress percent={d.percent} />
      </Group>
    </div>
  )
}
