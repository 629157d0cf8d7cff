import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, expect, type Page, test } from '@playwright/test'
import { type Demo, fewSites, startDemo } from './demo'
import { readMarker, writeCamera } from './marker'
import { counts, siteIn, watchConnections } from './watching'

/** Whose picture does not come, or cannot be decoded, and who is told so in which words. */
const site = 'site-kbang'
const cameraNumber = 777
const hubNumber = 1

let demo: Demo
let siteBrowser: Browser

test.beforeAll(async ({}, info) => {
  info.setTimeout(120_000)
  demo = await startDemo(...fewSites)
  const camera = join(demo.folder, 'camera.y4m')
  writeCamera(camera, cameraNumber)
  const launch = info.project.use.launchOptions
  siteBrowser = await chromium.launch({
    ...launch,
    args: [...(launch?.args ?? []), `--use-file-for-fake-video-capture=${camera}`],
  })
})

// Halls that stay open would take the machine from the next test's.
test.afterEach(async ({ browser, context }) => {
  for (const left of browser.contexts().filter((c) => c !== context)) await left.close()
})

test.afterAll(async () => {
  await siteBrowser?.close()
  await demo?.stop()
})

/** Has the page send its camera (`sends`) in no other codec than this, as a device that has no other. */
async function onlySends(page: Page, kind: 'video' | 'audio', codec: string) {
  await page.addInitScript(
    ([kind, codec]) => {
      const able = RTCRtpSender.getCapabilities.bind(RTCRtpSender)
      const ours = (c: { mimeType: string }) => new RegExp(`/(${codec}|rtx)$`, 'i').test(c.mimeType)
      RTCRtpSender.getCapabilities = (of) => {
        const all = able(of)
        return all && of === kind ? { ...all, codecs: all.codecs.filter(ours) } : all
      }
      const mine = new WeakSet<RTCRtpTransceiver>()
      const real = RTCRtpTransceiver.prototype.setCodecPreferences
      const add = RTCPeerConnection.prototype.addTransceiver
      RTCPeerConnection.prototype.addTransceiver = function (track, init) {
        const t = add.call(this, track, init)
        if (t.sender.track?.kind !== kind) return t
        real.call(t, (able(kind)?.codecs ?? []).filter(ours))
        mine.add(t)
        return t
      }
      RTCRtpTransceiver.prototype.setCodecPreferences = function (codecs) {
        if (!mine.has(this)) real.call(this, codecs)
      }
    },
    [kind, codec] as const,
  )
}

/** Has the page decode no other pictures than this codec's, as a device that can no other. */
async function onlyDecodes(page: Page, codec: string) {
  await page.addInitScript((codec) => {
    const real = RTCRtpReceiver.getCapabilities.bind(RTCRtpReceiver)
    const ours = (c: { mimeType: string }) => new RegExp(`/(${codec}|rtx)$`, 'i').test(c.mimeType)
    RTCRtpReceiver.getCapabilities = (kind) => {
      const all = real(kind)
      return all && kind === 'video' ? { ...all, codecs: all.codecs.filter(ours) } : all
    }
    const add = RTCPeerConnection.prototype.addTransceiver
    RTCPeerConnection.prototype.addTransceiver = function (track, init) {
      const t = add.call(this, track, init)
      if (track === 'video') t.setCodecPreferences((real('video')?.codecs ?? []).filter(ours))
      return t
    }
  }, codec)
}

/** The site in a browser of its own, in the conference. */
async function comeIn(prepare?: (page: Page) => Promise<void>, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await siteBrowser.newContext({
    locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', viewport: { width: 1280, height: 800 }, ...options,
  })
  return siteIn(context, demo.ways.sites[site], prepare)
}

async function act(operator: Page, path: string, data: unknown = {}) {
  const conference = `${demo.ways.url}/api/conferences/${demo.ways.conference_id}`
  const answer = await operator.request.post(`${conference}/${path}`, { data })
  expect(answer.ok(), `${path}: ${answer.status()}`).toBe(true)
}

