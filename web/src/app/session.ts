import type { QueryClient } from '@tanstack/react-query'
import { type Me, meQuery } from '../api'
import { forgetTyped } from '../ui/kept'

const lastKey = 'giaoban.last'

/** The session has ended without the person having said so: what was typed waits for the same person. */
export function leaveFor(qc: QueryClient) {
  const me = qc.getQueryData(meQuery.queryKey)
  if (me?.account) sessionStorage.setItem(lastKey, me.account.id)
  qc.removeQueries({ queryKey: meQuery.queryKey })
}

/** Somebody signed in: nothing of another person's answers or words is left. */
export function arrive(qc: QueryClient, me: Me) {
  if (sessionStorage.getItem(lastKey) !== me.account?.id) forgetTyped()
  sessionStorage.removeItem(lastKey)
  qc.clear()
  qc.setQueryData(meQuery.queryKey, me)
}

/** The person leaves. */
export function depart(qc: QueryClient) {
  forgetTyped()
  sessionStorage.removeItem(lastKey)
  qc.clear()
}
