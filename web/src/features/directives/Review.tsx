import './follow.css'
import { ActionIcon, Button, Group, Text, UnstyledButton } from '@mantine/core'
import { IconArrowForward, IconChevronLeft, IconChevronRight, IconPrinter } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { carryOn, type Review, reviewQuery } from '../../api/follow'
import { conferenceQuery } from '../../api/office'
import { Ask } from '../../ui/Ask'
import { Empty } from '../../ui/Empty'
import { useFormats } from '../../ui/formats'
import { tell } from '../../ui/tell'
import { type Tone, Word } from '../../ui/Word'
import { Load, Page, useFaultText, useRights, useUnits } from '../office'
import { Deadline } from './Deadline'
import { Progress } from './words'

type UnitReview = Review['units'][number]
type Why = UnitReview['points'][number]['why']

const TONES: Record<Why, Tone> = {
  overdue: 'bad',
  returned: 'warn',
  extension_asked: 'warn',
  to_confirm: 'info',
  due_soon: 'warn',
  open: 'info',
  done_late: 'warn',
  done: 'good',
}

/** What the chair speaks of, unit by unit: the most pressing first, what it last said, how often it was put off. */
export function ReviewPage({ id }: { id: string }) {
  const { t } = useTranslation(['follow', 'office'])
  const conference = useQuery(conferenceQuery(id))
  const query = useQuery(reviewQuery(id))
  const rights = useRights()
  const open = query.data?.units.reduce((sum, u) => sum + u.open, 0) ?? 0
  return (
    <Page
      title={t('review.title')}
      sub={conference.data?.title}
      up={{ link: { to: '/conferences/$id', params: { id } }, label: conference.data?.title ?? t('office:conf.title') }}
      actions={
        <>
          {rights.office && open > 0 && conference.data?.state !== 'closed' && <Carry id={id} open={open} />}
          <Button variant="default" leftSection={<IconPrinter size={18} />} onClick={() => window.print()}>
            {t('office:act.print')}
          </Button>
        </>
      }
    >
      <Load of={query} rows={8}>
        {(r) =>
          r.units.length === 0 ? (
            <div className="card">
              <Empty title={t('office:conf.carryNone')} hint={t('review.noneHint')} />
            </div>
          ) : (
            <Units review={r} />
          )
        }
      </Load>
    </Page>
  )
}

function Carry({ id, open }: { id: string; open: number }) {
  const { t } = useTranslation('follow')
  const say = useFaultText()
  const qc = useQueryClient()
  const [asked, setAsked] = useState(false)
  const carry = useMutation({
    mutationFn: () => carryOn(id),
    onSuccess: () => {
      setAsked(false)
      for (const key of ['carry-over', 'directives', 'directive']) void qc.invalidateQueries({ queryKey: [key] })
      tell({ message: t('review.carried'), color: 'teal' })
    },
  })
  return (
    <>
      <Button
        leftSection={<IconArrowForward size={18} />}
        onClick={() => {
          carry.reset()
          setAsked(true)
        }}
      >
        {t('review.carry')}
      </Button>
      <Ask
        opened={asked}
        onClose={() => setAsked(false)}
        title={t('review.carry')}
        body={t('review.carryBody', { count: open })}
        action={t('review.carry')}
        busy={carry.isPending}
        error={carry.error ? say(carry.error) : null}
        onYes={() => carry.mutate()}
      />
    </>
  )
}

function Units({ review }: { review: Review }) {
  const { t } = useTranslation('follow')
  const units = useUnits()
  const list = [...review.units].sort(
    (a, b) => b.overdue - a.overdue || b.longest_late - a.longest_late || b.open - a.open,
  )
  const [chosen, choose] = useState(list[0]?.unit_id)
  const n = Math.max(
    0,
    list.findIndex((u) => u.unit_id === chosen),
  )
  const go = (by: number) => choose(list[Math.min(list.length - 1, Math.max(0, n + by))]?.unit_id)
  useEffect(() => {
    const press = (e: KeyboardEvent) => {
      if (e.target instanceof HTMLElement && e.target.closest('input, textarea, [role=dialog]')) return
      if (e.key === 'ArrowLeft') go(-1)
      if (e.key === 'ArrowRight') go(1)
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  })
  return (
    <div className="review">
      <nav className="card review-units no-print" aria-label={t('review.units')}>
        {list.map((u) => (
          <UnstyledButton
            key={u.unit_id}
            className="review-unit"
            aria-current={u.unit_id === list[n]?.unit_id}
            onClick={() => choose(u.unit_id)}
          >
            <span>{units.name(u.unit_id)}</span>
            {u.overdue > 0 ? (
              <Word tone="bad">{t('review.overdue', { count: u.overdue })}</Word>
            ) : u.open > 0 ? (
              <Word tone="info">{t('review.open', { count: u.open })}</Word>
            ) : (
              <Word tone="good">{t('review.allDone')}</Word>
            )}
          </UnstyledButton>
        ))}
      </nav>
      <div className="review-pages">
        {list.map((u, i) => (
          <section key={u.unit_id} className="card review-page" data-on={i === n} aria-label={units.name(u.unit_id)}>
            <UnitPage unit={u} />
            <Group justify="space-between" className="no-print" mt="md">
              <ActionIcon variant="default" size={44} aria-label={t('review.before')} disabled={i === 0} onClick={() => go(-1)}>
                <IconChevronLeft />
              </ActionIcon>
              <Text size="sm" c="dimmed" className="num">
                {i + 1}/{list.length}
              </Text>
              <ActionIcon
                variant="default"
                size={44}
                aria-label={t('review.after')}
                disabled={i === list.length - 1}
                onClick={() => go(1)}
              >
                <IconChevronRight />
              </ActionIcon>
            </Group>
          </section>
        ))}
      </div>
    </div>
  )
}

function UnitPage({ unit: u }: { unit: UnitReview }) {
  const { t } = useTranslation('follow')
  const f = useFormats()
  const units = useUnits()
  return (
    <>
      <h2>{units.name(u.unit_id)}</h2>
      <p className="review-sum">
        {[
          t('review.sumDone', { count: u.done }),
          u.done_late > 0 && t('review.sumLate', { count: u.done_late }),
          t('review.sumOpen', { count: u.open }),
          u.overdue > 0 && t('review.sumOverdue', { count: u.overdue, days: t('review.days', { count: u.longest_late }) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <ol className="review-points">
        {u.points.map((p) => (
          <li key={p.directive.id} data-why={p.why}>
            <Group gap="xs">
              <Word tone={TONES[p.why]}>{t(`review.why.${p.why}`)}</Word>
              {p.times_carried > 1 && <Word tone="warn">{t('review.times', { count: p.times_carried })}</Word>}
              {p.directive.deadline && !p.why.startsWith('done') && (
                <Deadline deadline={p.directive.deadline} timeliness={p.directive.timeliness} />
              )}
            </Group>
            <Link className="rowlink review-text" to="/directives/$id" params={{ id: p.directive.id }}>
              {p.directive.text}
            </Link>
            {!p.why.startsWith('done') && <Progress percent={p.directive.percent} />}
            {p.directive.extension && (
              <Text>
                {t('review.asks', { date: f.date(p.directive.extension.until) })}: {p.directive.extension.reason}
              </Text>
            )}
            {p.last_words && (
              <blockquote>
                “{p.last_words}”{p.last_at && <span className="num"> – {f.date(p.last_at)}</span>}
              </blockquote>
            )}
          </li>
        ))}
      </ol>
    </>
  )
}
