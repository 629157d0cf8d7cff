/** What the office's screens read and write: reports, directives, conclusions, minutes. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type Filter, listQuery } from '../model/directives/list'
import type { Timeliness } from '../model/directives/timeliness'
import { type Api, api } from './client'
import type { components } from './schema.gen'
import type {
  AgendaItem,
  Conference,
  ConferenceDetail,
  Filled,
  Links,
  Period,
  ReportRow,
  Series,
  Synthesis,
  Unit,
} from './types'

type Schemas = components['schemas']
type Answer<K extends keyof Schemas> = Omit<Filled<Schemas[K]>, '$schema'>

/** Numbers stand as they were typed. */
export type Report = Answer<'Form'>
export type ReportIndicator = Report['indicators'][number]
export type ReportBody = {
  rev: number
  areas: { area_id: string; text: string }[]
  indicators: { indicator_id: string; plan: string; actual: string; note: string }[]
}

export type Directive = Omit<Answer<'Listing'>, 'timeliness'> & { timeliness: Timeliness }
export type DirectiveDetail = Omit<Answer<'Story'>, 'timeliness'> & { timeliness: Timeliness }
export type DirectiveStep = DirectiveDetail['history'][number]

/** Its place in the conclusion is counted in code points. */
export type Draft = Filled<Schemas['DraftView']>
export type Conclusion = Answer<'Desk'>
export type DraftPatch = Partial<
  Pick<
    Draft,
    'text' | 'unit_ids' | 'coordinating_ids' | 'deadline' | 'work_area' | 'indicator_id' | 'evidence_required'
  > & {
    /** Open directives that are not to be pointed out again. */
    no_duplicate_of: string[]
  }
>

export type Run = { text: string; bold?: boolean; italic?: boolean; underline?: boolean }
export type Block = {
  kind: string
  level?: number
  style?: string
  runs?: Run[]
  table?: { columns: { share: number; align: string }[]; head: string[]; rows: { runs: Run[] }[][] }
  left?: Block[]
  right?: Block[]
  width_mm?: number
}

export type CarryOver = {
  from_conference_id: string
  units: { unit_id: string; open: Directive[]; done: Directive[]; overdue: number }[]
}

const at = (path: string, ...ids: string[]) => {
  let i = 0
  return path.replace(/\{\}/g, () => encodeURIComponent(ids[i++] ?? ''))
}

export const unitsQuery = queryOptions({
  queryKey: ['units'],
  queryFn: () => api.get<{ units: Unit[] }>('/api/units').then((r) => r.units),
  staleTime: 5 * 60_000,
})
export const seriesQuery = queryOptions({
  queryKey: ['series'],
  queryFn: () => api.get<{ series: Series[] }>('/api/series').then((r) => r.series),
})
export const conferencesQuery = queryOptions({
  queryKey: ['conferences'],
  queryFn: () => api.get<{ conferences: Conference[] }>('/api/conferences').then((r) => r.conferences),
})
export const conferenceQuery = (id: string) =>
  queryOptions({
    queryKey: ['conference', id],
    queryFn: () => api.get<ConferenceDetail>(at('/api/conferences/{}', id)),
  })
export const linksQuery = (id: string) =>
  queryOptions({
    queryKey: ['links', id],
    queryFn: () => api.get<Links>(at('/api/conferences/{}/links', id)),
  })
export const carryOverQuery = (id: string) =>
  queryOptions({
    queryKey: ['carry-over', id],
    queryFn: () => api.get<CarryOver>(at('/api/conferences/{}/carry-over', id)),
  })
/** Papers are written in the language asked for. */
export const minutesQuery = (id: string, lang: string) =>
  queryOptions({
    queryKey: ['minutes', id, lang],
    queryFn: () =>
      api
        .get<{ blocks: Block[] | null }>(at('/api/conferences/{}/minutes', id), { lang })
        .then((r) => r.blocks ?? []),
  })
export const minutesFile = (id: string, lang: string) =>
  `${at('/api/conferences/{}/minutes.docx', id)}?lang=${lang}`
