import { Button, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type Directive, type DirectivePart, directivePartsQuery } from '../../api/office'
import { type Filter, stateOf } from '../../model/directives/list'
import type { DirectiveState } from '../../model/directives/timeliness'
import { Load, useUnits } from '../office'
import { Deadline } from './Deadline'
import { STATES } from './Filters'
import { Progress, StateWord, TimeWord } from './words'

/** A column for each state, the nearest time limit on top. */
export function Board({
  filter,
  counts,
  overseeing,
}: {
  filter: Filter
  counts: DirectivePart['counts']
  overseeing: boolean
}) {
  const { t } = useTranslation('follow')
  const wanted = stateOf(filter)
  const of = STATES.filter((s) =>
    wanted === 'open' ? s !== 'confirmed' && s !== 'cancelled' : !wanted || s === wanted,
  )
  return (
    <section className="board" aria-label={t('view.board')}>
      {of.map((state) => (
        <Column
          key={state}
          filter={{ ...filter, state }}
          state={state}
          count={filter.timeliness ? undefined : (counts.state[state] ?? 0)}
          overseeing={overseeing}
        />
      ))}
    </section>
  )
}

function Column({
  filter,
  state,
  count,
  overseeing,
}: {
  filter: Filter
  state: DirectiveState
  count: number | undefined
  overseeing: boolean
}) {
  const { t } = useTranslation('follow')
  const query = useInfiniteQuery(directivePartsQuery(filter, 20))
  const rows = query.data?.pages.flatMap((p) => p.directives) ?? []
  return (
    <section className="board-column" aria-labelledby={`board-${state}`}>
      <h2 id={`board-${state}`}>
        <StateWord state={state} /> <span className="num">{count ?? rows.length}</span>
      </h2>
      <Load of={query} rows={3}>
        {() => (
          <>
            {rows.length === 0 && (
              <Text size="sm" c="dimmed" px={4}>
                {t('board.none')}
              </Text>
            )}
            <ul>
              {rows.map((d) => (
                <Card key={d.id} directive={d} overseeing={overseeing} />
              ))}
            </ul>
            {query.hasNextPage && (
              <Button
                fullWidth
                size="sm"
                variant="subtle"
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                {t('list.more')}
              </Button>
            )}
          </>
        )}
      </Load>
    </section>
  )
}

function Card({ directive: d, overseeing }: { directive: Directive; overseeing: boolean }) {
  const units = useUnits()
  return (
    <li className="card board-card" data-tone={d.timeliness}>
      <Link className="rowlink" to="/directives/$id" params={{ id: d.id }}>
        <Text span lineClamp={3} fz={15}>
          {d.text}
        </Text>
      </Link>
      {overseeing && (
        <Text size="sm" c="dimmed">
          {units.name(d.unit_id)}
        </Text>
      )}
      <div className="board-foot">
        <TimeWord timeliness={d.timeliness} />
        {d.deadline && <Deadline deadline={d.deadline} timeliness={d.timeliness} />}
      </div>
      {d.percent > 0 && d.percent < 100 && <Progress percent={d.percent} />}
    </li>
  )
}
