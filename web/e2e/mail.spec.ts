import { expect, type Page, test } from '@playwright/test'
import { type Demo, enter, startDemo } from './demo'

/** Who is written to, and what the office sees of it: here a mail server is set at whose port nobody answers. */
let demo: Demo

test.describe.configure({ timeout: 150_000 })

test.beforeAll(async ({}, info) => {
  info.setTimeout(90_000)
  demo = await startDemo('--calm', '--without', 'all', '--mail-server', 'localhost:9', '--mail-from', 'vp@giaoban.example.vn')
})
test.afterAll(() => demo?.stop())

/** Pictures of the screen, where PICTURES names a folder. */
async function shoot(page: Page, name: string) {
  const folder = process.env.PICTURES
  if (!folder) return
  for (const scheme of ['light', 'dark'])
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 })
      await page.locator('html').evaluate((e, s) => e.setAttribute('data-mantine-color-scheme', s), scheme)
      await page.screenshot({ path: `${folder}/${name}-${scheme}-${width}.png`, fullPage: true })
    }
  await page.setViewportSize({ width: 1440, height: 900 })
}

test('an address is given, an invitation is written, the office sees that it could not be sent', async ({ browser }) => {
  const page = await enter(browser, demo.ways.secretary)

  await test.step('the account page refuses what is no address and keeps a good one', async () => {
    await page.goto(`${demo.ways.url}/account`)
    await page.getByLabel('Địa chỉ thư').fill('thuky')
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await expect(page.getByText(/Không phải là địa chỉ thư điện tử/)).toBeVisible()
    await shoot(page, 'account-refused')
    await page.getByLabel('Địa chỉ thư').fill('thuky@giaoban.example.vn')
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await expect(page.getByText('Đã lưu', { exact: true })).toBeVisible()
    await page.reload()
    await expect(page.getByLabel('Địa chỉ thư')).toHaveValue('thuky@giaoban.example.vn')
    await shoot(page, 'account')
  })

  await test.step('nothing has been sent yet', async () => {
    await page.goto(demo.ways.url)
    await expect(page.getByText('Chưa gửi thư nào.')).toBeVisible()
  })

  await test.step('publishing writes an invitation; why it was not sent stands on the overview', async () => {
    const api = `${demo.ways.url}/api/conferences`
    const next = await page.request.post(api, { data: { from_id: demo.ways.conference_id, title: 'Hội nghị sau' } })
    const { id } = (await next.json()) as { id: string }
    const published = await page.request.post(`${api}/${id}/state`, { data: { to: 'published' } })
    expect(published.ok(), await published.text()).toBe(true)
    await expect(async () => {
      await page.reload()
      await expect(page.getByText(/send mail by localhost:9/)).toBeVisible({ timeout: 5_000 })
    }).toPass()
    await expect(page.getByText(/Còn 1 thư chờ gửi/)).toBeVisible()
    await shoot(page, 'overview')
  })

  await test.step('the same in English', async () => {
    await page.goto(`${demo.ways.url}/account`)
    await page.getByText('English').click()
    await expect(page.getByLabel('Mail address')).toBeVisible()
    await shoot(page, 'account-en')
    await page.goto(demo.ways.url)
    await expect(page.getByText(/1 letter is waiting/)).toBeVisible()
    await shoot(page, 'overview-en')
  })
})
