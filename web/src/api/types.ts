/** The shapes of api/openapi.json under the names that docs/protocol.md uses. `npm run gen` renews them. */
import type { components } from './schema.gen'

type Schemas = components['schemas']

/** Go's empty lists may travel as null; `filled` makes them empty lists at the edge. */
export type Filled<T> = [T] extends [readonly (infer E)[] | null]
  ? Filled<E>[]
  : T extends object
    ? { [K in keyof T]: Filled<T[K]> }
    : T

export type FloorCategory = Schemas['Request']['category']
export type ConferenceState = Schemas['Info']['state']
export type AgendaKind = Schemas['AgendaItem']['kind']
export type AgendaState = Schemas['AgendaItem']['state']
export type Presence = Schemas['Site']['presence']
export type Attendance = Schemas['Site']['attendance']
export type Scene = Schemas['Programme']['scene']

export type LiveConference = Schemas['Info']
export type AgendaItem = Schemas['AgendaItem']
export type Site = Schemas['Site']
export type Holder = Schemas['Holder']
export type FloorRequest = Schemas['Request']
export type Spoken = Schemas['Spoken']
export type Floor = Filled<Schemas['Floor']>
export type LowerThird = Schemas['LowerThird']
/** A page of a paper, from 1. */
export type Page = Schemas['Page']
export type Programme = Omit<Filled<Schemas['Programme']>, 'lower_third' | 'content'> & {
  lower_third: LowerThird | null
  /** On the screens, in the scene `content`. */
  content: Page | null
}
/** A look round: each site that is online, by number, for so many seconds. */
export type Browse = { since: string; seconds: number }
/** `content`: the page that the scene would show. */
export type Control = { preview: string | null; browse?: Browse | null; content?: Page | null }
export type You = Filled<Schemas['You']>
export type Live = Omit<Filled<Schemas['Live']>, '$schema' | 'programme' | 'control'> & {
  programme: Programme
  /** Only operator and chair are told. */
  control: Control | null
}
/** The changed parts of Live, whole; `sites` holds only the changed ones. */
export type LivePatch = Partial<
  Pick<Live, 'conference' | 'agenda' | 'floor' | 'programme' | 'control' | 'open_mics' | 'sites'>
>
export type LiveChange = {
  rev: number
  at: string
  kind: string
  actor: string
  data: Record<string, unknown> | null
  patch: LivePatch
}
export type LogEntry = Omit<Schemas['LogEntry'], 'data'> & { data: Record<string, unknown> | null }

export type Account = Schemas['Account']
export type Me = Omit<Filled<Schemas['Me']>, '$schema' | 'account'> & { account: Account | null }
export type Seat = Omit<Schemas['Seat'], '$schema'>
export type Unit = Filled<Schemas['Unit']>
export type Series = Schemas['Series']
export type Conference = Schemas['Conference']
export type SiteRef = Schemas['SiteRef']
export type ConferenceDetail = Omit<Filled<Schemas['Detail']>, '$schema'>
export type Links = Omit<Filled<Schemas['Links']>, '$schema'>
export type MediaGrant = Omit<Schemas['Media'], '$schema'> & {
  programme?: { engine: 'whep'; url: string; token: string } | null
}
export type Brief = Omit<Filled<Schemas['Brief']>, '$schema'>
export type SiteCode = Omit<Schemas['CodeOutputBody'], '$schema'>

export type Period = Schemas['Period']
export type ReportState = Schemas['BoardRow']['state']
export type ReportRow = Schemas['BoardRow']
export type Synthesis = Omit<Filled<Schemas['Synthesis']>, '$schema'>
