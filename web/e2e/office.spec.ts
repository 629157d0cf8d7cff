import { expect, type Page, test } from '@playwright/test'
import { type Demo, enter, startDemo } from './demo'

/** What the office's screens promise beside their contents: nothing typed is lost, nobody reloads, all by keyboard. */
let demo: Demo

test.describe.configure({ timeout: 150_000 })

test.beforeAll(async ({}, info) => {
  info.setTimeout(90_000)
  demo = await startDemo('--calm', '--without', 'all')
})
test.afterAll(() => demo?.stop())

async function reportForm(page: Page) {
  await page.goto(`${demo.ways.url}/reports`)
  await expect(page.getByRole('heading', { name: 'Chỉ tiêu' }).first()).toBeVisible()
}

/** The unit's report as the server has it. */
async function onServer(page: Page) {
  const { current_id } = await (await page.request.get(`${demo.ways.url}/api/periods`)).json()
  const answer = await page.request.get(`${demo.ways.url}/api/periods/${current_id}/units/pc-kbang/report`)
  return (await answer.json()) as {
    areas: { name: string; text: string }[]
    indicators: { name: string; plan: string; actual: string }[]
  }
}
const textOnServer = (page: Page, area: string) => async () =>
  (await onServer(page)).areas.find((a) => a.name === area)?.text

const economy = 'Phát triển kinh tế'
const party = 'Xây dựng Đảng và hệ thống chính trị'
const defence = 'Quốc phòng – an ninh'

test('what is typed survives a lost line, a closed page and another hand', async ({ browser }) => {
  const page = await enter(browser, demo.ways.reporter)
  await reportForm(page)

  await test.step('typing is saving', async () => {
    await page.getByLabel(economy).fill('Thu ngân sách đạt kế hoạch.')
    await expect(page.getByText(/Đã lưu lúc/)).toBeVisible()
    expect(await textOnServer(page, economy)()).toBe('Thu ngân sách đạt kế hoạch.')
  })

  await test.step('without a line the text is kept on this machine, and says so', async () => {
    await page.context().setOffline(true)
    await page.getByLabel(defence).fill('Giữ vững ổn định.')
    await expect(page.getByText(/Nội dung được giữ trên máy này/)).toBeVisible()
    expect(await textOnServer(page, defence)()).toBe('')
  })

  await test.step('the page is closed; the next one brings the text and the server gets it', async () => {
    await page.goto('about:blank')
    await page.context().setOffline(false)
    await reportForm(page)
    await expect(page.getByLabel(defence)).toHaveValue('Giữ vững ổn định.')
    await expect.poll(textOnServer(page, defence)).toBe('Giữ vững ổn định.')
  })

  await test.step('of two tabs each keeps its own field and takes in the other with its next save', async () => {
    const second = await page.context().newPage()
    await reportForm(second)
    await page.getByLabel(party).fill('Từ tab thứ nhất.')
    await expect.poll(textOnServer(page, party)).toBe('Từ tab thứ nhất.')
    await second.getByLabel(economy).fill('Từ tab thứ hai.')
    await expect.poll(textOnServer(page, economy)).toBe('Từ tab thứ hai.')
    await expect(second.getByLabel(party)).toHaveValue('Từ tab thứ nhất.')
    await page.getByLabel(defence).fill('Giữ vững ổn định, không bị động.')
    await expect(page.getByLabel(economy)).toHaveValue('Từ tab thứ hai.')
    await expect.poll(textOnServer(page, defence)).toBe('Giữ vững ổn định, không bị động.')
    await second.close()
  })

  await test.step('the same field from two hands: mine stands, theirs can be taken', async () => {
    await page.context().setOffline(true)
    await page.getByLabel(party).fill('Của tôi.')
    await expect(page.getByText(/Nội dung được giữ trên máy này/)).toBeVisible()
    const other = await enter(browser, demo.ways.reporter)
    await reportForm(other)
    await other.getByLabel(party).fill('Của người thứ hai.')
    await expect.poll(textOnServer(other, party)).toBe('Của người thứ hai.')
    await other.context().close()
    await page.context().setOffline(false)
    const notice = page.getByRole('alert').filter({ hasText: 'Của người thứ hai.' })
    await expect(notice).toBeVisible()
    await expect(page.getByLabel(party)).toHaveValue('Của tôi.')
    await notice.getByRole('button').click()
    await expect.poll(textOnServer(page, party)).toBe('Của người thứ hai.')
  })
  await page.context().close()
})

