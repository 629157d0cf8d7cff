import { expect, type Page, test } from '@playwright/test'
import { type Demo, enter, startDemo } from './demo'
import { pdfOf } from './paper'

/** A series from its first conference on: copied, its papers on the screens, a delegate's phone, one called off. */
let demo: Demo
let secretary: Page

test.describe.configure({ mode: 'serial', timeout: 240_000 })
test.beforeAll(async ({ browser }, info) => {
  info.setTimeout(120_000)
  demo = await startDemo('--calm', '--without', 'all')
  secretary = await enter(browser, demo.ways.secretary)
})
test.afterAll(() => demo?.stop())

const idOf = (page: Page) => /conferences\/(\w+)/.exec(page.url())?.[1] ?? ''
const series = 'Hội nghị giao ban tháng'
const copied = 'Hội nghị giao ban tháng, kỳ hai'
const paper = 'Báo cáo tổng hợp.pdf'
let second = ''

test('the office begins a series; what is missing is named field by field', async () => {
  await secretary.goto(`${demo.ways.url}/conferences`)
  await secretary.getByRole('button', { name: 'Chuỗi hội nghị mới' }).click()
  const form = secretary.getByRole('dialog', { name: 'Chuỗi hội nghị mới' })
  await expect(form.getByText('Điểm cầu tham dự: 19/19')).toBeVisible()
  await form.getByRole('button', { name: 'Tạo chuỗi và kỳ đầu' }).click()
  await expect(form.getByText('Bắt buộc nhập.')).toHaveCount(3)
  await expect(form.getByLabel('Tên chuỗi hội nghị')).toBeFocused()
  await form.getByLabel('Tên chuỗi hội nghị').fill(series)
  await form.getByLabel('Tên tiếng Anh').fill('Monthly briefing')
  await form.getByRole('combobox', { name: 'Chu kỳ' }).click()
  await secretary.getByRole('option', { name: 'Hằng tháng' }).click()
  await form.getByLabel('Người chủ trì').fill('Trần Minh Khoa')
  await form.getByLabel('Chức vụ').fill('Bí thư')
  await form.getByRole('button', { name: 'Kỳ đầu bắt đầu' }).click()
  const calendar = secretary.locator('[data-dates-dropdown]')
  await calendar.locator('button:not([data-outside])', { hasText: /^15$/ }).click()
  await calendar.locator('.mantine-DateTimePicker-submitButton').click()
  await form.getByRole('button', { name: 'Tạo chuỗi và kỳ đầu' }).click()
  await expect(form).toBeHidden()
  await expect(secretary.getByRole('heading', { name: series, level: 1 })).toBeVisible()
  await expect(secretary.getByLabel('Nội dung 5')).toHaveValue('Kết luận')
})

test('its next conference is a copy with chosen sites', async () => {
  await secretary.goto(`${demo.ways.url}/conferences`)
  await secretary.getByRole('button', { name: 'Hội nghị mới', exact: true }).click()
  const form = secretary.getByRole('dialog', { name: 'Hội nghị mới', exact: true })
  await form.getByRole('combobox', { name: 'Tạo từ kỳ trước' }).click()
  await secretary.getByRole('option', { name: series, exact: true }).click()
  await form.getByLabel('Tên hội nghị').fill(copied)
  await expect(form.getByText('Điểm cầu tham dự: 19/19')).toBeVisible()
  await form.getByRole('button', { name: 'Chỉ điểm cầu chính' }).click()
  for (const site of ['Thành ủy Pleiku', 'Huyện ủy Kbang']) await form.getByLabel(site).check()
  await expect(form.getByText('Điểm cầu tham dự: 3/19')).toBeVisible()
  await form.getByRole('button', { name: 'Tạo hội nghị' }).click()
  await expect(secretary.getByRole('heading', { name: copied, level: 1 })).toBeVisible()
  second = idOf(secretary)
  await expect(secretary.getByText('3 điểm cầu')).toBeVisible()
})

