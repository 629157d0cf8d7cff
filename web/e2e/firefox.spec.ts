import { type Browser, expect, type Page, test } from '@playwright/test'
import type { Browser as Firefox, Page as FirefoxPage } from 'puppeteer-core'
import { type Demo, startDemo } from './demo'
import { heard, heardAfter, type Listener, listen } from './ears'
import { enterFirefox, firefoxTone, listener, openFirefox } from './firefox'
import { fakeDevices, hears, joinAs, withEars } from './speakers'

/** The hub is a real site in Chromium, Kbang one in Firefox. */
const hubTone = 620
const site = 'site-kbang'
const tones = [hubTone, firefoxTone]

test.describe.configure({ mode: 'serial' })

let demo: Demo
let hubBrowser: Browser
let hub: Page
let hall: Page
let firefox: Firefox
let console_: FirefoxPage
let device: FirefoxPage

test.beforeAll(async ({ browser }, info) => {
  info.setTimeout(180_000)
  demo = await startDemo('--calm', '--without', 'all')
  hubBrowser = await fakeDevices(demo, hubTone, info.project.use.launchOptions)
  hub = await joinAs(demo, hubBrowser, 'site-hub')
  hall = await open(browser, demo.ways.hall)
  firefox = await openFirefox()
})
test.afterAll(async () => {
  await firefox?.close()
  await hubBrowser?.close()
  await demo?.stop()
})

async function open(browser: Browser, link: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: 'vi-VN', viewport: { width: 1280, height: 720 } })).newPage()
  await withEars(page)
  await page.goto(link)
  return page
}

/** How many frames of the floor's picture the page has decoded. Firefox's elements count none of a stream. */
const frames = (page: Listener) =>
  page.evaluate(async () => {
    const pcs = (window as unknown as { __pcs: RTCPeerConnection[] }).__pcs
    const programme = pcs.filter((p) => p.connectionState === 'connected' && p.getTransceivers().length === 6).at(-1)
    const stats = await programme?.getTransceivers()[0]?.receiver.getStats()
    return Math.max(0, ...[...(stats?.values() ?? [])].map((s) => s.framesDecoded ?? 0))
  }, null)

/** How far the hue in the middle of the page's largest picture moves within two seconds (0–255): the hub's film is grey. */
const colours = (page: Listener) =>
  page.evaluate(async () => {
    const area = (v: HTMLVideoElement) => v.clientWidth * v.clientHeight
    const ctx = Object.assign(document.createElement('canvas'), { width: 8, height: 8 }).getContext('2d', { willReadFrequently: true })
    const seen: number[][] = []
    for (let i = 0; i < 20; i++) {
      const video = [...document.querySelectorAll('video')].filter((v) => v.videoWidth > 0).sort((a, b) => area(b) - area(a))[0]
      if (video) ctx?.drawImage(video, 0, 0, 8, 8)
      seen.push([...(ctx?.getImageData(4, 4, 1, 1).data ?? [])].slice(0, 3))
      await new Promise((done) => setTimeout(done, 100))
    }
    const hues = [0, 1].map((c) => seen.map((s) => (s[c] ?? 0) - (s[c + 1] ?? 0)))
    return Math.max(...hues.map((h) => Math.max(...h) - Math.min(...h)))
  }, null)

async function shows(page: FirefoxPage, text: string) {
  await expect.poll(() => page.evaluate(() => document.body.innerText)).toContain(text)
}

async function moves(way: string, page: Listener) {
  const before = await frames(page)
  await expect.poll(() => frames(page), { message: `${way}: the picture moves` }).toBeGreaterThan(before + 20)
}

test('a Firefox hall shows and plays the floor', async () => {
  const screen = await enterFirefox(firefox, demo.ways.hall)
  await moves('Chromium site → Firefox hall', listener(screen))
  await hears('Chromium site → Firefox hall', listener(screen), tones, [hubTone])
  await screen.browserContext().close()
})

test('a Firefox watcher follows as well', async () => {
  const watcher = await enterFirefox(firefox, demo.ways.watch)
  await moves('Chromium site → Firefox watcher', listener(watcher))
  await hears('Chromium site → Firefox watcher', listener(watcher), tones, [hubTone])
  await watcher.browserContext().close()
})

