import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openStream, type StreamStatus } from './stream'

class FakeSource extends EventTarget {
  static all: FakeSource[] = []
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null
  closed = false
  constructor(readonly url: string) {
    super()
    FakeSource.all.push(this)
  }
  close() {
    this.closed = true
  }
  send(type: string, data: unknown, lastEventId = '') {
    this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data), lastEventId }))
  }
}

const last = () => FakeSource.all.at(-1) as FakeSource
let statuses: StreamStatus[]
let got: unknown[]
const start = (refused?: () => Promise<boolean>) =>
  openStream(
    {
      url: (after) => `/events?after=${after ?? ''}`,
      open: (url) => new FakeSource(url) as unknown as EventSource,
    },
    { on: { change: (d) => got.push(d) }, status: (s) => statuses.push(s), ...(refused ? { refused } : {}) },
  )

beforeEach(() => {
  vi.useFakeTimers()
  FakeSource.all = []
  statuses = []
  got = []
})
afterEach(() => vi.useRealTimers())

test('a lost line is opened again after the last event that was heard', async () => {
  const { close: end } = start()
  last().onopen?.()
  last().send('change', { a: 1 }, '17')
  last().onerror?.()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(FakeSource.all).toHaveLength(2)
  expect(last().url).toBe('/events?after=17')
  last().onopen?.()
  expect(statuses.at(-1)).toBe('open')
  expect(got).toEqual([{ a: 1 }])
  end()
})

test('pauses between attempts grow but stay below ten seconds and a half', async () => {
  const { close: end } = start()
  for (let i = 0; i < 8; i++) {
    last().onerror?.()
    await vi.advanceTimersByTimeAsync(10_500)
  }
  expect(FakeSource.all).toHaveLength(9)
  end()
})

test('a line that is silent for longer than a ping is given up', async () => {
  const { close: end } = start()
  last().onopen?.()
  await vi.advanceTimersByTimeAsync(20_000)
  last().send('ping', {})
  await vi.advanceTimersByTimeAsync(20_000)
  expect(statuses.at(-1)).toBe('open')
  await vi.advanceTimersByTimeAsync(5_001)
  expect(statuses).toContain('lost')
  end()
})

test('a refusal ends the attempts', async () => {
  const { close: end } = start(async () => true)
  last().onerror?.()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(statuses.at(-1)).toBe('refused')
  expect(FakeSource.all).toHaveLength(1)
  end()
})

test('what an abandoned line still says is not heard', () => {
  const { close: end } = start()
  const old = last()
  end()
  old.send('change', { a: 1 })
  expect(got).toEqual([])
})

test('a doubt connects anew at once, after the last event', () => {
  const stream = start()
  last().onopen?.()
  last().send('change', {}, '9')
  stream.doubt()
  expect(FakeSource.all).toHaveLength(2)
  expect(FakeSource.all[0]?.closed).toBe(true)
  expect(last().url).toBe('/events?after=9')
  stream.close()
})