test('who chairs is named in order; the account among them may conduct, a name alone may not', async ({ browser }) => {
  const name = (n: number) => secretary.getByLabel(`Họ và tên: người thứ ${n}`)
  const grip = (n: number) => secretary.getByRole('button', { name: `Chuyển người thứ ${n}: ` })
  await expect(name(1)).toHaveValue('Trần Minh Khoa') // copied
  await secretary.getByRole('button', { name: 'Thêm đồng chủ trì' }).click()
  await secretary.getByRole('combobox', { name: 'Tài khoản: người thứ 2' }).fill('huyen uy kbang')
  await secretary.getByRole('option', { name: /Bí thư Huyện ủy Kbang/ }).click()
  const head = await name(2).inputValue()
  expect(head).not.toBe('')
  await secretary.getByRole('button', { name: 'Thêm đồng chủ trì' }).click()
  await secretary.getByRole('button', { name: 'Lưu người chủ trì' }).click()
  await expect(secretary.getByText('Bắt buộc nhập.')).toBeVisible()
  await name(3).fill('Rơ Châm Y Blưn')
  await secretary.getByLabel('Chức vụ: người thứ 3').fill('Chủ tịch UBND tỉnh')
  await grip(3).focus()
  await secretary.keyboard.press('Space')
  await expect(secretary.getByText('Đang ở vị trí 3.')).toBeAttached()
  await secretary.keyboard.press('ArrowUp')
  await expect(secretary.getByText('Đang ở vị trí 2.')).toBeAttached()
  await secretary.keyboard.press('Space')
  await expect(name(2)).toHaveValue('Rơ Châm Y Blưn')
  await secretary.getByRole('button', { name: 'Lưu người chủ trì' }).click()
  await expect(secretary.getByText('Đã lưu người chủ trì')).toBeVisible()
  await secretary.reload()
  await expect(name(3)).toHaveValue(head)
  const [from, to] = [await grip(3).boundingBox(), await grip(2).boundingBox()]
  if (!from || !to) throw new Error('no grips')
  await secretary.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
  await secretary.mouse.down()
  await secretary.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 12 })
  await secretary.mouse.up()
  await expect(name(2)).toHaveValue(head)
  await secretary.getByRole('button', { name: 'Bỏ', exact: true }).click()
  await expect(name(2)).toHaveValue('Rơ Châm Y Blưn')

  const coChair = await enter(browser, demo.ways.head)
  const plan = await coChair.request.get(`${demo.ways.url}/api/conferences/${second}`)
  expect(((await plan.json()) as { can: string[] }).can).toContain('chair')
  const reporter = await enter(browser, demo.ways.reporter)
  expect((await reporter.request.get(`${demo.ways.url}/api/conferences/${second}`)).status()).toBe(404) // still a draft
  for (const page of [coChair, reporter]) await page.context().close()
})

test('papers and delegates are put on record, and the conference is published', async () => {
  const chooser = secretary.waitForEvent('filechooser')
  await secretary.getByRole('button', { name: 'Thêm tài liệu' }).click()
  await (await chooser).setFiles([
    { name: paper, mimeType: 'application/pdf', buffer: pdfOf([0.1, 0.3, 0.5], [0.5, 0.2, 0.1], [0.1, 0.4, 0.2]) },
  ])
  await expect(secretary.getByRole('link', { name: paper })).toBeVisible()
  const wrong = secretary.waitForEvent('filechooser')
  await secretary.getByRole('button', { name: 'Thêm tài liệu' }).click()
  await (await wrong).setFiles([{ name: 'trang.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<script>') }])
  await expect(secretary.getByText('Loại tệp này không được nhận')).toBeVisible()

  await secretary.getByRole('combobox', { name: 'Điểm cầu' }).click()
  await secretary.getByRole('option', { name: /Huyện ủy Kbang/ }).click()
  await secretary.getByRole('button', { name: 'Thêm đại biểu' }).click()
  await secretary.getByLabel('Họ và tên 1').fill('Rơ Châm Lan')
  await secretary.getByLabel('Chức vụ 1').fill('Bí thư Huyện ủy')
  await secretary.getByRole('button', { name: 'Thêm đại biểu' }).click()
  await secretary.getByRole('button', { name: 'Lưu', exact: true }).click()
  await expect(secretary.getByText('Bắt buộc nhập.')).toBeVisible()
  await secretary.getByLabel('Họ và tên 2').fill('Đinh Văn Nam')
  await secretary.getByRole('button', { name: 'Lưu', exact: true }).click()
  await expect(secretary.getByText('Đã lưu danh sách đại biểu')).toBeVisible()

  await secretary.getByRole('button', { name: 'Thông báo' }).click()
  await expect(secretary.getByText('Đã thông báo', { exact: true })).toBeVisible()
})

