import { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { isFault, whenSignedOut } from '../api'
import { routeTree } from '../routeTree.gen'
import { Failure, NotFound } from './Failure'
import { leaveFor } from './session'

/** A refusal is final; only the network's failures and a server that is starting are tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (count, err) => isFault(err) && (err.status === 0 || err.status === 503) && count < 3,
    },
    mutations: { retry: false },
  },
})

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultErrorComponent: Failure,
  defaultNotFoundComponent: NotFound,
})

whenSignedOut(() => {
  const { href, pathname } = router.state.location
  if (pathname === '/login' || pathname.startsWith('/enter/')) return
  leaveFor(queryClient)
  void router.navigate({ to: '/login', search: { to: href } })
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
