import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { directivePartsQuery } from '../../api/office'
import { type Filter, order, type Sort } from '../../model/directives/list'
import { Empty } from '../../ui/Empty'
import { Load, useUnits } from '../office'
import { DirectiveTable } from './DirectiveTable'
import { Many } from './Many'
import { More } from './More'

/** The list as a table, part by part, with what can be done to those chosen. */
export function Rows({ filter, overseeing }: { filter: Filter; overseeing: boolean }) {
  const { t } = useTranslation(['follow', 'office'])
  const units = useUnits()
  const query = useInfiniteQuery(directivePartsQuery(filter, 50))
  const [sort, setSort] = useState<Sort>({ key: 'deadline', down: false })
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set())
  const loaded = useMemo(() => query.data?.pages.flatMap((p) => p.directives) ?? [], [query.data])
  // Ordering what is only a part would mislead: then the server's order stands, the nearest time limit first.
  const whole = !query.hasNextPage
  const rows = whole ? order(loaded, sort, units.name) : loaded
  const picked = rows.filter((d) => chosen.has(d.id))
  return (
    <Load of={query} rows={8}>
      {() =>
        rows.length === 0 ? (
          <Empty title={t('office:dir.noneMatch')} />
        ) : (
          <>
            <Many picked={picked} onClear={() => choose(new Set())} />
            <DirectiveTable
              rows={rows}
              sort={whole ? sort : null}
              onSort={setSort}
              withUnit={overseeing}
              chosen={chosen}
              onChoose={choose}
            />
            <More count={rows.length} query={query} />
          </>
        )
      }
    </Load>
  )
}
