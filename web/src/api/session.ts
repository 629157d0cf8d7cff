import { queryOptions } from '@tanstack/react-query'
import { api } from './client'
import type { Me, Seat } from './types'

/** Who is signed in; asked once and kept until signing in or out. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => api.get<Me>('/api/me'),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
})

export const signIn = (login: string, password: string) => api.post<Me>('/api/session', { login, password })
/** The demo's sign-in links. */
export const enterByLink = (link: string) => api.post<Me>('/api/session', { link })
export const signOut = () => api.del('/api/session')
export const join = (by: { token: string } | { code: string }) => api.post<Seat>('/api/join', by)
