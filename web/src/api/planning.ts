/** What prepares a conference: series, periods, the choice of sites. */
import { queryOptions } from '@tanstack/react-query'
import { type Api, api } from './client'
import type { components } from './schema.gen'
import type { AgendaItem, Conference, Period } from './types'

type Schemas = components['schemas']

export type Cadence = Schemas['Series']['cadence']
export type OrgSite = Schemas['Place']
export type AgendaLine = Pick<AgendaItem, 'title' | 'kind' | 'minutes' | 'presenter'>

export const sitesQuery = queryOptions({
  queryKey: ['sites'],
  queryFn: () => api.get<{ sites: OrgSite[] | null }>('/api/sites').then((r) => r.sites ?? []),
  staleTime: 5 * 60_000,
})

/** A series and the draft of its first conference. */
export const beginSeries = (body: {
  name: string
  name_en: string
  cadence: Cadence
  title: string
  scheduled_at?: string
  chair_name: string
  chair_title: string
  hub_site_id: string
  site_ids: string[]
  agenda: AgendaLine[]
}) => api.post<Conference>('/api/series', body)

/** The next conference from an earlier one; what is not named comes along as it was. */
export const copyConference = (body: {
  from_id: string
  title?: string
  scheduled_at?: string
  site_ids?: string[]
  agenda: boolean
  papers: boolean
  delegates: boolean
}) => api.post<Conference>('/api/conferences', body)

export const cancelConference = (id: string, reason: string) =>
  api.post<unknown>(`/api/conferences/${encodeURIComponent(id)}/state`, { to: 'cancelled', reason })

export type PeriodKind = Period['kind']
export const openPeriod = (body: {
  kind: PeriodKind
  year: number
  index: number
  opens_on?: string
  due_at?: string
  unit_ids: string[]
}) => api.post<Period>('/api/periods', body)

export type Paper = Schemas['Paper']
const conference = (id: string) => `/api/conferences/${encodeURIComponent(id)}`
export const papersQuery = (id: string, as: Api = api) =>
  queryOptions({
    queryKey: ['papers', id],
    queryFn: () => as.get<{ papers: Paper[] | null }>(`${conference(id)}/papers`).then((r) => r.papers ?? []),
  })
/** The paper's file; a device names its seat. */
export const paperFile = (id: string, paper: string, as: Api = api) =>
  as.streamUrl(`${conference(id)}/papers/${encodeURIComponent(paper)}`)
export const addPaper = (id: string, item: string, file: File, mark: Paper['mark']) =>
  api.upload<Paper>(
    `${conference(id)}/agenda/${encodeURIComponent(item)}/papers${mark ? `?mark=${mark}` : ''}`,
    file,
  )
export const removePaper = (id: string, paper: string) =>
  api.del(`${conference(id)}/papers/${encodeURIComponent(paper)}`)

export type Delegate = Schemas['Delegate']
export const delegatesQuery = (id: string, as: Api = api) =>
  queryOptions({
    queryKey: ['delegates', id],
    queryFn: () => as.get<{ delegates: Delegate[] | null }>(`${conference(id)}/delegates`).then((r) => r.delegates ?? []),
  })
/** Replaces the site's list; who keeps the id keeps what the site ticked. */
export const saveDelegates = (
  id: string,
  site: string,
  delegates: { id?: string; name: string; title: string; unit: string }[],
) => api.put<{ delegates: Delegate[] }>(`${conference(id)}/sites/${encodeURIComponent(site)}/delegates`, { delegates })
/** A device that was let in. */
export type SeatedDevice = Schemas['SeatedDevice']
export const seatsQuery = (id: string) =>
  queryOptions({
    queryKey: ['seats', id],
    queryFn: () => api.get<{ seats: SeatedDevice[] | null }>(`${conference(id)}/seats`).then((r) => r.seats ?? []),
    refetchInterval: 15_000,
  })
/** Puts one device out; with `newLink` the link by which it came, and unused codes, open nothing any more. */
export const endSeat = (id: string, seat: string, newLink: boolean) =>
  api
    .del<{ seats: SeatedDevice[] | null }>(
      `${conference(id)}/seats/${encodeURIComponent(seat)}`,
      newLink ? { new_link: 'true' } : {},
    )
    .then((r) => r.seats ?? [])
export const inviteDelegate = (id: string, delegate: string) =>
  api.post<{ url: string; code: string; expires_at: string }>(
    `${conference(id)}/delegates/${encodeURIComponent(delegate)}/invitation`,
  )