export const noticeFile = (id: string, lang: string) =>
  `${at('/api/conferences/{}/notice.docx', id)}?lang=${lang}`

export const periodsQuery = queryOptions({
  queryKey: ['periods'],
  queryFn: () => api.get<{ periods: Period[]; current_id: string | null }>('/api/periods'),
})
export const boardQuery = (period: string) =>
  queryOptions({
    queryKey: ['reports', period],
    queryFn: () => api.get<{ rows: ReportRow[]; due_at: string }>(at('/api/periods/{}/reports', period)),
    enabled: period !== '',
  })
export const synthesisQuery = (period: string) =>
  queryOptions({
    queryKey: ['synthesis', period],
    queryFn: () => api.get<Synthesis>(at('/api/periods/{}/synthesis', period)),
    enabled: period !== '',
  })
const reportPath = (period: string, unit: string) => at('/api/periods/{}/units/{}/report', period, unit)
export const reportQuery = (period: string, unit: string) =>
  queryOptions({
    queryKey: ['report', period, unit],
    queryFn: () => api.get<Report>(reportPath(period, unit)),
    enabled: period !== '' && unit !== '',
  })
export const saveReport = (period: string, unit: string, body: ReportBody) =>
  api.put<Report>(reportPath(period, unit), body)
export const submitReport = (period: string, unit: string, rev: number) =>
  api.post<Report>(`${reportPath(period, unit)}/submit`, { rev })
export const acceptReport = (period: string, unit: string, rev: number) =>
  api.post<Report>(`${reportPath(period, unit)}/accept`, { rev })
export const returnReport = (period: string, unit: string, reason: string, rev: number) =>
  api.post<Report>(`${reportPath(period, unit)}/return`, { reason, rev })
export const reopenReport = (period: string, unit: string, reason: string, rev: number) =>
  api.post<Report>(`${reportPath(period, unit)}/reopen`, { reason, rev })

/** A part of a list, the nearest time limit first. `counts` are of the whole list before state and timeliness narrow it. */
export type DirectivePart = {
  directives: Directive[]
  counts: {
    total: number
    open: number
    state: Partial<Record<string, number>>
    timeliness: Partial<Record<string, number>>
  }
  next: string
}
const part = (filter: Filter, limit: number, after = '', shares?: true) =>
  api.get<DirectivePart>('/api/directives', { ...listQuery(filter), limit, after, ...(shares && { shares }) })
/** The list's beginning. */
export const directivesQuery = (filter: Filter, limit: number) =>
  queryOptions({
    queryKey: ['directives', 'first', listQuery(filter), limit],
    queryFn: () => part(filter, limit),
    placeholderData: keepPreviousData,
  })
/** What falls due between two days: directives, parts of them and turns. */
export type Due = Answer<'Due'>
export const dueQuery = (filter: Filter) =>
  queryOptions({
    queryKey: ['directives', 'due', listQuery(filter)],
    queryFn: () =>
      api.get<Answer<'Calendar'>>(`/api/directives/calendar?${new URLSearchParams(listQuery(filter))}`),
    placeholderData: keepPreviousData,
  })
/** The same for a calendar program. */
export const dueFile = (filter: Filter, lang: string) =>
  `/api/directives/calendar.ics?${new URLSearchParams({ ...listQuery(filter), lang })}`
export const conferenceFile = (id: string, lang: string) =>
  `${at('/api/conferences/{}', id)}/calendar.ics?${new URLSearchParams({ lang })}`

/** The list, part by part as far as it has been asked for; for a time line with what was handed on and its turns. */
export const directivePartsQuery = (filter: Filter, limit: number, shares?: true) =>
  infiniteQueryOptions({
    queryKey: ['directives', 'parts', listQuery(filter), limit, shares],
    queryFn: ({ pageParam }) => part(filter, limit, pageParam, shares),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  })
