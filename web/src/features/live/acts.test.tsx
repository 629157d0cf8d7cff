// @vitest-environment happy-dom
import { renderHook } from '@testing-library/react'
import { expect, test, vi } from 'vitest'
import type { Live } from '../../api'
import { conference, holder } from '../../test/fixture'
import { useActs } from './acts'

const sent = vi.hoisted(() => ({ live: null as Live | null, bodies: [] as [string, unknown][] }))
vi.mock('./context', () => ({
  useConference: () => ({
    store: {
      conferenceId: 'c',
      get: () => ({ live: sent.live }),
      accept: () => undefined,
      api: {
        post: (path: string, body: unknown) => {
          sent.bodies.push([path.replace('/api/conferences/c', ''), body])
          return Promise.resolve(sent.live)
        },
      },
    },
  }),
}))

test('what ends a speech names whom the screen shows speaking', async () => {
  const { acts } = renderHook(() => useActs()).result.current
  for (const speaks of ['s3', '']) {
    sent.bodies = []
    sent.live = conference({ floor: { holders: speaks ? [holder(speaks)] : [], queue: [], spoken: [] } })
    await acts.next()
    await acts.interrupt()
    await acts.takeBack()
    await acts.dialogue(['s4', 's5'])
    await acts.take()
    expect(sent.bodies).toEqual([
      ['/floor/next', { instead_of: speaks }],
      ['/floor/interrupt', { instead_of: speaks }],
      ['/floor/take-back', { instead_of: speaks }],
      ['/floor/dialogue', { site_ids: ['s4', 's5'], instead_of: speaks }],
      ['/programme/take', { instead_of: speaks }],
    ])
  }
})