type Media = { picture: string; picture_codec: string; sound: string; sound_codec: string }

async function mediaOf(operator: Page, id = site): Promise<Media | undefined> {
  const answer = await operator.request.get(`${demo.ways.url}/api/conferences/${demo.ways.conference_id}/live`)
  const { sites } = (await answer.json()) as { sites: { id: string; presence: string; media?: Media }[] }
  return sites.find((s) => s.id === id)?.media
}

async function online(operator: Page) {
  const answer = () => operator.request.get(`${demo.ways.url}/api/conferences/${demo.ways.conference_id}/live`)
  await expect
    .poll(async () => ((await (await answer()).json()) as { sites: { id: string; presence: string }[] }).sites.find((s) => s.id === site)?.presence)
    .toBe('online')
}

/** Nobody holds the floor, whatever a test before left. */
async function atEase(operator: Page) {
  const url = `${demo.ways.url}/api/conferences/${demo.ways.conference_id}/floor/take-back`
  // The link signs in by itself, which takes a moment.
  await expect.poll(async () => (await operator.request.post(url, { data: {} })).status()).not.toBe(401)
}

/** Takes the camera off the site's line, or puts it on again; the connection stays. */
async function camera(page: Page, on: boolean) {
  await page.evaluate(async (on) => {
    const w = window as unknown as { __pcs: RTCPeerConnection[]; __camera?: MediaStreamTrack }
    for (const pc of w.__pcs.filter((p) => p.connectionState === 'connected'))
      for (const t of pc.getTransceivers()) {
        const track = t.sender.track
        if (on && w.__camera && !track && t.mid !== null && t.currentDirection === 'sendonly') await t.sender.replaceTrack(w.__camera)
        if (!on && track?.kind === 'video') {
          w.__camera = track
          await t.sender.replaceTrack(null)
        }
      }
  }, on)
}

async function hall(browser: Browser, locale: string, prepare?: (page: Page) => Promise<void>): Promise<Page> {
  const page = await (await browser.newContext({ locale, viewport: { width: 1600, height: 900 } })).newPage()
  await page.addInitScript((lang) => localStorage.setItem('giaoban.lang', lang), locale.slice(0, 2))
  await watchConnections(page)
  await prepare?.(page)
  await page.goto(demo.ways.hall)
  return page
}

const decoded = async (page: Page) => (await counts(page))?.decoded ?? 0

test('a camera that goes off is told in words to hall, operator and site, and its picture is back with it', async ({ page: operator, browser }) => {
  await operator.goto(demo.ways.operator)
  await atEase(operator)
  const screen = await comeIn()
  const halls = [await hall(browser, 'vi-VN'), await hall(browser, 'en-US')] as const
  await online(operator)
  await act(operator, 'floor/grant', { site_id: site })
  for (const h of halls) await expect.poll(() => readMarker(h)).toBe(cameraNumber)

  await camera(screen, false)
  const words = ['Điểm cầu này không gửi hình', 'This site sends no picture']
  const names = ['Huyện ủy Kbang', 'Kbang']
  for (const [i, h] of halls.entries()) {
    const card = h.locator('.gb-scene > .gb-picture[data-fault="missing"] .gb-hall-none')
    await expect(card).toContainText(words[i] ?? '', { timeout: 5000 })
    await expect(card).toContainText(names[i] ?? '')
  }
  await expect(operator.locator('.gb-monitor[data-kind="air"] .gb-off')).toContainText('Điểm cầu này không gửi hình')
  await expect(operator.locator(`.gb-tile[data-site="${site}"] .gb-off`)).toContainText('Không gửi hình')
  await expect(operator.locator('.gb-strip[data-kind="media"]')).toContainText('không gửi hình')
  await expect(screen.locator('.gb-ownfaults')).toContainText('Hình của điểm cầu này không tới trung tâm')
  await expect(screen.locator('.gb-ownfaults')).toContainText('Kiểm tra camera')
  await operator.getByRole('tab', { name: 'Nhật ký' }).click()
  await expect(operator.locator('.gb-log li').filter({ hasText: 'hình không tới trung tâm' })).toHaveCount(1)

  await camera(screen, true)
  for (const h of halls) {
    await expect(h.locator('.gb-nopicture')).toHaveCount(0)
    await expect.poll(() => readMarker(h)).toBe(cameraNumber)
    const before = await decoded(h)
    await expect.poll(() => decoded(h)).toBeGreaterThan(before + 5)
  }
  await expect(operator.locator('.gb-strip[data-kind="media"]')).toHaveCount(0)
  await expect(operator.locator(`.gb-tile[data-site="${site}"] .gb-off`)).toHaveCount(0)
  await expect(screen.locator('.gb-ownfaults')).toBeEmpty()
  expect(await mediaOf(operator)).toBeUndefined()
  await screen.context().close()
})