/** The whole list up to `most`, for paper. */
export const wholeListQuery = (filter: Filter, most: number) =>
  queryOptions({
    queryKey: ['directives', 'whole', listQuery(filter), most],
    queryFn: async () => {
      const rows: Directive[] = []
      for (let after = ''; ; ) {
        const p = await part(filter, 1000, after)
        rows.push(...p.directives)
        after = p.next
        if (!after || rows.length >= most) return { rows: rows.slice(0, most), more: after !== '' }
      }
    },
  })
export const directiveQuery = (id: string) =>
  queryOptions({
    queryKey: ['directive', id],
    queryFn: () => api.get<DirectiveDetail>(at('/api/directives/{}', id)),
  })
/** `act` is the last part of the path: acknowledge, progress, extension/grant, … */
export const actOnDirective = (id: string, act: string, body?: Parameters<Api['post']>[1]) =>
  api.post<DirectiveDetail>(`${at('/api/directives/{}', id)}/${act}`, body)

export const conclusionQuery = (id: string) =>
  queryOptions({
    queryKey: ['conclusion', id],
    queryFn: () => api.get<Conclusion>(at('/api/conferences/{}/conclusion', id)),
  })
export const saveConclusion = (id: string, text: string, rev: number) =>
  api.put<Conclusion>(at('/api/conferences/{}/conclusion', id), { text, rev })
export const draftDirectives = (id: string) =>
  api.post<Conclusion>(at('/api/conferences/{}/conclusion/draft', id))
export const addDraft = (id: string, draft: DraftPatch) =>
  api.post<Conclusion>(at('/api/conferences/{}/drafts', id), draft)
export const changeDraft = (id: string, draft: string, patch: DraftPatch & { rev: number }) =>
  api.patch<Conclusion>(at('/api/conferences/{}/drafts/{}', id, draft), patch)
/** `none`: the passage is no directive at all, and is not proposed again. */
export const deleteDraft = (id: string, draft: string, none = false) =>
  api.del<Conclusion>(`${at('/api/conferences/{}/drafts/{}', id, draft)}${none ? '?not_directive=true' : ''}`)
export const restoreDraft = (id: string, draft: string) =>
  api.post<Conclusion>(at('/api/conferences/{}/drafts/{}/restore', id, draft))
/** Takes the other draft's words and addressees into this one. */
export const mergeDrafts = (id: string, draft: string, other: string) =>
  api.post<Conclusion>(at('/api/conferences/{}/drafts/{}/merge', id, draft), { with: other })
/** Parts the draft's text after so many characters. */
export const splitDraft = (id: string, draft: string, after: number) =>
  api.post<Conclusion>(at('/api/conferences/{}/drafts/{}/split', id, draft), { at: after })
export const issueDrafts = (id: string, draft_ids: string[], number: string) =>
  api.post<{ directives: Directive[] }>(at('/api/conferences/{}/drafts/issue', id), {
    draft_ids,
    ...(number ? { number } : {}),
  })

export const changePassword = (old: string, password: string) =>
  api.put<void>('/api/me/password', { old, password })

export const changeConference = (id: string, body: { title?: string; scheduled_at?: string; rev: number }) =>
  api.patch<unknown>(at('/api/conferences/{}', id), body)
export type AgendaLine = Pick<AgendaItem, 'title' | 'kind' | 'minutes' | 'presenter'> & Partial<AgendaItem>
export const saveAgenda = (id: string, lines: AgendaLine[], rev: number) =>
  api.put<unknown>(at('/api/conferences/{}/agenda', id), {
    items: lines.map(({ id: item, title, kind, minutes, presenter, unit_id, mark, speech_seconds }) => ({
      ...(item ? { id: item } : {}),
      title,
      kind,
      minutes,
      presenter,
      ...(unit_id ? { unit_id } : {}),
      ...(mark ? { mark } : {}),
      ...(speech_seconds ? { speech_seconds } : {}),
    })),
    rev,
  })
export const setConferenceState = (id: string, to: string) =>
  api.post<unknown>(at('/api/conferences/{}/state', id), { to })
export const makeCode = (id: string, site: string) =>
  api.post<{ code: string; expires_at: string }>(at('/api/conferences/{}/sites/{}/code', id, site))
