import { expect, test } from '@playwright/test'
import { type Demo, enter, fewSites, startDemo } from './demo'

let demo: Demo

test.beforeAll(async ({}, info) => {
  info.setTimeout(120_000)
  demo = await startDemo(...fewSites)
})
test.afterAll(async () => demo?.stop())

test("a delegate's own device tells who is in a dialogue, in the language that is chosen there", async ({ browser }) => {
  const at = `${demo.ways.url}/api/conferences/${demo.ways.conference_id}`
  const operator = await enter(browser, demo.ways.operator)
  await operator.goto('about:blank')
  const answered = async (path: string, data: unknown = {}) => {
    const answer = await operator.request.post(`${at}/${path}`, { data })
    return answer.ok() ? 'done' : answer.text()
  }
  const secretary = await enter(browser, demo.ways.secretary)
  const data = { delegates: [{ name: 'Rơ Châm Lan', title: 'Bí thư Thị ủy' }] }
  const listed = await secretary.request.put(`${at}/sites/site-an-khe/delegates`, { data })
  const { delegates } = (await listed.json()) as { delegates: { id: string }[] }
  const invited = await secretary.request.post(`${at}/delegates/${delegates[0]?.id}/invitation`)
  const phone = await (await browser.newContext({ locale: 'vi-VN', viewport: { width: 390, height: 844 } })).newPage()
  await phone.goto(((await invited.json()) as { url: string }).url)
  const floor = phone.locator('.gb-delegate-floor')
  const heading = floor.getByRole('heading')

  const others = { site_ids: ['site-pleiku', 'site-hub'] }
  await expect.poll(() => answered('floor/dialogue', others)).toBe('done') // once both are there
  await expect(heading).toHaveText('Thành ủy Pleiku · Tỉnh ủy')
  await expect(floor.getByText('Trao đổi', { exact: true })).toBeVisible()

  await phone.locator('header').getByText('EN', { exact: true }).click()
  await expect(heading).toHaveText('Pleiku City Party Committee · Provincial Party Committee')
  await expect(floor.getByText('Dialogue', { exact: true })).toBeVisible()
  await expect(phone.locator('.sr', { hasText: 'have the floor' })).toBeAttached()

  const late = await answered('floor/take-back', { instead_of: 'site-an-khe' })
  expect(late).toContain('speaker_changed')
  await expect.poll(() => answered('floor/dialogue', { site_ids: ['site-hub', 'site-an-khe'], instead_of: 'site-pleiku' })).toBe('done')
  await expect(heading).toHaveText('This site has the floor')
  await expect(floor).toContainText('Dialogue: Provincial Party Committee · ')

  expect(await answered('floor/take-back', { instead_of: 'site-hub' })).toBe('done')
  await expect(floor).toBeHidden()
})
