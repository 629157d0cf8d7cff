import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useReducer, useRef } from 'react'
import { isFault } from '../../api'
import { type Report, type ReportBody, reportQuery, saveReport } from '../../api/office'
import { begin, type Draft, isDirty, reduce, resume, type Saving } from '../../model/reports/autosave'

const WAIT = 900
const RETRY = 5000

export function draftOf(r: Report): Draft {
  return {
    areas: Object.fromEntries(r.areas.map((a) => [a.area_id, a.text])),
    indicators: Object.fromEntries(
      r.indicators.map((i) => [i.indicator_id, { plan: i.plan, actual: i.actual, note: i.note }]),
    ),
  }
}

function bodyOf(rev: number, d: Draft): ReportBody {
  return {
    rev,
    areas: Object.entries(d.areas).map(([area_id, text]) => ({ area_id, text })),
    indicators: Object.entries(d.indicators).map(([indicator_id, cell]) => ({ indicator_id, ...cell })),
  }
}

type Kept = { base: Draft; draft: Draft }
const keyOf = (r: Report) => `giaoban.report.${r.period_id}.${r.unit_id}`

function kept(key: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null') as Kept | null
  } catch {
    return null
  }
}

function keep(key: string, s: Saving) {
  try {
    if (isDirty(s)) localStorage.setItem(key, JSON.stringify({ base: s.base, draft: s.draft } satisfies Kept))
    else localStorage.removeItem(key)
  } catch {
    // A full or forbidden store: the text still stands on the screen and goes to the server.
  }
}

function start(report: Report): { state: Saving; recovered: boolean } {
  const fresh = begin(report.rev, draftOf(report), report.saved_at)
  const old = kept(keyOf(report))
  if (!old) return { state: fresh, recovered: false }
  const state = resume(old, fresh)
  return { state, recovered: isDirty(state) }
}

/** Saves a report while it is typed; nothing typed is lost by a stale revision, a lost line or a closed page. */
export function useAutosave(report: Report) {
  const qc = useQueryClient()
  const first = useRef<ReturnType<typeof start>>(null)
  first.current ??= start(report)
  const [state, dispatch] = useReducer(reduce, first.current.state)
  const { period_id: period, unit_id: unit } = report
  const key = keyOf(report)
  const now = useRef(state)
  now.current = state
  const refusal = useRef<unknown>(null)
  const running = useRef<Promise<boolean> | null>(null)

  useEffect(() => keep(key, state), [key, state])

  // Somebody else's change, heard through the event stream; while a save is on its way it waits for the answer.
  const onItsWay = state.sending !== null
  useEffect(() => {
    if (report.rev > now.current.rev && !onItsWay)
      dispatch({ type: 'theirs', rev: report.rev, server: draftOf(report) })
  }, [report, onItsWay])

  const send = useCallback(async (): Promise<boolean> => {
    const sent = now.current
    dispatch({ type: 'send' })
    try {
      const answer = await saveReport(period, unit, bodyOf(sent.rev, sent.draft))
      dispatch({ type: 'saved', rev: answer.rev, at: answer.saved_at ?? new Date().toISOString() })
      now.current = { ...now.current, rev: answer.rev }
      // What the stream brought meanwhile may be newer.
      qc.setQueryData(reportQuery(period, unit).queryKey, (old) => (old && old.rev > answer.rev ? old : answer))
      return true
    } catch (err) {
      if (isFault(err, 'stale')) {
        const theirs = await qc.fetchQuery({ ...reportQuery(period, unit), staleTime: 0 }).catch(() => null)
        if (theirs) dispatch({ type: 'theirs', rev: theirs.rev, server: draftOf(theirs) })
        else dispatch({ type: 'lost' })
      } else if (isFault(err) && (err.status === 0 || err.status >= 500)) dispatch({ type: 'lost' })
      else {
        refusal.current = err
        dispatch({ type: 'refused' })
      }
      return false
    }
  }, [period, unit, qc])

  const save = useCallback((): Promise<boolean> => {
    running.current ??= send().finally(() => {
      running.current = null
    })
    return running.current
  }, [send])

  const { draft, base, trouble, sending, rev } = state
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these changes starts the wait anew
  useEffect(() => {
    if (sending || trouble === 'refused' || !isDirty(now.current)) return
    const timer = setTimeout(() => void save(), trouble === 'offline' ? RETRY : WAIT)
    return () => clearTimeout(timer)
  }, [draft, base, trouble, sending, rev, save])

  useEffect(() => {
    const back = () => {
      if (isDirty(now.current)) void save()
    }
    window.addEventListener('online', back)
    return () => window.removeEventListener('online', back)
  }, [save])

  /** Saves until nothing is left unsaved; false when the server cannot be reached or refuses. */
  const flush = useCallback(async () => {
    for (let tries = 0; tries < 4 && (running.current || isDirty(now.current)); tries++) {
      await save()
      await new Promise((done) => setTimeout(done, 0))
    }
    return !isDirty(now.current)
  }, [save])

  return {
    state,
    flush,
    /** The revision that the server last confirmed. */
    rev: () => now.current.rev,
    recovered: first.current.recovered,
    refusal: refusal.current,
    edit: (path: string, value: string) => dispatch({ type: 'edit', path, value }),
  }
}