test('a delegate asks from an own phone before the day, by a code', async ({ browser }) => {
  await secretary.getByRole('button', { name: 'Mời bằng điện thoại riêng: Đinh Văn Nam' }).click()
  const code = await secretary.getByRole('dialog').getByText(/^\d{6}$/).textContent()
  await secretary.keyboard.press('Escape')
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'vi-VN' })
  const phone = await context.newPage()
  await phone.goto(`${demo.ways.url}/join`)
  await phone.getByRole('textbox').first().click()
  await phone.keyboard.type(code ?? '')
  await expect(phone).toHaveURL(/\/delegate\//)
  await expect(phone.getByText('Đinh Văn Nam')).toBeVisible()
  await expect(phone.getByRole('link', { name: paper })).toBeVisible()
  await phone.getByLabel('Nội dung phát biểu').fill('Giải ngân vốn đầu tư công')
  await phone.getByRole('button', { name: 'Xin phát biểu' }).click()
  await expect(phone.getByRole('heading', { name: 'Thứ 1 trong danh sách' })).toBeVisible()
  await phone.getByRole('button', { name: 'Rút đăng ký' }).click()
  await expect(phone.getByLabel('Nội dung phát biểu')).toBeVisible()
  await context.close()
})

test('a page of the paper stands on the hall screen and the delegate\'s own; the operator turns it', async ({ browser }) => {
  await secretary.getByRole('button', { name: 'Kiểm tra kỹ thuật' }).click()
  await expect(secretary.getByText('Kiểm tra kỹ thuật', { exact: true }).first()).toBeVisible()
  const links = await secretary.request.get(`${demo.ways.url}/api/conferences/${second}/links`)
  const { hall_url } = (await links.json()) as { hall_url: string }
  await secretary.getByRole('button', { name: 'Mời bằng điện thoại riêng: Rơ Châm Lan' }).click()
  const own = await secretary.getByRole('dialog').getByLabel('Đường dẫn').inputValue()
  await secretary.keyboard.press('Escape')
  const tablet = await (await browser.newContext({ viewport: { width: 820, height: 1180 }, locale: 'vi-VN' })).newPage()
  await tablet.goto(own)
  await expect(tablet.getByText('Rơ Châm Lan')).toBeVisible()
  const followed = tablet.locator('.gb-followed')
  await expect(followed).toHaveCount(0)
  const hall = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage()
  await hall.goto(hall_url)
  const card = hall.locator('.gb-card')
  await expect(card).toContainText('Đồng chủ trì')
  await expect(card).toContainText('Rơ Châm Y Blưn, Chủ tịch UBND tỉnh')
  const coChair = await enter(browser, demo.ways.head)
  await coChair.goto(`${demo.ways.url}/conferences/${second}`)
  await coChair.getByRole('link', { name: 'Bàn chủ trì' }).click()
  await expect(coChair.getByRole('heading', { name: copied, level: 1 })).toBeVisible()
  const live = await coChair.request.get(`${demo.ways.url}/api/conferences/${second}/live`)
  expect(((await live.json()) as { you: { can: string[] } }).you.can).toContain('floor.grant')
  await coChair.context().close()
  const operator = await enter(browser, demo.ways.operator)
  await operator.goto(`${demo.ways.url}/console/${second}`)
  await expect(operator.locator('.gb-tile')).toHaveCount(3)
  await operator.keyboard.press('t')
  await operator.getByRole('dialog').getByRole('button', { name: paper }).click()
  await expect(hall.locator('.gb-page[data-page="1"] canvas')).toBeVisible()
  await expect(operator.getByText('1/3')).toBeVisible()
  await expect(operator.getByRole('dialog')).toHaveCount(0)
  await operator.keyboard.press('PageDown')
  await expect(operator.getByText('2/3')).toBeVisible()
  await expect(hall.getByRole('img', { name: `${paper}, trang 2/3` })).toBeVisible()
  await expect(hall.locator('.gb-page')).toHaveAttribute('data-page', '2')
  await expect(followed.locator('.gb-page[data-page="2"] canvas')).toBeVisible()
  await followed.getByRole('button', { name: 'Trang trước' }).click() // by themselves
  await expect(followed.locator('.gb-page')).toHaveAttribute('data-page', '1')
  await expect(followed.getByRole('status')).toHaveText('Đang xem riêng. Hội trường ở trang 2.')
  await operator.keyboard.press('PageDown')
  await expect(operator.getByText('3/3')).toBeVisible()
  await expect(followed.getByRole('status')).toHaveText('Đang xem riêng. Hội trường ở trang 3.')
  await expect(followed.locator('.gb-page')).toHaveAttribute('data-page', '1')
  await followed.getByRole('button', { name: 'Theo lại hội trường' }).click()
  await expect(followed.locator('.gb-page')).toHaveAttribute('data-page', '3')
  await expect(followed.getByRole('status')).toHaveText('Đang theo trang của hội trường.')
  await operator.keyboard.press('PageDown') // there is no fourth
  await operator.keyboard.press('PageUp')
  await expect(operator.getByText('2/3')).toBeVisible()
  await expect(hall.locator('.gb-page')).toHaveAttribute('data-page', '2')
  await operator.getByRole('button', { name: 'Thôi chiếu' }).click()
  await expect(hall.locator('.gb-page')).toHaveCount(0)
  await expect(followed).toHaveCount(0)
  await tablet.context().close()
  await hall.context().close()
  await operator.context().close()
})