test('a table pasted from a spreadsheet fills the indicators by name', async ({ browser }) => {
  const page = await enter(browser, demo.ways.reporter)
  await reportForm(page)
  await page.getByLabel('Thu ngân sách trên địa bàn – Kế hoạch').focus()
  await page.evaluate((text) => {
    const data = new DataTransfer()
    data.setData('text/plain', text)
    document.activeElement?.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    )
  }, 'Trồng rừng tập trung\tha\t500\t480\nKết nạp đảng viên mới\tngười\t60\t64')
  await expect(page.getByLabel('Trồng rừng tập trung – Thực hiện')).toHaveValue('480')
  await expect(page.getByLabel('Kết nạp đảng viên mới – Kế hoạch')).toHaveValue('60')
  await expect(page.getByLabel('Thu ngân sách trên địa bàn – Kế hoạch')).not.toHaveValue(/Trồng/)
  await expect
    .poll(async () => (await onServer(page)).indicators.find((i) => i.name === 'Trồng rừng tập trung')?.actual)
    .toBe('480')
  await page.context().close()
})

test('the office returns a report only with a reason', async ({ browser }) => {
  const secretary = await enter(browser, demo.ways.secretary)
  await secretary.goto(`${demo.ways.url}/reports`)
  await secretary.getByRole('button', { name: 'Trả lại' }).first().click()
  const dialogue = secretary.getByRole('dialog')
  await dialogue.getByRole('button', { name: 'Trả lại' }).click()
  await expect(dialogue.getByText('Phải điền mục này')).toBeVisible()
  await dialogue.getByLabel('Lý do').fill('Thiếu số liệu quý.')
  await dialogue.getByRole('button', { name: 'Trả lại' }).click()
  await expect(dialogue).toBeHidden()
  await secretary.context().close()
})

test('an agenda is put in order by keyboard and saved; another screen follows by itself', async ({ browser }) => {
  const page = await enter(browser, demo.ways.secretary)
  const made = await page.request.post(`${demo.ways.url}/api/conferences`, {
    data: { from_id: demo.ways.conference_id, title: 'Hội nghị quý sau' },
  })
  const { id } = (await made.json()) as { id: string }
  const agenda = async () => {
    const answer = await page.request.get(`${demo.ways.url}/api/conferences/${id}`)
    return ((await answer.json()) as { agenda: { title: string }[] }).agenda.map((i) => i.title)
  }
  const [first, second, third, ...rest] = await agenda()
  const watcher = await enter(browser, demo.ways.chair)
  await watcher.goto(`${demo.ways.url}/conferences/${id}`)
  await expect(watcher.getByRole('heading', { name: 'Hội nghị quý sau' })).toBeVisible()

  await page.goto(`${demo.ways.url}/conferences/${id}`)
  await page.getByRole('button', { name: `Chuyển mục 2: ${second}` }).focus()
  await page.keyboard.press('Space')
  // The rows are measured in the next frames; what is announced says when they have been.
  await expect(page.getByText('Mục đang ở vị trí 2.')).toBeAttached()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByText('Mục đang ở vị trí 3.')).toBeAttached()
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: `Chuyển mục 3: ${second}` })).toBeVisible()
  await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  await expect(page.getByText('Đã lưu chương trình')).toBeVisible()
  expect(await agenda()).toEqual([first, third, second, ...rest])
  await expect(watcher.locator('main')).toContainText(
    new RegExp([third, second].map((s) => s?.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[\\s\\S]*')),
  )
  // A state secret does not come in, and the reason stands at the field; an internal item does.
  await page.getByRole('button', { name: /^Đơn vị, độ mật, thời gian phát biểu: 2\./ }).click()
  const mark = async (name: string) => {
    await page.getByLabel('Mức độ mật 2').first().click()
    await page.getByRole('option', { name, exact: true }).click()
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
  }
  await mark('Mật')
  await expect(page.getByText('Tài liệu mật không được đưa vào chương trình này.').first()).toBeVisible()
  await mark('Lưu hành nội bộ')
  await expect(page.getByRole('button', { name: 'Lưu', exact: true })).toBeHidden()
  await expect(watcher.locator('main')).toContainText('Lưu hành nội bộ')
  await watcher.context().close()
  await page.context().close()
})

