import './follow.css'
import { Button, Group, SegmentedControl } from '@mantine/core'
import {
  IconCalendarMonth,
  IconChartBar,
  IconChecklist,
  IconFileImport,
  IconFileSpreadsheet,
  IconLayoutColumns,
  IconList,
  IconPrinter,
  IconTimeline,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { exportFile } from '../../api/follow'
import { directivesQuery } from '../../api/office'
import { type Filter, narrows, VIEWS, viewOf } from '../../model/directives/list'
import { ButtonLink } from '../../ui/ButtonLink'
import { Empty } from '../../ui/Empty'
import { Load, Page, useRights } from '../office'
import { Board } from './Board'
import { Calendar } from './Calendar'
import { Filters } from './Filters'
import { Gantt } from './Gantt'
import { Rows } from './Rows'
import { SavedFilters } from './SavedFilters'

const ICONS = { table: IconList, board: IconLayoutColumns, calendar: IconCalendarMonth, gantt: IconTimeline }

/** The office's list of all directives, or a unit's own. The filter stands in the address, so that it can be passed on. */
export function Directives({ filter }: { filter: Filter }) {
  const { t, i18n } = useTranslation(['follow', 'office'])
  const rights = useRights()
  const navigate = useNavigate()
  const view = viewOf(filter)
  const first = useQuery(directivesQuery(filter, 50))
  const set = (part: Filter) =>
    void navigate({ to: '/directives', search: { ...filter, ...part }, replace: true })
  return (
    <Page
      title={rights.oversees ? t('office:dir.title') : t('office:dir.titleMine')}
      actions={
        <>
          <ButtonLink to="/directives/summary" variant="default" leftSection={<IconChartBar size={18} />}>
            {t('list.summary')}
          </ButtonLink>
          {rights.office && (
            <ButtonLink to="/directives/import" variant="default" leftSection={<IconFileImport size={18} />}>
              {t('list.import')}
            </ButtonLink>
          )}
          <Button
            component="a"
            href={exportFile(filter, i18n.language)}
            download
            variant="default"
            leftSection={<IconFileSpreadsheet size={18} />}
          >
            {t('list.export')}
          </Button>
          <ButtonLink
            to="/print/directives"
            search={filter}
            variant="default"
            leftSection={<IconPrinter size={18} />}
          >
            {t('office:act.print')}
          </ButtonLink>
        </>
      }
    >
      <Load of={first} rows={10}>
        {({ counts }) =>
          counts.total === 0 && !narrows(filter) ? (
            <div className="card">
              <Empty
                icon={IconChecklist}
                title={t('office:dir.none')}
                hint={t('office:dir.noneHint')}
              />
            </div>
          ) : (
            <div className="card" style={{ padding: 'clamp(12px, 2vw, 20px)', minWidth: 0 }}>
              <Group justify="space-between" mb="sm" gap="xs">
                <SegmentedControl
                  className="views"
                  aria-label={t('list.view')}
                  value={view}
                  onChange={(v) => set({ view: v === 'table' ? undefined : v })}
                  data={VIEWS.map((v) => {
                    const Icon = ICONS[v]
                    return {
                      value: v,
                      label: (
                        <span className="view-name">
                          <Icon size={17} aria-hidden />
                          {t(`view.${v}`)}
                        </span>
                      ),
                    }
                  })}
                />
                <SavedFilters filter={filter} />
              </Group>
              <Filters filter={filter} counts={counts} onSet={set} />
              {view === 'table' && <Rows filter={filter} overseeing={rights.oversees} />}
              {view === 'board' && <Board filter={filter} counts={counts} overseeing={rights.oversees} />}
              {view === 'calendar' && <Calendar filter={filter} onMonth={(month) => set({ month })} />}
              {view === 'gantt' && <Gantt filter={filter} />}
            </div>
          )
        }
      </Load>
    </Page>
  )
}
