import { queryOptions } from '@tanstack/react-query'
import { api } from './client'
import type { components } from './schema.gen'

type Schemas = components['schemas']

/** A device that cannot decode every picture of a programme. */
export type LackingScreen = Omit<Schemas['Screen'], 'lacks'> & { lacks: string[] }

export const screensQuery = (conference: string) =>
  queryOptions({
    queryKey: ['screens', conference],
    queryFn: () =>
      api
        .get<{ screens: Schemas['Screen'][] | null }>(`/api/conferences/${conference}/screens`)
        .then((r) => (r.screens ?? []).map((s): LackingScreen => ({ ...s, lacks: s.lacks ?? [] }))),
  })
