import { describe, expect, test } from 'vitest'
import { at, conference, holder, site } from '../test/fixture'
import {
  atTime,
  clockFault,
  clockText,
  micsPending,
  nextItem,
  onFloor,
  phase,
  picking,
  previewed,
  queuePlace,
  reduce,
  remaining,
  ServerClock,
  shortSiteName,
  siteState,
  speakingTimes,
  standby,
  strokes,
  type TimePhase,
} from './live'

const change = (rev: number, patch: object) => ({
  type: 'change' as const,
  change: { rev, at: at(0), kind: 'floor.granted', actor: 'a', data: null, patch },
})

describe('changes', () => {
  test('a change replaces the parts it brings and leaves the others', () => {
    const before = conference()
    const after = reduce(before, change(101, { open_mics: ['s5'] }))
    expect(after).toEqual({ ...before, rev: 101, open_mics: ['s5'] })
    expect(after?.sites).toBe(before.sites)
  })
  test("of an act's answer, a whole snapshot, only what it changed is a new object", () => {
    const before = reduce(null, { type: 'snapshot', live: conference() })
    const answer = structuredClone({ ...conference({ open_mics: ['s5'] }), rev: 101 })
    const after = reduce(before, { type: 'snapshot', live: answer })
    expect(after).toEqual({ ...before, rev: 101, open_mics: ['s5'] })
    expect(after?.sites).toBe(before?.sites)
    expect(after?.agenda).toBe(before?.agenda)
    expect(after?.open_mics).not.toBe(before?.open_mics)
  })
  test('a site is replaced by its id, the wall stays in the order of numbers', () => {
    const after = reduce(conference(), change(101, { sites: [site(7, { presence: 'lost' })] }))
    expect(after?.sites[6]?.presence).toBe('lost')
    expect(after?.sites.map((s) => s.number)).toEqual(conference().sites.map((s) => s.number))
  })
  test('a site that is new finds its place', () => {
    const live = conference({ sites: [site(1), site(3)] })
    expect(reduce(live, change(101, { sites: [site(2)] }))?.sites.map((s) => s.id)).toEqual([
      's1',
      's2',
      's3',
    ])
  })
  test('a change that was already applied, replayed after a reconnection, does nothing', () => {
    const live = conference()
    expect(reduce(live, change(100, { open_mics: [] }))).toBe(live)
    expect(reduce(live, change(42, { open_mics: [] }))).toBe(live)
  })
  test('a change before the snapshot is not applied to nothing', () => {
    expect(reduce(null, change(1, {}))).toBeNull()
  })
})

describe('time', () => {
  test('the client’s wrong clock does not matter', () => {
    let local = Date.parse(at(3600))
    const clock = new ServerClock(() => local)
    clock.heard(at(0))
    local += 30_000
    expect(clock.now()).toBe(Date.parse(at(30)))
  })
  test('a device an hour fast or slow counts the same time left, second by second', () => {
    const h = holder('s5', { limit_seconds: 300, ran_seconds: 0, running_since: at(0) })
    for (const wrong of [-3_600_000, 0, 3_600_000]) {
      let true_now = Date.parse(at(0))
      const clock = new ServerClock(() => true_now + wrong)
      clock.heard(new Date(true_now).toISOString())
      for (let s = 0; s <= 310; s += 31) {
        true_now = Date.parse(at(s))
        expect(remaining(h, clock.now())).toBe(300 - s)
      }
      expect(clockFault(clock.offset)).toBe(wrong === 0 ? 0 : -wrong / 60_000)
    }
  })
  test('a clock that is wrong by what nobody notices is not told', () => {
    expect([clockFault(0), clockFault(89_000), clockFault(-89_000), clockFault(91_000)]).toEqual([0, 0, 0, 2])
  })
  test('of several samples the least delayed counts', () => {
    let local = 0
    const clock = new ServerClock(() => local)
    clock.heard(new Date(10_000).toISOString())
    local = 5_000
    clock.heard(new Date(14_700).toISOString())
    expect(clock.offset).toBe(10_000)
  })
  test('what ran before counts, and a paused clock stands', () => {
    const h = holder('s5', { limit_seconds: 300, ran_seconds: 100, running_since: at(0) })
    expect(remaining(h, Date.parse(at(50)))).toBe(150)
    expect(remaining({ ...h, running_since: null }, Date.parse(at(5000)))).toBe(200)
  })
  test('a clock that starts in the future gives no time away', () => {
    expect(remaining(holder('s5', { running_since: at(10) }), Date.parse(at(0)))).toBe(300)
  })
  test('the warning begins at one minute, the end at zero', () => {
    expect([phase(61), phase(60), phase(1), phase(0), phase(-5)]).toEqual([
      'ok',
      'warning',
      'warning',
      'over',
      'over',
    ])
  })
  test('seconds are written as people read a clock', () => {
    expect([252, 59.2, 0, -0.4, -12.9, 3700].map(clockText)).toEqual([
      '4:12',
      '1:00',
      '0:00',
      '0:00',
      '+0:12',
      '1:01:40',
    ])
  })
})

