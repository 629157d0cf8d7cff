import { expect, type Locator, type Page, test } from '@playwright/test'
import jsqr from 'jsqr'
import { type Demo, enter, startDemo } from './demo'

/** Who is let in to a conference, and who is put out of it again. */
let demo: Demo

test.beforeAll(async ({}, info) => {
  info.setTimeout(120_000)
  demo = await startDemo('--calm', '--without', 'all')
})
test.afterAll(async () => demo?.stop())

test('a device is put out at once, is told how to come back, and comes by the new link alone', async ({ browser }) => {
  const conference = `${demo.ways.url}/api/conferences/${demo.ways.conference_id}`
  const secretary = await enter(browser, demo.ways.secretary)
  const linkOf = async (site: string) => {
    const answer = await secretary.request.get(`${conference}/links`)
    const { sites } = (await answer.json()) as { sites: { site_id: string; url: string }[] }
    return sites.find((s) => s.site_id === site)?.url ?? ''
  }
  const old = await linkOf('site-kbang')
  const device = await (await browser.newContext()).newPage()
  const elsewhere = await (await browser.newContext()).newPage()
  await device.goto(old)
  await device.getByRole('button', { name: 'Vào hội nghị' }).click()
  await elsewhere.goto(await linkOf('site-dak-doa'))
  await elsewhere.getByRole('button', { name: 'Vào hội nghị' }).click()
  const presence = async (site: string) => {
    const { sites } = (await (await secretary.request.get(`${conference}/live`)).json()) as {
      sites: { id: string; presence: string }[]
    }
    return sites.find((s) => s.id === site)?.presence
  }
  await expect.poll(() => presence('site-kbang')).toBe('online')
  await expect.poll(() => presence('site-dak-doa')).toBe('online')

  await secretary.goto(`${demo.ways.url}/conferences/${demo.ways.conference_id}`)
  const row = secretary.locator('.devices li').filter({ hasText: 'Kbang' })
  await expect(row).toContainText('Đang kết nối')
  await row.getByRole('button', { name: /^Cho máy ra/ }).click()
  const dialogue = secretary.getByRole('dialog')
  await expect(dialogue).toContainText('Chrome')
  await dialogue.getByLabel('Đổi luôn đường dẫn').check()
  await dialogue.getByRole('button', { name: 'Cho máy ra' }).click()
  await expect(dialogue).toBeHidden()
  await expect(secretary.locator('.devices li').filter({ hasText: 'Kbang' })).toHaveCount(0)

  await expect(device.getByRole('alert')).toContainText('Máy này đã được cho ra khỏi hội nghị')
  await expect.poll(() => presence('site-kbang')).toBe('lost')
  await expect(elsewhere.locator('.gb-site')).toBeVisible()
  expect(await presence('site-dak-doa')).toBe('online')

  // Reloading and the old link lead nowhere; the new link does.
  await device.reload()
  await expect(device.getByRole('alert')).toContainText('Máy này đã được cho ra khỏi hội nghị')
  await device.goto(old)
  await expect(device.getByRole('alert')).toContainText('hết hạn')
  const anew = await linkOf('site-kbang')
  expect(anew).not.toBe(old)
  await device.goto(anew)
  await expect.poll(() => presence('site-kbang')).toBe('online')
})

/** What a telephone's camera would make of this part of the screen. */
async function scanned(page: Page, at: Locator): Promise<string | undefined> {
  const png = (await at.screenshot()).toString('base64')
  const { width, pixels } = await page.evaluate(async (png) => {
    const picture = await createImageBitmap(new Blob([Uint8Array.from(atob(png), (c) => c.charCodeAt(0))]))
    const canvas = new OffscreenCanvas(picture.width, picture.height)
    const context = canvas.getContext('2d')
    context?.drawImage(picture, 0, 0)
    const { width, data } = context?.getImageData(0, 0, picture.width, picture.height) ?? { width: 0, data: [] }
    return { width, pixels: [...data] }
  }, png)
  return jsqr(Uint8ClampedArray.from(pixels), width, pixels.length / 4 / width)?.data
}

test('links are read from the screen, in the dark scheme too, and from paper', async ({ browser }) => {
  const secretary = await enter(browser, demo.ways.secretary, { colorScheme: 'dark' })
  const at = `${demo.ways.url}/conferences/${demo.ways.conference_id}`
  const answer = await secretary.request.get(`${demo.ways.url}/api/conferences/${demo.ways.conference_id}/links`)
  const links = (await answer.json()) as { sites: { site_id: string; url: string }[]; hall_url: string; watch_url: string }
  await secretary.evaluate(() => localStorage.setItem('mantine-color-scheme-value', 'dark'))

  const listed = await secretary.request.put(
    `${demo.ways.url}/api/conferences/${demo.ways.conference_id}/sites/site-hub/delegates`,
    { data: { delegates: [{ name: 'Trần Minh Khoa', title: 'Bí thư Tỉnh ủy' }] } },
  )
  expect(listed.status()).toBe(200)
  await secretary.goto(at)
  await secretary.getByRole('button', { name: /^Mã QR: .*Kbang/ }).click()
  const dialogue = secretary.getByRole('dialog')
  const shown = dialogue.getByRole('img', { name: /Mã QR/ })
  await expect(shown).toBeVisible()
  const kbang = links.sites.find((s) => s.site_id === 'site-kbang')?.url
  expect(await scanned(secretary, shown)).toBe(kbang)
  await secretary.keyboard.press('Escape')

  await test.step('a delegate scans the link of an own telephone, and is in', async () => {
    await secretary.getByRole('button', { name: /^Mời bằng điện thoại riêng/ }).first().click()
    const own = secretary.getByRole('dialog').getByRole('img', { name: /Mã QR/ })
    await expect(own).toBeVisible()
    const link = await scanned(secretary, own)
    expect(link).toContain('/join/')
    const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage()
    await phone.goto(link ?? '')
    await expect(phone.locator('.gb-delegate')).toBeVisible()
    await secretary.keyboard.press('Escape')
  })

  await secretary.getByRole('link', { name: 'In mã QR' }).click()
  const codes = secretary.locator('.ways').getByRole('img')
  await expect(codes).toHaveCount(links.sites.length + 2)
  await secretary.emulateMedia({ media: 'print' })
  const read = []
  for (const code of await codes.all()) read.push(await scanned(secretary, code))
  expect(read.sort()).toEqual([...links.sites.map((s) => s.url), links.hall_url, links.watch_url].sort())
})
