/** A conference's recordings. */
import { queryOptions } from '@tanstack/react-query'
import { api } from './client'
import type { components } from './schema.gen'

type Schemas = components['schemas']

export type Recordings = Omit<Schemas['Recordings'], 'recordings'> & { recordings: Recording[] }
export type Recording = Schemas['Recording']
export type Chapter = Schemas['Chapter']
export type RecordingAct = 'start' | 'stop' | 'pause' | 'resume'

const base = (conference: string) => `/api/conferences/${conference}`
const whole = (r: Schemas['Recordings']): Recordings => ({ ...r, recordings: r.recordings ?? [] })

export const recordingsQuery = (conference: string) =>
  queryOptions({
    queryKey: ['recordings', conference],
    queryFn: () => api.get<Schemas['Recordings']>(`${base(conference)}/recordings`).then(whole),
    refetchInterval: (q) => (q.state.data?.on ? 10_000 : 60_000),
  })

export const contentsQuery = (conference: string, recording: Recording) =>
  queryOptions({
    queryKey: ['recordings', conference, recording.number, recording.chapters, recording.on],
    queryFn: () =>
      api
        .get<Schemas['Contents']>(`${base(conference)}/recordings/${recording.number}/contents`)
        .then((c) => c.chapters ?? []),
  })

export const recordingFile = (conference: string, number: number, download = false) =>
  `${base(conference)}/recordings/${number}${download ? '?download=true' : ''}`

export const actOnRecording = (conference: string, act: RecordingAct) => {
  const path = `${base(conference)}/recording`
  if (act === 'stop') return api.del<Schemas['Recordings']>(path).then(whole)
  return api.post<Schemas['Recordings']>(act === 'start' ? path : `${path}/${act}`).then(whole)
}

export const removeRecording = (conference: string, number: number) =>
  api.del<Schemas['Recordings']>(`${base(conference)}/recordings/${number}`).then(whole)