test('a Firefox site asks for the floor, a Firefox console gives it', async () => {
  device = await enterFirefox(firefox, demo.ways.sites[site] ?? '')
  await device.locator('::-p-text(Vào hội nghị)').click()
  await device.locator('.gb-site').wait()
  console_ = await enterFirefox(firefox, demo.ways.operator)
  await console_.locator(`.gb-tile[data-site="${site}"] video`).wait()
  await hears('Chromium site → Firefox console', listener(console_), tones, [hubTone])
  await hears('Chromium site → Firefox site', listener(device), tones, [hubTone])

  await device.bringToFront() // a window behind others draws no frames, for which a locator waits
  await device.locator('.gb-ask input').fill('Tiến độ trồng rừng')
  await device.keyboard.press('Enter')
  await shows(console_, 'Tiến độ trồng rừng')
  await console_.bringToFront()
  await console_.keyboard.press('g')
  await shows(device, 'ĐANG LÊN HÌNH')
})

test('it is seen and heard: by halls in both browsers, by the other site and by the console, not by itself', async () => {
  await hears('Firefox site → Chromium hall', hall, tones, [firefoxTone])
  await moves('Firefox site → Chromium hall', hall)
  expect(await colours(hall)).toBeGreaterThan(10)
  await hears('Firefox site → Chromium site', hub, tones, [firefoxTone])
  await hears('Firefox site → Firefox console', listener(console_), tones, [firefoxTone])
  await hears('Firefox site → itself', listener(device), tones, [])
  const screen = await enterFirefox(firefox, demo.ways.hall)
  await hears('Firefox site → Firefox hall', listener(screen), tones, [firefoxTone])
  await moves('Firefox site → Firefox hall', listener(screen))
  expect(await colours(listener(screen))).toBeGreaterThan(10)
  await screen.browserContext().close()
})

test('its camera goes out in layers', async () => {
  const sent = () =>
    device.evaluate(async () => {
      const pcs = (window as unknown as { __pcs: RTCPeerConnection[] }).__pcs.filter((p) => p.connectionState === 'connected')
      // biome-ignore lint/suspicious/noExplicitAny: the statistics' own names
      const all: any[] = (await Promise.all(pcs.map((p) => p.getStats()))).flatMap((s) => [...s.values()])
      return all.filter((s) => s.type === 'outbound-rtp' && s.kind === 'video').map((s) => ({ rid: s.rid, frames: s.framesSent ?? s.framesEncoded }))
    })
  await expect.poll(async () => (await sent()).filter((l) => l.frames > 10).length).toBeGreaterThanOrEqual(2)
  console.log(`measured layers of a Firefox site: ${(await sent()).map((l) => `${l.rid} ${l.frames} frames`).join(', ')}`)
})

test('taken back by the Firefox console, it is silent at once', async () => {
  const screen = listener(await enterFirefox(firefox, demo.ways.hall))
  await hears('Firefox site → Firefox hall', screen, tones, [firefoxTone])
  await listen(hall, tones)
  const hearing = heard(screen, 4000)
  await new Promise((done) => setTimeout(done, 1500)) // some sound of before is to be there
  await console_.bringToFront()
  await console_.keyboard.press('b')
  await hearing
  await hears('taken back: Chromium hall', hall, tones, [hubTone])
  for (const [name, page] of [['Chromium', hall], ['Firefox', screen]] as const) {
    const after = await heardAfter(page, site, 1, -55)
    console.log(`measured silence after take-back, Firefox site → ${name} hall: ${after} ms after the page was told`)
    expect(after).not.toBeNull()
    expect(after ?? 0).toBeLessThan(process.env.STRICT ? 300 : 1500)
  }
})

test('a browser that bundles from the start is heard', async ({ browser }) => {
  const page = await (await browser.newContext({ locale: 'vi-VN' })).newPage()
  await page.addInitScript(() => {
    const Real = window.RTCPeerConnection
    window.RTCPeerConnection = class extends Real {
      constructor(c?: RTCConfiguration) {
        super({ ...c, bundlePolicy: 'max-bundle' })
      }
    }
  })
  await withEars(page)
  await page.goto(demo.ways.hall)
  await hears('max-bundle hall', page, tones, [hubTone])
  await moves('max-bundle hall', page)
  await page.context().close()
})
