/** What following directives up reads and writes: many at once, saved filters, parts, evidence, summaries, imports. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type Filter, listQuery } from '../model/directives/list'
import { api } from './client'
import { Fault, faultOf } from './fault'
import type { Directive, DirectiveDetail, Draft } from './office'
import type { components } from './schema.gen'
import type { Filled } from './types'

type Schemas = components['schemas']
type Answer<K extends keyof Schemas> = Omit<Filled<Schemas[K]>, '$schema'>

const one = (id: string) => `/api/directives/${encodeURIComponent(id)}`

export type ManyAct = Schemas['ManyInputBody']['act']
export type Told = Omit<Schemas['Told'], 'directive'> & { directive: Directive | null }
/** One act on many; every one is answered for. */
export const actOnMany = (act: ManyAct, directives: { id: string; rev: number }[], reason: string) =>
  api
    .post<{ answers: Told[] }>('/api/directives/bulk', { act, directives, ...(reason ? { reason } : {}) })
    .then((r) => r.answers)

export type SavedFilter = { id: string; name: string; query: Filter }
type Saved = { filters: SavedFilter[] }
export const filtersQuery = queryOptions({
  queryKey: ['directive-filters'],
  queryFn: () => api.get<Saved>('/api/directives/filters').then((r) => r.filters),
})
export const saveFilter = (name: string, query: Filter) =>
  api.post<Saved>('/api/directives/filters', { name, query }).then((r) => r.filters)
export const dropFilter = (id: string) =>
  api.del<Saved>(`/api/directives/filters/${encodeURIComponent(id)}`).then((r) => r.filters)

export const exportFile = (filter: Filter, lang: string) =>
  `/api/directives/export.xlsx?${new URLSearchParams({ ...listQuery(filter), lang })}`

export type IndicatorName = Schemas['IndicatorName']
export const indicatorsQuery = queryOptions({
  queryKey: ['directive-indicators'],
  staleTime: 5 * 60_000,
  queryFn: () => api.get<{ indicators: IndicatorName[] }>('/api/directives/indicators').then((r) => r.indicators),
})
export const correctDirective = (
  id: string,
  body: { work_area: string; indicator_id: string; reason: string; rev: number },
) => api.post<DirectiveDetail>(`${one(id)}/correct`, body)

export type Reminder = { kind: Schemas['Reminder']['kind']; directive: Directive }
export const remindersQuery = queryOptions({
  queryKey: ['directives', 'reminders'],
  queryFn: () => api.get<{ reminders: Reminder[] }>('/api/reminders').then((r) => r.reminders),
})

/** Sends a file as a form's one part; refusals are Faults as everywhere. */
async function sendFile<T>(path: string, file: File): Promise<T> {
  const body = new FormData()
  body.set('file', file)
  let res: Response
  try {
    res = await fetch(path, {
      method: 'POST',
      body,
      credentials: 'same-origin',
      headers: { Accept: 'application/json' },
    })
  } catch {
    throw new Fault(0, 'network')
  }
  if (!res.ok) throw await faultOf(res)
  return (await res.json()) as T
}

export type Evidence = Answer<'File'>
export const attach = (id: string, file: File) => sendFile<Evidence>(`${one(id)}/files`, file)
export const evidenceFile = (id: string, file: string) => `${one(id)}/files/${encodeURIComponent(file)}`

export type Part = DirectiveDetail['parts'][number]
export const givePart = (
  id: string,
  body: { unit_id: string; text: string; deadline?: string; leads?: boolean },
) => api.post<DirectiveDetail>(`${one(id)}/parts`, body)
/** `act` is progress, done or take-back. */
export const actOnPart = (id: string, part: string, act: string, body: Record<string, unknown>) =>
  api.post<DirectiveDetail>(`${one(id)}/parts/${encodeURIComponent(part)}/${act}`, body)
export const occurrenceDone = (id: string, day: string, body: { text: string; file_ids: string[] }) =>
  api.post<DirectiveDetail>(`${one(id)}/occurrences/${day}/done`, body)

export type Summary = Answer<'Summary'>
export type UnitSummary = Summary['units'][number]
export type Rule = Summary['rules'][number]
export const summaryQuery = (period: string) =>
  queryOptions({
    queryKey: ['directives', 'summary', period],
    queryFn: () => api.get<Summary>('/api/directives/summary', { period, quarters: 6 }),
  })
export const saveRules = (rules: Rule[]) =>
  api.put<{ rules: Rule[] }>('/api/directives/evaluation-rules', { rules })

export type Imported = Answer<'Imported'>
export const importDirectives = (file: File, dryRun: boolean, conference: string) =>
  sendFile<Imported>(
    `/api/directives/import?${new URLSearchParams({ dry_run: String(dryRun), ...(conference ? { conference } : {}) })}`,
    file,
  )

export type Memory = Omit<Answer<'Memory'>, 'directives'> & { directives: Directive[] }
export const memoryQuery = (series: string, q: string) =>
  queryOptions({
    queryKey: ['directives', 'memory', series, q],
    queryFn: () => api.get<Memory>(`/api/series/${encodeURIComponent(series)}/search`, { q, limit: 100 }),
    enabled: series !== '' && q.trim() !== '',
  })

export type Review = Answer<'Review'>
export const reviewQuery = (conference: string) =>
  queryOptions({
    queryKey: ['carry-over', 'review', conference],
    queryFn: () => api.get<Review>(`/api/conferences/${encodeURIComponent(conference)}/review`),
  })
export const carryOn = (conference: string) =>
  api.post<unknown>(`/api/conferences/${encodeURIComponent(conference)}/carry-over`)

/** What drafting would find in a text; nothing is kept. */
export const previewQuery = (conference: string, text: string) =>
  queryOptions({
    queryKey: ['conclusion-preview', conference, text],
    queryFn: () =>
      api
        .post<{ drafts: Draft[] }>(`/api/conferences/${encodeURIComponent(conference)}/conclusion/preview`, {
          text,
        })
        .then((r) => r.drafts),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
    retry: false,
    placeholderData: keepPreviousData,
  })
/** The text of a text file or DOCX. */
export const textOfFile = (file: File) =>
  sendFile<{ text: string }>('/api/conclusion/text', file).then((r) => r.text)

export type Lesson = Filled<Schemas['LessonView']>
type Lessons = { lessons: Lesson[] }
/** What corrections have taught the drafting. */
export const lessonsQuery = queryOptions({
  queryKey: ['draft-lessons'],
  queryFn: () => api.get<Lessons>('/api/draft-lessons').then((r) => r.lessons),
})
export const forgetLesson = (id: string) =>
  api.del<Lessons>(`/api/draft-lessons/${encodeURIComponent(id)}`).then((r) => r.lessons)