test('a signed-out reporter comes back to the same page with what was typed', async ({ browser }) => {
  const page = await enter(browser, demo.ways.reporter)
  await reportForm(page)
  await page.getByLabel(defence).waitFor()
  const where = page.url()
  // Elsewhere the same person signs out: this page's session is gone.
  expect((await page.request.delete(`${demo.ways.url}/api/session`)).status()).toBe(204)
  await page.getByLabel(defence).fill('Gõ khi phiên đã hết.')
  await expect(page).toHaveURL(/\/login\?to=/)
  await page.getByLabel('Tên đăng nhập').fill('kbang')
  await page.getByLabel('Mật khẩu', { exact: true }).fill(demo.ways.password)
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
  await expect(page).toHaveURL(where)
  await expect(page.getByLabel(defence)).toHaveValue('Gõ khi phiên đã hết.')
  await expect.poll(textOnServer(page, defence)).toBe('Gõ khi phiên đã hết.')
  await page.context().close()
})

test('on a phone no screen runs off its side', async ({ browser }) => {
  const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
  const wide: string[] = []
  const measure = async (page: Page, paths: string[]) => {
    for (const path of paths) {
      await page.goto(demo.ways.url + path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      if (width > 390) wide.push(`${path}: ${width}`)
    }
    await page.context().close()
  }
  const here = `/conferences/${demo.ways.conference_id}`
  const secretary = await enter(browser, demo.ways.secretary, phone)
  const answer = await secretary.request.get(`${demo.ways.url}/api/directives`)
  const { directives } = (await answer.json()) as { directives: { id: string }[] }
  await measure(secretary, [
    '/', '/reports', '/reports/synthesis', '/conferences', here, `${here}/conclusion`, `${here}/minutes`,
    '/directives', `/directives/${directives[0]?.id}`, '/account',
  ])
  await measure(await enter(browser, demo.ways.reporter, phone), ['/', '/reports', '/directives'])
  expect(wide).toEqual([])
})

test('a passage that is no directive is not proposed again; what was learned is seen and forgotten', async ({ browser }) => {
  const page = await enter(browser, demo.ways.secretary)
  const conference = `/conferences/${demo.ways.conference_id}`
  await page.goto(`${demo.ways.url}${conference}/conclusion`)
  await page
    .getByRole('textbox', { name: 'Nội dung kết luận' })
    .fill('Giao Huyện ủy Kbang rà soát quỹ đất trước ngày 20/12.\nGiao Huyện ủy Ia Grai báo cáo tiến độ thu ngân sách trước ngày 25/12.\n')
  const drafts = page.getByLabel(/^Dự thảo \d+: Nội dung/)
  const draftAgain = async (expected: number) => {
    await page.getByRole('button', { name: 'Soạn dự thảo' }).click()
    await expect(drafts).toHaveCount(expected)
  }
  await draftAgain(2)
  await page.getByRole('button', { name: 'Thao tác: Dự thảo 2' }).click()
  await page.getByRole('menuitem', { name: 'Không phải chỉ đạo' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Không phải chỉ đạo' }).click()
  await expect(drafts).toHaveCount(1)
  await page.getByRole('button', { name: 'Sửa văn bản' }).click()
  await draftAgain(1)
  await page.getByRole('button', { name: 'Đã học' }).click()
  await page.getByRole('button', { name: /^Quên: .*thu ngân sách/ }).click()
  await expect(page.getByText('Chưa học được điều gì')).toBeVisible()
  await page.context().close()
})
