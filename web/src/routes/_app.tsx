import { createFileRoute, redirect } from '@tanstack/react-router'
import { isFault, meQuery } from '../api'
import { Shell } from '../app/Shell'

export const Route = createFileRoute('/_app')({
  beforeLoad: async ({ context, location }) => {
    try {
      const me = await context.queryClient.ensureQueryData(meQuery)
      if (!me.account) throw redirect({ to: '/login', search: { to: location.href } })
      return { me }
    } catch (err) {
      if (isFault(err) && err.status === 401) throw redirect({ to: '/login', search: { to: location.href } })
      throw err
    }
  },
  component: Shell,
})
