import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, expect, type Page, test } from '@playwright/test'
import { type Demo, enter, fewSites, startDemo } from './demo'
import { microphone } from './speakers'
import { writeSilence } from './tone'
import { siteIn } from './watching'

/** Whose microphone sends nothing, and who is told so in which words, before the floor is given and while it is held. */
const site = 'site-kbang'

let demo: Demo
let operator: Page
/** Its microphone hears nothing at all, and it asks nobody for permission. */
let quiet: Browser
/** Permissions are as each context has them. */
let asking: Browser

test.beforeAll(async ({ browser }, info) => {
  info.setTimeout(120_000)
  demo = await startDemo(...fewSites)
  const silence = join(demo.folder, 'silence.wav')
  writeSilence(silence)
  const launch = info.project.use.launchOptions
  quiet = await chromium.launch({ ...launch, args: [...(launch?.args ?? []), `--use-file-for-fake-audio-capture=${silence}`] })
  asking = await chromium.launch({ ...launch, args: launch?.args?.filter((a) => a !== '--use-fake-ui-for-media-stream') ?? [] })
  operator = await enter(browser, demo.ways.operator, { viewport: { width: 1280, height: 720 } })
})

test.afterAll(async () => {
  await quiet?.close()
  await asking?.close()
  await demo?.stop()
})

/** The site in a browser, in the conference. */
async function comeIn(context: BrowserContext, prepare?: (page: Page) => Promise<void>): Promise<Page> {
  const page = await siteIn(context, demo.ways.sites[site], prepare)
  await expect.poll(async () => (await siteNow()).presence).toBe('online')
  return page
}

