import { expect, test } from '@playwright/test'
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