describe('floor', () => {
  test('the hub has the floor while nobody holds it', () => {
    expect(onFloor(conference())).toEqual(['s1'])
    expect(onFloor(conference({ floor: { holders: [holder('s5')], queue: [], spoken: [] } }))).toEqual(['s5'])
  })
  test('a holder that came back waits for a word, one that is away does not', () => {
    const back = (over: object) =>
      conference({
        floor: { holders: [holder('s5', { waiting_confirm: true })], queue: [], spoken: [] },
        sites: [site(1), site(5, { confirmed: false, ...over })],
        open_mics: [],
      })
    expect(micsPending(back({})).map((p) => [p.site.id, p.reason])).toEqual([['s5', 'rejoined']])
    expect(micsPending(back({ presence: 'lost' }))).toEqual([])
  })
  test('the hub, back after a restart, waits too', () => {
    const live = conference({ sites: [site(1, { confirmed: false })], open_mics: [] })
    expect(micsPending(live).map((p) => p.site.id)).toEqual(['s1'])
  })
  test('a muted holder is told as muted', () => {
    const live = conference({
      floor: { holders: [holder('s5', { waiting_confirm: true })], queue: [], spoken: [] },
      sites: [site(1), site(5, { muted: true })],
      open_mics: [],
    })
    expect(micsPending(live)[0]?.reason).toBe('muted')
  })
  test('a site knows its place in the one queue', () => {
    const request = (id: string, site_id: string) => ({
      id,
      site_id,
      topic: '',
      category: 'report' as const,
      speaker_name: '',
      speaker_title: '',
      delegate_id: null,
      asked_at: at(0),
    })
    const live = conference({
      floor: { holders: [], queue: [request('r1', 's4'), request('r2', 's9')], spoken: [] },
    })
    expect([queuePlace(live, 's9').place, queuePlace(live, 's2').place]).toEqual([2, 0])
  })
})

test('the next item skips what is done and skipped', () => {
  expect(nextItem(conference())?.id).toBe('a4')
})

test('a site that has not come is late once the conference is open', () => {
  const s = site(4, { presence: 'expected', attendance: 'expected' })
  expect(siteState(s, conference())).toBe('late')
  const draft = conference()
  expect(siteState(s, { ...draft, conference: { ...draft.conference, opened_at: null } })).toBe('expected')
})

test('a look round shows each site that is online in turn, the same on every console', () => {
  const live = conference({
    sites: [site(1), site(2, { presence: 'lost' }), site(3)],
    control: { preview: null, browse: { since: at(0), seconds: 8 } },
  })
  const shown = [0, 7, 8, 16].map((s) => previewed(live, Date.parse(at(s))))
  expect(shown).toEqual(['s1', 's1', 's3', 's1'])
})

test('empty lists that travel as null are empty lists', () => {
  const bare = { ...conference(), open_mics: null, floor: { holders: null, queue: null, spoken: null } }
  const live = reduce(null, { type: 'snapshot', live: bare as never })
  expect(live?.open_mics).toEqual([])
  expect(live?.floor).toEqual({ holders: [], queue: [], spoken: [] })
  expect(reduce(live, change(101, { open_mics: null }))?.open_mics).toEqual([])
})

test('of many sites only those likely to speak are received beforehand', () => {
  const live = conference({
    sites: Array.from({ length: 150 }, (_, i) => site(i + 1)),
    control: { preview: 's77' },
  })
  expect(standby(live)).toEqual(['s1', 's77'])
  expect(standby(conference())).toHaveLength(19)
})

test('a tile drops the words that every site bears', () => {
  expect(shortSiteName(site(7), 'vi')).toBe('Huyện ủy Đak Đoa')
  expect(shortSiteName(site(7), 'en')).toBe('Đak Đoa')
})

describe('the bell', () => {
  const at = (speech: string, phase: TimePhase) => ({ speech, phase })
  test('rings once where the last minute begins and twice at the end', () => {
    expect(strokes(at('a', 'ok'), at('a', 'warning'))).toBe(1)
    expect(strokes(at('a', 'warning'), at('a', 'over'))).toBe(2)
  })
  test('is silent for a speech that begins within its last minute, for another speaker and after more time', () => {
    expect(strokes(null, at('a', 'warning'))).toBe(0)
    expect(strokes(at('a', 'ok'), at('b', 'warning'))).toBe(0)
    expect(strokes(at('a', 'over'), at('a', 'warning'))).toBe(0)
    expect(strokes(at('a', 'over'), null)).toBe(0)
  })
})

describe('sites picked for a dialogue', () => {
  test('come and go; the first gives way to a fourth', () => {
    expect(picking(['a'], 'b')).toEqual(['a', 'b'])
    expect(picking(['a', 'b'], 'a')).toEqual(['b'])
    expect(picking(['a', 'b', 'c'], 'd')).toEqual(['b', 'c', 'd'])
  })
})

describe('a time of the clock', () => {
  const morning = new Date(2026, 10, 22, 9, 20).getTime()
  test('is today’s, or tomorrow’s once past', () => {
    expect(atTime('09:45', morning)).toBe(new Date(2026, 10, 22, 9, 45).toISOString())
    expect(atTime('09:00', morning)).toBe(new Date(2026, 10, 23, 9, 0).toISOString())
    expect(atTime('soon', morning)).toBeNull()
  })
})

test('speaking times count a speech that runs, the longest first; who never spoke stands last', () => {
  const live = conference({
    sites: [site(1), site(2), site(3)],
    floor: {
      holders: [holder('s3', { limit_seconds: 300, ran_seconds: 30, running_since: at(0) })],
      queue: [],
      spoken: [{ site_id: 's2', seconds: 65, times: 1 }],
    },
  })
  const times = speakingTimes(live, Date.parse(at(60)))
  expect(times.map((x) => [x.site.id, x.seconds, x.times, x.speaks])).toEqual([
    ['s3', 90, 1, true],
    ['s2', 65, 1, false],
    ['s1', 0, 0, false],
  ])
})
