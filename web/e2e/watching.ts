import { type BrowserContext, expect, type Page } from '@playwright/test'

/** What the browser itself counts of the floor's picture and of the voices, since the connection began. */
export type Counts = {
  received: number
  lost: number
  repaired: number
  decoded: number
  keyFrames: number
  freezes: number
  frozenMs: number
  delayMs: number
  asked: { nack: number; pli: number }
  sound: { received: number; lost: number; concealedMs: number; heardMs: number }
  /** All pictures and voices together. */
  all: { received: number; lost: number }
  /** How the media comes: "udp" or "tcp". */
  protocol: string
}

/** Runs in a page before it loads: keeps the page's connections, and notes each frame of its pictures. */
export function keepConnections() {
  const w = window as unknown as { __pcs: RTCPeerConnection[]; __frames: number[] }
  w.__pcs = []
  w.__frames = []
  const Real = window.RTCPeerConnection
  window.RTCPeerConnection = class extends Real {
    constructor(c?: RTCConfiguration) {
      super(c)
      w.__pcs.push(this)
    }
  }
  const seen = new WeakSet<HTMLVideoElement>()
  const area = (v: HTMLVideoElement) => v.clientWidth * v.clientHeight
  const largest = () => [...document.querySelectorAll('video')].sort((a, b) => area(b) - area(a))[0]
  setInterval(() => {
    for (const v of document.querySelectorAll('video')) {
      if (seen.has(v)) continue
      seen.add(v)
      const note: VideoFrameRequestCallback = (_, m) => {
        if (v === largest()) w.__frames.push(m.presentationTime)
        v.requestVideoFrameCallback(note)
      }
      v.requestVideoFrameCallback(note)
    }
  }, 50)
}

/** To be called before the page loads: keeps the page's connections, and notes each frame of its pictures. */
export async function watchConnections(page: Page) {
  await page.addInitScript(keepConnections)
}

/** Counts of the page's newest connection. */
export async function counts(page: Page): Promise<Counts | null> {
  return page.evaluate(async () => {
    const w = window as unknown as { __pcs: RTCPeerConnection[] }
    // The programme's offer has three pictures and three voices; a connection to the room of tracks has not.
    const pc = w.__pcs.filter((p) => p.connectionState === 'connected' && p.getTransceivers().length === 6).at(-1)
    if (!pc) return null
    // biome-ignore lint/suspicious/noExplicitAny: the statistics' own names
    const all: any[] = [...(await pc.getStats()).values()]
    const picture = all.find((s) => s.type === 'inbound-rtp' && s.kind === 'video' && s.mid === '0')
    if (!picture) return null
    const lines = all.filter((s) => s.type === 'inbound-rtp')
    const voices = lines.filter((s) => s.kind === 'audio')
    const sum = (name: string, of = voices) => of.reduce((n, s) => n + (s[name] ?? 0), 0)
    const pair = all.find((s) => s.type === 'candidate-pair' && s.nominated && s.state === 'succeeded')
    return {
      received: picture.packetsReceived,
      lost: picture.packetsLost,
      repaired: picture.retransmittedPacketsReceived ?? 0,
      decoded: picture.framesDecoded,
      keyFrames: picture.keyFramesDecoded,
      freezes: picture.freezeCount,
      frozenMs: Math.round(1000 * picture.totalFreezesDuration),
      delayMs: Math.round((1000 * picture.jitterBufferDelay) / Math.max(1, picture.jitterBufferEmittedCount)),
      asked: { nack: picture.nackCount, pli: picture.pliCount },
      sound: {
        received: sum('packetsReceived'),
        lost: sum('packetsLost'),
        concealedMs: Math.round((sum('concealedSamples') - sum('silentConcealedSamples')) / 48),
        heardMs: Math.round(sum('totalSamplesReceived') / 48),
      },
      all: { received: sum('packetsReceived', lines), lost: sum('packetsLost', lines) },
      protocol: all.find((s) => s.id === pair?.remoteCandidateId)?.protocol ?? '',
    }
  })
}

/** What was counted between two looks. */
export function between(a: Counts, b: Counts) {
  return {
    received: b.received - a.received,
    lost: b.lost - a.lost,
    repaired: b.repaired - a.repaired,
    decoded: b.decoded - a.decoded,
    keyFrames: b.keyFrames - a.keyFrames,
    freezes: b.freezes - a.freezes,
    frozenMs: b.frozenMs - a.frozenMs,
    nack: b.asked.nack - a.asked.nack,
    pli: b.asked.pli - a.asked.pli,
    all: { received: b.all.received - a.all.received, lost: b.all.lost - a.all.lost },
    sound: {
      received: b.sound.received - a.sound.received,
      lost: b.sound.lost - a.sound.lost,
      concealedMs: b.sound.concealedMs - a.sound.concealedMs,
      heardMs: b.sound.heardMs - a.sound.heardMs,
    },
  }
}

/** The gaps between the frames shown since the last call, in ms, the longest first. */
export async function gaps(page: Page): Promise<number[]> {
  const frames = await page.evaluate(() => {
    const w = window as unknown as { __frames: number[] }
    return w.__frames.splice(0)
  })
  return frames
    .slice(1)
    .map((at, i) => Math.round(at - (frames[i] ?? at)))
    .sort((a, b) => b - a)
}

/** How long the page holds its pictures back, in ms. */
export async function held(page: Page): Promise<number> {
  return page.evaluate(() => {
    const w = window as unknown as { __pcs: RTCPeerConnection[] }
    const pc = w.__pcs.filter((p) => p.connectionState === 'connected' && p.getTransceivers().length === 6).at(-1)
    return pc?.getReceivers()[0]?.jitterBufferTarget ?? 0
  })
}

/** A site's page in the conference, by its way in; its connections can be counted. */
export async function siteIn(context: BrowserContext, way = '', prepare?: (page: Page) => Promise<void>): Promise<Page> {
  const page = await context.newPage()
  await watchConnections(page)
  await prepare?.(page)
  await page.goto(way)
  await page.getByRole('button', { name: /Vào hội nghị|Enter the conference/ }).click()
  await expect(page.locator('.gb-site')).toBeVisible()
  return page
}
