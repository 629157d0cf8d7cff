import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, StrictMode, Suspense } from 'react'
import { queryClient, router } from './router'
import { defaultScheme } from './scheme'
import { cssVariables, theme } from './theme'

/** Only the first message needs it, so it comes after the first paint. */
const Notifications = lazy(() => import('@mantine/notifications').then((m) => ({ default: m.Notifications })))

export function App() {
  return (
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariables}
          defaultColorScheme={defaultScheme(location.pathname + location.search)}
        >
          <Suspense>
            <Notifications position="top-right" />
          </Suspense>
          <Suspense>
            <RouterProvider router={router} />
          </Suspense>
        </MantineProvider>
      </QueryClientProvider>
    </StrictMode>
  )
}
