import './follow.css'
import { Select, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconHistory, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Memory, memoryQuery } from '../../api/follow'
import { seriesQuery } from '../../api/office'
import { marks } from '../../model/marks'
import { Empty } from '../../ui/Empty'
import { useFormats } from '../../ui/formats'
import { Panel } from '../../ui/Panel'
import { Load, Page, useUnits } from '../office'
import { Deadline } from './Deadline'
import { StateWord, TimeWord } from './words'

/** Everything that a series of conferences has ever concluded on some words. */
export function MemoryPage({ series, q }: { series: string; q: string }) {
  const { t, i18n } = useTranslation('follow')
  const navigate = useNavigate()
  const all = useQuery(seriesQuery)
  const chosen = all.data?.find((s) => s.id === series)?.id ?? all.data?.[0]?.id ?? ''
  const [typed, setTyped] = useState(q)
  const [words] = useDebouncedValue(typed, 300)
  const query = useQuery(memoryQuery(chosen, words))
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed moves the address
  useEffect(() => {
    if (words !== q) void navigate({ to: '/memory', search: { ...(series ? { series } : {}), ...(words ? { q: words } : {}) }, replace: true })
  }, [words])
  return (
    <Page title={t('mem.title')} sub={t('mem.help')}>
      <div className="card memory-search">
        <TextInput
          data-autofocus
          aria-label={t('mem.words')}
          placeholder={t('mem.words')}
          size="md"
          leftSection={<IconSearch size={18} />}
          value={typed}
          maxLength={200}
          onChange={(e) => setTyped(e.currentTarget.value)}
        />
        <Select
          aria-label={t('mem.series')}
          size="md"
          allowDeselect={false}
          data={(all.data ?? []).map((s) => ({ value: s.id, label: (i18n.language === 'en' && s.name_en) || s.name }))}
          value={chosen || null}
          onChange={(v) => v && void navigate({ to: '/memory', search: { series: v, ...(q ? { q } : {}) }, replace: true })}
        />
      </div>
      {words.trim() === '' ? (
        <div className="card">
          <Empty icon={IconHistory} title={t('mem.start')} hint={t('mem.startHint')} />
        </div>
      ) : (
        <Load of={query} rows={6}>
          {(found) => <Found found={found} words={words} />}
        </Load>
      )}
    </Page>
  )
}

function Found({ found, words }: { found: Memory; words: string }) {
  const { t } = useTranslation('follow')
  const f = useFormats()
  const units = useUnits()
  if (found.conclusions.length === 0 && found.directives.length === 0)
    return (
      <div className="card">
        <Empty title={t('mem.none', { words })} hint={t('mem.noneHint')} />
      </div>
    )
  return (
    <div className="split">
      <Panel title={t('mem.conclusions', { count: found.conclusions.length })}>
        {found.conclusions.length === 0 ? (
          <Text c="dimmed">{t('mem.noConclusions')}</Text>
        ) : (
          <Stack gap="md">
            {found.conclusions.map((c) => (
              <section key={c.conference_id} aria-label={c.title}>
                <Link to="/conferences/$id/conclusion" params={{ id: c.conference_id }}>
                  {c.title}
                </Link>
                <Text size="sm" c="dimmed">
                  {f.date(c.scheduled_at)}
                </Text>
                <ul className="passages">
                  {c.passages.map((p) => (
                    <li key={p.start}>
                      <Marked text={p.text} words={words} />
                    </li>
                  ))}
                </ul>
              </section>
            ))}
          </Stack>
        )}
      </Panel>
      <Panel title={t('mem.directives', { count: found.directives.length })}>
        <Stack gap={0} className="lines">
          {found.directives.map((d) => (
            <div key={d.id}>
              <Link className="rowlink" to="/directives/$id" params={{ id: d.id }}>
                <Marked text={d.text} words={words} />
              </Link>
              <Text size="sm" c="dimmed">
                {units.name(d.unit_id)} · {d.number} · {f.date(d.issued_at)}
              </Text>
              <span className="words" style={{ justifyContent: 'flex-start', maxWidth: '100%' }}>
                <StateWord state={d.state} />
                <TimeWord timeliness={d.timeliness} />
                {d.deadline && <Deadline deadline={d.deadline} timeliness={d.timeliness} />}
              </span>
            </div>
          ))}
          {found.directives.length === 0 && <Text c="dimmed">{t('mem.noDirectives')}</Text>}
        </Stack>
        {found.next && (
          <Text size="sm" c="dimmed" mt="sm">
            {t('mem.more')}
          </Text>
        )}
      </Panel>
    </div>
  )
}

function Marked({ text, words }: { text: string; words: string }) {
  return (
    <>
      {marks(text, words).map((p) =>
        p.on ? <mark key={p.at}>{p.text}</mark> : <span key={p.at}>{p.text}</span>,
      )}
    </>
  )
}