test('a site without any camera shows its name on the floor, not the picture of the site before', async ({ page: operator, browser }) => {
  await operator.goto(demo.ways.operator)
  await atEase(operator)
  const screen = await comeIn(async (page) => {
    await page.addInitScript(() => {
      const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
      navigator.mediaDevices.getUserMedia = (c) =>
        c?.video ? Promise.reject(new DOMException('none', 'NotFoundError')) : real(c)
    })
  })
  const h = await hall(browser, 'vi-VN')
  await expect.poll(() => readMarker(h)).toBe(hubNumber)
  await online(operator)
  await act(operator, 'floor/grant', { site_id: site })
  await expect(h.locator('.gb-picture[data-fault="missing"] .gb-hall-none')).toContainText('Huyện ủy Kbang')
  await act(operator, 'floor/take-back')
  await expect(h.locator('.gb-nopicture')).toHaveCount(0)
  await expect.poll(() => readMarker(h)).toBe(hubNumber)
  await screen.context().close()
})

test('a page that nobody sees shows no card for it', async ({ browser }) => {
  const h = await hall(browser, 'vi-VN')
  await expect.poll(() => readMarker(h)).toBe(hubNumber)
  await h.evaluate(() => {
    Object.defineProperty(document, 'hidden', { get: () => true })
    // A hidden page is given no frames.
    HTMLVideoElement.prototype.requestVideoFrameCallback = () => 0
  })
  const looks = () => h.evaluate(() => performance.now())
  const from = await looks()
  await expect.poll(async () => (await looks()) - from, { timeout: 20_000 }).toBeGreaterThan(8000)
  await expect(h.locator('.gb-nopicture')).toHaveCount(0)
})

test('a screen whose own line brings no picture says that it is its line', async ({ page: operator, browser }) => {
  await operator.goto(demo.ways.operator)
  const h = await hall(browser, 'vi-VN')
  await expect.poll(() => readMarker(h)).toBe(hubNumber)
  // As with a line that is too narrow: sound goes on, no picture is shown.
  await h.evaluate(() => {
    const real = HTMLVideoElement.prototype.requestVideoFrameCallback
    const w = window as unknown as { __off: boolean }
    HTMLVideoElement.prototype.requestVideoFrameCallback = function (f) {
      return real.call(this, (...a) => (w.__off ? this.requestVideoFrameCallback(f) : f(...a)))
    }
    w.__off = true
  })
  await expect(h.locator('.gb-picture[data-fault="line"] .gb-hall-none').first()).toContainText('đường truyền của màn hình quá yếu')
  expect(await mediaOf(operator, 'site-hub')).toBeUndefined()
  await h.evaluate(() => {
    ;(window as unknown as { __off: boolean }).__off = false
  })
  await expect(h.locator('.gb-nopicture')).toHaveCount(0)
})