const options = { locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh', viewport: { width: 1280, height: 720 } }
const at = () => `${demo.ways.url}/api/conferences/${demo.ways.conference_id}`

async function siteNow() {
  const live = (await (await operator.request.get(`${at()}/live`)).json()) as {
    sites: { id: string; presence: string; media?: { sound: string } }[]
  }
  return live.sites.find((s) => s.id === site) ?? { presence: '', media: undefined }
}

/** Nobody else holds the floor, whatever a test before left; the microphone of the site is open. */
async function give() {
  await operator.request.post(`${at()}/floor/take-back`, { data: {} })
  await expect.poll(async () => (await operator.request.post(`${at()}/floor/grant`, { data: { site_id: site } })).status()).toBe(200)
}

const strips = () => operator.locator('.gb-strip[data-kind="media"]')
const sign = (page: Page) => page.locator('.gb-airsign')

/** Has the page remember its microphone, and have none (`__none`) when it asks for one. */
async function pluggable(page: Page) {
  await page.addInitScript(() => {
    const w = window as unknown as { __none: boolean; __mic?: MediaStreamTrack }
    w.__none = false
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getUserMedia = async (c) => {
      if (!c?.audio) return real(c)
      if (w.__none) throw new DOMException('none', 'NotFoundError')
      const stream = await real(c)
      w.__mic = stream.getAudioTracks()[0]
      return stream
    }
  })
}

// First: what came and went in the last minute may stay away longer before it counts.
test('a silent room is no missing microphone, and a closed microphone neither', async () => {
  const context = await quiet.newContext(options)
  const screen = await comeIn(context)
  await give()
  await expect(sign(screen)).toContainText('ĐANG LÊN HÌNH – MICRÔ MỞ')
  const seen: string[] = []
  for (const until = Date.now() + 15_000; Date.now() < until; await screen.waitForTimeout(250)) seen.push((await siteNow()).media?.sound ?? '')
  expect(seen.filter(Boolean)).toEqual([])
  await operator.request.post(`${at()}/floor/take-back`, { data: {} })
  for (const until = Date.now() + 6000; Date.now() < until; await screen.waitForTimeout(250)) seen.push((await siteNow()).media?.sound ?? '')
  expect(seen.filter(Boolean)).toEqual([])
  await expect(strips()).toHaveCount(0)
  await context.close()
})

test('a microphone that dies while its site speaks is told to the operator, the hall and the site, and is heard again with its first packet', async ({ browser }) => {
  const context = await browser.newContext(options)
  const screen = await comeIn(context, pluggable)
  const halls = [await enter(browser, demo.ways.hall), await enter(browser, demo.ways.hall, { locale: 'en-US' })] as const
  await halls[1].evaluate(() => localStorage.setItem('giaoban.lang', 'en'))
  await halls[1].reload()
  await give()
  await expect(sign(screen)).toHaveText(/ĐANG LÊN HÌNH – MICRÔ MỞ/)
  await expect(strips()).toHaveCount(0)

  await microphone(screen, false)
  const from = Date.now()
  await expect(strips()).toContainText('Kbang: micrô không gửi tiếng, không ai nghe thấy', { timeout: 10_000 })
  console.log(`measured a dead microphone on the operator's strip after ${Date.now() - from} ms`)
  await expect(operator.locator(`.gb-tile[data-site="${site}"]`)).toHaveAttribute('aria-label', /Micrô không gửi tiếng/)
  await expect(halls[0].locator('.gb-unheard')).toHaveText(/Chưa có tiếng từ .*Kbang/)
  await expect(halls[1].locator('.gb-unheard')).toHaveText(/No sound from Kbang/)
  await expect(sign(screen)).toContainText('MICRÔ KHÔNG GỬI TIẾNG')
  await expect(sign(screen)).toContainText('chọn lại micrô')
  await expect(sign(screen)).toHaveAttribute('data-open', 'false')
  await operator.getByRole('tab', { name: 'Nhật ký' }).click()
  const line = operator.locator('.gb-log li').filter({ hasText: 'micrô không gửi tiếng' })
  await expect(line).toHaveCount(1)

  await microphone(screen, true)
  await expect(sign(screen)).toContainText('ĐANG LÊN HÌNH – MICRÔ MỞ', { timeout: 10_000 })
  await expect(strips()).toHaveCount(0)
  for (const hall of halls) await expect(hall.locator('.gb-unheard')).toHaveCount(0)
  await expect(operator.locator('.gb-log li').filter({ hasText: 'micrô đã có tiếng' })).toHaveCount(1)

  // Pulled out: the page knows it at once and says what the browser says; what is closed misses nothing.
  await screen.evaluate(() => {
    const w = window as unknown as { __none: boolean; __mic?: MediaStreamTrack }
    w.__none = true
    w.__mic?.stop()
    w.__mic?.dispatchEvent(new Event('ended'))
  })
  await expect(sign(screen)).toContainText('Kiểm tra dây cắm', { timeout: 2000 })
  await expect(strips()).toContainText('Kbang: micrô không gửi tiếng', { timeout: 14_000 })
  await expect.poll(async () => (await siteNow()).media?.sound).toBe('missing') // by the packets too, not by the page's word alone
  await operator.request.post(`${at()}/floor/take-back`, { data: {} })
  await expect.poll(async () => (await siteNow()).media).toBeUndefined()
  await expect(line).toHaveCount(2)
  await expect(strips()).toContainText('Chưa có micrô dùng được: Huyện ủy Kbang', { timeout: 15_000 })

  await screen.evaluate(() => {
    ;(window as unknown as { __none: boolean }).__none = false
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
  })
  await expect(strips()).toHaveCount(0, { timeout: 15_000 })
  for (const hall of halls) await hall.context().close()
  await context.close()
})

test('a microphone that the browser refuses is told before the floor is given, and is noticed when it is allowed', async () => {
  const context = await asking.newContext(options)
  await context.grantPermissions(['camera'])
  const screen = await comeIn(context)
  await expect(strips()).toContainText('Chưa có micrô dùng được: Huyện ủy Kbang', { timeout: 15_000 })

  await give()
  await expect(strips()).toContainText('Kbang: micrô không gửi tiếng', { timeout: 10_000 })
  await expect(strips()).toHaveCount(1)
  await expect(sign(screen)).toContainText('MICRÔ KHÔNG GỬI TIẾNG')
  await expect(sign(screen)).toContainText('Bấm biểu tượng ổ khóa cạnh địa chỉ')

  await context.grantPermissions(['camera', 'microphone'])
  await expect(sign(screen)).toContainText('ĐANG LÊN HÌNH – MICRÔ MỞ', { timeout: 10_000 })
  await expect(strips()).toHaveCount(0, { timeout: 5_000 }) // what the page said before it spoke says no more
  expect((await siteNow()).media).toBeUndefined()

  await context.clearPermissions()
  await context.grantPermissions(['camera'])
  await expect(sign(screen)).toContainText('MICRÔ KHÔNG GỬI TIẾNG', { timeout: 15_000 })
  await expect(strips()).toContainText('Kbang: micrô không gửi tiếng', { timeout: 15_000 })
  await expect(strips()).toHaveCount(1)
  await context.grantPermissions(['camera', 'microphone'])
  await expect(sign(screen)).toContainText('ĐANG LÊN HÌNH – MICRÔ MỞ', { timeout: 15_000 })
  await expect(strips()).toHaveCount(0, { timeout: 5_000 })
  await context.close()
})

test('"Devices", pressed while the site speaks, asks before it leaves the conference', async ({ browser }) => {
  const context = await browser.newContext(options)
  const screen = await comeIn(context)
  await give()
  await expect(sign(screen)).toContainText('MICRÔ MỞ')
  await screen.getByRole('button', { name: 'Thiết bị' }).click()
  const ask = screen.getByRole('dialog')
  await expect(ask).toContainText('Rời hội nghị để chọn thiết bị?')
  await ask.getByRole('button', { name: 'Thôi' }).click()
  await expect(ask).toHaveCount(0)
  await expect(sign(screen)).toContainText('MICRÔ MỞ')

  await screen.evaluate(() => localStorage.setItem('giaoban.lang', 'en'))
  await screen.reload()
  await give()
  await screen.getByRole('button', { name: 'Devices' }).click()
  await expect(ask).toContainText('Leave the conference to choose devices?')
  await ask.getByRole('button', { name: 'Leave and choose devices' }).click()
  await expect(screen.getByRole('button', { name: 'Enter the conference' })).toBeVisible()
  await operator.request.post(`${at()}/floor/take-back`, { data: {} })
  await screen.getByRole('button', { name: 'Enter the conference' }).click()

  // Who does not speak is not asked.
  await screen.getByRole('button', { name: 'Devices' }).click()
  await expect(screen.getByRole('button', { name: 'Enter the conference' })).toBeVisible()
  await context.close()
})
