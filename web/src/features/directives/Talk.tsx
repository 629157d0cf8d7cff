import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { conferencesQuery, type DirectiveDetail } from '../../api/office'
import { useFormats } from '../../ui/formats'
import { Panel } from '../../ui/Panel'
import { useUnits } from '../office'
import { EvidenceList } from './Evidence'
import { Progress, StateWord, TimeWord } from './words'

/** What the unit and the office say to each other: done and returned, more time asked for and answered, asked after. */
const SPOKEN = ['done', 'return', 'confirm', 'extension', 'extension_grant', 'extension_refuse', 'remind', 'suspend', 'resume']

export function Talk({ directive: d }: { directive: DirectiveDetail }) {
  const { t } = useTranslation(['follow', 'office'])
  const f = useFormats()
  const units = useUnits()
  const said = d.history.filter((s) => SPOKEN.includes(s.act))
  if (said.length === 0) return null
  return (
    <Panel title={t('talk.title')}>
      <ol className="talk">
        {said.map((s) => (
          <li key={s.seq} data-office={s.unit_id === ''}>
            <Text size="sm" c="dimmed">
              {s.unit_id ? units.name(s.unit_id) : t('talk.office')} · {s.actor_name} · {f.dateTime(s.at)}
            </Text>
            <Text fw={600}>
              {t(`office:dir.ev.${s.act as 'done'}`)}
              {s.until && ` · ${t('office:dir.ev.until', { date: f.date(s.until) })}`}
            </Text>
            {s.text && <Text style={{ whiteSpace: 'pre-wrap' }}>{s.text}</Text>}
            <EvidenceList directive={d.id} files={s.files} />
          </li>
        ))}
      </ol>
    </Panel>
  )
}

/** The conferences that it has been before, and how it stood at each. */
export function Carried({ directive: d }: { directive: DirectiveDetail }) {
  const { t } = useTranslation(['follow', 'office'])
  const f = useFormats()
  const conferences = useQuery(conferencesQuery)
  const title = (id: string) => conferences.data?.find((c) => c.id === id)?.title ?? t('office:act.open')
  if (d.carried.length === 0) return null
  return (
    <Panel title={t('carried.title')}>
      <Text size="sm" c="dimmed" mb="xs">
        {t('carried.count', { count: d.carried.length })}
      </Text>
      <Stack gap={0} className="lines">
        <div className="line">
          <span>
            <Link to="/conferences/$id" params={{ id: d.conference_id }}>
              {title(d.conference_id)}
            </Link>
            <Text size="sm" c="dimmed">
              {t('carried.issued', { date: f.date(d.issued_at) })}
            </Text>
          </span>
        </div>
        {d.carried.map((c) => (
          <div key={c.conference_id} className="line">
            <span>
              <Link to="/conferences/$id" params={{ id: c.conference_id }}>
                {title(c.conference_id)}
              </Link>
              <Text size="sm" c="dimmed">
                {t('carried.at', { date: f.date(c.at) })}
              </Text>
            </span>
            <span className="words">
              <StateWord state={c.state} />
              <TimeWord timeliness={c.timeliness} />
              <Progress percent={c.percent} />
            </span>
          </div>
        ))}
      </Stack>
    </Panel>
  )
}