test('the conference is called off: the reason stands on the screens, and everything is refused', async ({ browser }) => {
  await secretary.getByRole('button', { name: 'Hủy hội nghị' }).click()
  const ask = secretary.getByRole('dialog')
  await ask.getByRole('button', { name: 'Hủy hội nghị' }).click()
  await expect(ask.getByText('Phải điền mục này')).toBeVisible()
  await ask.getByLabel('Lý do hủy').fill('Bão số 9 đổ bộ')
  const links = await secretary.request.get(`${demo.ways.url}/api/conferences/${second}/links`)
  const { hall_url } = (await links.json()) as { hall_url: string }
  const hall = await (await browser.newContext()).newPage()
  await hall.goto(hall_url)
  await expect(hall.locator('.gb-hall')).toBeVisible()
  await ask.getByRole('button', { name: 'Hủy hội nghị' }).click()
  await expect(secretary.getByText('Hội nghị đã hủy').first()).toBeVisible()
  await expect(secretary.getByText('Bão số 9 đổ bộ')).toBeVisible()
  await expect(hall.getByText('Bão số 9 đổ bộ')).toBeVisible()
  const opened = await secretary.request.post(`${demo.ways.url}/api/conferences/${second}/state`, { data: { to: 'live' } })
  expect(opened.status()).toBe(409)
  expect(((await opened.json()) as { code: string }).code).toBe('conference_cancelled')
  await hall.context().close()
})

test('a device whose clock is an hour off shows the same time left, and is told', async ({ browser }) => {
  const now = `${demo.ways.url}/api/conferences/${demo.ways.conference_id}`
  const site = async (shift: number) => {
    const context = await browser.newContext({ permissions: ['camera', 'microphone'], locale: 'vi-VN' })
    await context.addInitScript((ms) => {
      const real = Date
      const shifted = class extends real {
        constructor(...args: []) {
          if (args.length === 0) super(real.now() + ms)
          else super(...args)
        }
        static override now() {
          return real.now() + ms
        }
      }
      globalThis.Date = shifted as DateConstructor
    }, shift)
    const page = await context.newPage()
    await page.goto(demo.ways.watch)
    await expect(page.locator('.gb-hall')).toBeVisible()
    return page
  }
  const right = await site(0)
  const fast = await site(3_600_000)
  // A point in time for both to count to: the break's clock needs no site.
  const until = new Date(Date.now() + 30 * 60_000).toISOString()
  const operator = await enter(browser, demo.ways.operator)
  const put = await operator.request.post(`${now}/programme/scene`, { data: { scene: 'break', break_until: until } })
  expect(put.status(), await put.text()).toBe(200)
  const seconds = async (page: Page) => {
    const text = (await page.locator('.gb-card-clock').textContent()) ?? ''
    const [m = 0, s = 0] = text.split(':').map(Number)
    return m * 60 + s
  }
  await expect(right.locator('.gb-card-clock')).toBeVisible()
  await expect(fast.locator('.gb-card-clock')).toBeVisible()
  const apart = Math.abs((await seconds(right)) - (await seconds(fast)))
  expect(apart).toBeLessThan(60) // an hour off would be thirty minutes here, or none
  expect(await seconds(fast)).toBeGreaterThan(20 * 60)
  for (const page of [right, fast, operator]) await page.context().close()
})
