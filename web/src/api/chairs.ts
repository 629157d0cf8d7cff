/** Who chairs a conference: the chair and the co-chairs, in order. */
import { queryOptions } from '@tanstack/react-query'
import { api } from './client'
import type { components } from './schema.gen'

export type ChairPerson = components['schemas']['Chair']

/** The accounts that a conference can name with the chair's rights. */
export const chairAccountsQuery = queryOptions({
  queryKey: ['chair-accounts'],
  queryFn: () => api.get<{ accounts: ChairPerson[] | null }>('/api/chair-accounts').then((r) => r.accounts ?? []),
  staleTime: 60_000,
})

/** `rev` is the plan that was seen. */
export const saveChairs = (id: string, chairs: ChairPerson[], rev: number) =>
  api.put<unknown>(`/api/conferences/${encodeURIComponent(id)}/chairs`, { chairs, rev })
