import { join } from 'node:path'
import { type Browser, chromium, expect, type Page, test } from '@playwright/test'
import { type Demo, startDemo } from './demo'
import { movingPictures, readMarker, whenShown, writeCamera } from './marker'

/** The browser's own site, and the number that its camera shows. */
const site = 'site-kbang'
const cameraNumber = 777
const hubNumber = 1

let demo: Demo
let siteBrowser: Browser

test.describe.configure({ mode: 'serial' })

test.beforeAll(async ({}, info) => {
  info.setTimeout(120_000)
  demo = await startDemo('--calm', '--without', site)
  const camera = join(demo.folder, 'camera.y4m')
  writeCamera(camera, cameraNumber)
  const launch = info.project.use.launchOptions
  siteBrowser = await chromium.launch({
    ...launch,
    args: [...(launch?.args ?? []), `--use-file-for-fake-video-capture=${camera}`],
  })
})

test.afterAll(async () => {
  await siteBrowser?.close()
  await demo?.stop()
})

/** Whose microphones the server takes sound in from, now. */
async function openOnServer(operator: Page): Promise<string[]> {
  const answer = await operator.request.get(`${demo.ways.url}/api/conferences/${demo.ways.conference_id}/microphones`)
  return ((await answer.json()) as { open: string[] }).open
}

async function enterSite(page: Page) {
  await page.goto(demo.ways.sites[site] ?? '')
  await page.getByRole('button', { name: 'Vào hội nghị' }).click()
  await expect(page.getByRole('heading', { name: 'Huyện ủy Kbang' })).toBeVisible()
}

test('a site asks for the floor, is given it, and gives it back', async ({ page: operator, context }) => {
  const screen = await siteBrowser.newPage({ locale: 'vi-VN', viewport: { width: 1280, height: 800 } })
  const hall = await context.newPage()

  await test.step('the wall shows all sites, their pictures move', async () => {
    await operator.goto(demo.ways.operator)
    await expect(operator.locator('.gb-tile')).toHaveCount(19)
    await enterSite(screen)
    await expect.poll(() => movingPictures(operator), { timeout: 60_000 }).toBeGreaterThanOrEqual(17)
  })

  await test.step('the hall shows the chair; only the hub is heard', async () => {
    await hall.goto(demo.ways.hall)
    await expect.poll(() => readMarker(hall), { timeout: 30_000 }).toBe(hubNumber)
    await expect.poll(() => openOnServer(operator)).toEqual(['site-hub'])
    await expect(screen.getByText('Micrô đang tắt').first()).toBeVisible()
  })

  await test.step('the site asks; the operator gives it the floor', async () => {
    await screen.getByLabel('Nội dung').fill('Tiến độ trồng rừng')
    await screen.getByLabel('Người phát biểu').fill('Đinh Thị Mai Lan')
    await screen.getByRole('button', { name: 'Xin phát biểu' }).click()
    await expect(operator.getByText('Tiến độ trồng rừng')).toBeVisible()
    await operator.bringToFront()
    await operator.keyboard.press('g')
  })

  await test.step("the hall's picture is the site's, and only its microphone is open", async () => {
    await expect.poll(() => readMarker(hall)).toBe(cameraNumber)
    await expect.poll(() => openOnServer(operator)).toEqual([site])
    await expect(screen.getByText('ĐANG LÊN HÌNH').first()).toBeVisible()
    await expect(hall.getByText('Đinh Thị Mai Lan')).toBeVisible()
    // Who speaks sees the chair, and itself beside.
    await expect.poll(() => readMarker(screen)).toBe(hubNumber)
  })

  await test.step('the clock runs', async () => {
    const clock = operator.getByRole('timer').first()
    const before = await clock.innerText()
    await expect.poll(() => clock.innerText()).not.toBe(before)
    expect(before).toMatch(/^\d+:\d\d$/)
  })

  await test.step('taking back restores the chair', async () => {
    await operator.keyboard.press('b')
    await expect.poll(() => readMarker(hall)).toBe(hubNumber)
    await expect.poll(() => openOnServer(operator)).toEqual(['site-hub'])
    await expect(screen.getByText('Micrô đang tắt').first()).toBeVisible()
  })

  await test.step('a reload on the air comes back muted, until the operator confirms', async () => {
    await operator.keyboard.press('6')
    await expect(operator.locator(`.gb-tile[data-site="${site}"]`)).toHaveAttribute('data-next', 'true')
    await operator.keyboard.press('Space')
    await expect.poll(() => openOnServer(operator)).toEqual([site])
    await screen.reload()
    await expect(screen.getByText('Micrô đang tắt').first()).toBeVisible()
    await expect(operator.getByText('đã kết nối lại, đang tắt tiếng')).toBeVisible()
    await expect.poll(() => openOnServer(operator)).toEqual([])
    await operator.getByRole('button', { name: 'Mở lại micrô' }).first().click()
    await expect.poll(() => openOnServer(operator)).toEqual([site])
    await expect(screen.getByText('ĐANG LÊN HÌNH').first()).toBeVisible()
  })
})

test('how soon the hall shows a floor change', async ({ page: operator, context }) => {
  await operator.goto(demo.ways.operator)
  await expect(operator.locator('.gb-tile')).toHaveCount(19)
  const hall = await context.newPage()
  await hall.goto(demo.ways.hall)
  await expect.poll(() => readMarker(hall), { timeout: 30_000 }).not.toBeNull()
  const times: number[] = []
  for (const number of [3, 8, 12, 17, 5, 14]) {
    // On preview first, as an operator does: the halls make ready.
    await operator.bringToFront()
    const id = await operator.locator('.gb-tile').nth(number - 1).getAttribute('data-site')
    await operator.locator('.gb-tile').nth(number - 1).click()
    await expect(operator.locator(`.gb-tile[data-site="${id}"]`)).toHaveAttribute('data-next', 'true')
    await operator.waitForTimeout(700)
    const seen = whenShown(hall, number)
    const asked = Date.now()
    await operator.keyboard.press('Space')
    times.push(Math.round((await seen) - asked))
  }
  times.sort((a, b) => a - b)
  console.log(`key pressed → first frame of the new picture in the hall, ms: ${times.join(' ')}`)
  expect(times).toHaveLength(6)
})