test('a site that sends a codec which is not carried, and its operator, are told so and what to do', async ({ page: operator, browser }) => {
  await operator.goto(demo.ways.operator)
  await atEase(operator)
  const screen = await comeIn((page) => onlySends(page, 'video', 'AV1'))
  const h = await hall(browser, 'vi-VN')
  await online(operator)
  await act(operator, 'floor/grant', { site_id: site })
  await expect.poll(() => mediaOf(operator)).toMatchObject({ picture: 'foreign', picture_codec: 'av1' })
  await expect(h.locator('.gb-picture[data-fault="foreign"] .gb-hall-none')).toContainText('Hình mã hóa kiểu AV1')
  const strip = operator.locator('.gb-strip[data-kind="media"]').filter({ hasText: 'AV1' })
  await expect(strip).toContainText('trình duyệt khác') // a busy encoder may be late with its sound, which is told too
  await expect(screen.locator('.gb-ownfaults')).toContainText('mã hóa kiểu AV1')
  await expect(screen.locator('.gb-ownfaults')).toContainText('trình duyệt khác')
  await screen.context().close()
})

test('a site whose sound is not carried is told that nobody hears it, and its operator too', async ({ page: operator }) => {
  await operator.goto(demo.ways.operator)
  await atEase(operator)
  const screen = await comeIn((page) => onlySends(page, 'audio', 'PCMU'))
  await online(operator)
  await act(operator, 'floor/grant', { site_id: site })
  await expect.poll(() => mediaOf(operator)).toMatchObject({ sound: 'foreign', sound_codec: 'pcmu' })
  await expect(screen.locator('.gb-airsign strong')).toHaveText('KHÔNG AI NGHE THẤY ĐIỂM CẦU NÀY')
  await expect(screen.locator('.gb-airsign')).toHaveAttribute('data-open', 'false')
  await expect(screen.locator('.gb-ownfaults')).toContainText('mã hóa kiểu PCMU')
  await expect(operator.locator('.gb-strip[data-kind="media"]').filter({ hasText: 'PCMU' })).toContainText('trình duyệt khác')
  await screen.context().close()
})

test('H.264 and VP8 sites are seen by turns; a screen that cannot decode one says which', async ({ page: operator, browser }) => {
  await operator.goto(demo.ways.operator)
  await atEase(operator)
  const able = await operator.evaluate(() =>
    (RTCRtpSender.getCapabilities('video')?.codecs ?? []).some((c) => /h264/i.test(c.mimeType)),
  )
  test.skip(!able, 'this browser has no H.264')
  const screen = await comeIn((page) => onlySends(page, 'video', 'H264'))
  const both = await hall(browser, 'vi-VN')
  const onlyVp8 = await hall(browser, 'vi-VN', (page) => onlyDecodes(page, 'VP8'))
  const onlyH264 = await hall(browser, 'en-US', (page) => onlyDecodes(page, 'H264'))
  await online(operator)
  for (const turn of [1, 2]) {
    await expect.poll(() => readMarker(both), `VP8, turn ${turn}`).toBe(hubNumber)
    await expect.poll(() => readMarker(onlyVp8)).toBe(hubNumber)
    await expect(onlyH264.locator('.gb-picture[data-fault="undecodable"]').first()).toContainText('cannot decode the site’s VP8'.replace('’', "'"))
    await act(operator, 'floor/grant', { site_id: site })
    await expect.poll(() => readMarker(both), `H.264, turn ${turn}`).toBe(cameraNumber)
    const before = await decoded(both)
    await expect.poll(() => decoded(both)).toBeGreaterThan(before + 10)
    expect(await mediaOf(operator)).toMatchObject({ picture: '', picture_codec: 'h264' })
    await expect(onlyVp8.locator('.gb-scene > .gb-picture[data-fault="undecodable"] .gb-hall-none')).toContainText('không giải mã được hình H.264')
    await expect.poll(() => readMarker(onlyH264)).toBe(cameraNumber)
    await expect(operator.locator('.gb-strip[data-kind="media"]').filter({ hasText: 'không giải mã được hình H.264' })).toContainText('màn hình hội trường')
    await act(operator, 'floor/take-back')
  }
  await screen.context().close()
})
