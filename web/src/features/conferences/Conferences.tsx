import { Group, Table, Text } from '@mantine/core'
import { IconVideo } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Conference } from '../../api'
import { conferencesQuery, seriesQuery } from '../../api/office'
import { Empty } from '../../ui/Empty'
import { useFormats } from '../../ui/formats'
import { Panel } from '../../ui/Panel'
import { Load, Page, useRights } from '../office'
import { NewConference } from './NewConference'
import { NewSeries } from './NewSeries'
import { ConferenceStateWord, inOrder, isOver } from './state'

/** All conferences, by series. */
export function Conferences() {
  const { t, i18n } = useTranslation('office')
  const rights = useRights()
  const query = useQuery(conferencesQuery)
  const series = useQuery(seriesQuery)
  const newest = [...(query.data ?? [])].sort(
    (a, b) => Date.parse(b.scheduled_at ?? '') - Date.parse(a.scheduled_at ?? ''),
  )
  const nameOf = (id: string | null) => {
    const s = series.data?.find((x) => x.id === id)
    return s ? (i18n.language === 'en' && s.name_en) || s.name : t('conf.title')
  }
  return (
    <Page title={t('conf.title')} actions={
        rights.office &&
        query.data && (
          <>
            <NewSeries first={newest.length === 0} />
            <NewConference from={newest} />
          </>
        )
      }>
      <Load of={query} rows={6}>
        {(all) =>
          all.length === 0 ? (
            <div className="card">
              <Empty icon={IconVideo} title={t('conf.none')} hint={t('conf.noneHint')} />
            </div>
          ) : (
            [...new Set(all.map((c) => c.series_id))].map((id) => (
              <Panel key={id} title={nameOf(id)}>
                <Rows all={inOrder(all.filter((c) => c.series_id === id))} />
              </Panel>
            ))
          )
        }
      </Load>
    </Page>
  )
}

function Rows({ all }: { all: Conference[] }) {
  const { t } = useTranslation('office')
  const f = useFormats()
  const rights = useRights()
  return (
    <Table className="stack" highlightOnHover verticalSpacing={9}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('conf.name')}</Table.Th>
          <Table.Th w={200}>{t('conf.startsAt')}</Table.Th>
          <Table.Th w={180}>{t('conf.filterState')}</Table.Th>
          <Table.Th ta="right" w={220}>
            {t('rep.acts')}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {all.map((c) => (
          <Table.Tr key={c.id}>
            <Table.Th scope="row" fw={400}>
              <Link className="rowlink" to="/conferences/$id" params={{ id: c.id }}>
                {c.title}
              </Link>
              {c.chair_name && (
                <Text size="sm" c="dimmed">
                  {c.chair_title ? `${c.chair_title} ${c.chair_name}` : c.chair_name}
                </Text>
              )}
            </Table.Th>
            <Table.Td className="num" data-label={t('conf.startsAt')}>
              {c.scheduled_at ? f.dateTime(c.scheduled_at) : '–'}
            </Table.Td>
            <Table.Td data-label={t('conf.filterState')}>
              <ConferenceStateWord state={c.state} />
            </Table.Td>
            <Table.Td>
              <Group gap="md" justify="flex-end">
                {rights.conducts && !isOver(c.state) && (
                  <a href={`/console/${c.id}`}>{t('dash.conduct')}</a>
                )}
                {rights.oversees && (
                  <Link to="/conferences/$id/conclusion" params={{ id: c.id }}>
                    {t('conf.toConclusion')}
                  </Link>
                )}
                <Link to="/conferences/$id/minutes" params={{ id: c.id }}>
                  {t('conf.toMinutes')}
                </Link>
              </Group>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
