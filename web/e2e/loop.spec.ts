import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type Demo, enter, startDemo } from './demo'

/** The whole loop in one story: report → conference → conclusion → directives → progress → the next conference. */
let demo: Demo
const unit = 'Huyện ủy Kbang'

test.beforeAll(async ({}, info) => {
  info.setTimeout(90_000)
  demo = await startDemo('--calm', '--without', 'all')
})
test.afterAll(() => demo?.stop())

/** The running page's own questions ask twice; the second button is in the dialogue. */
const inDialogue = (page: Page, name: string | RegExp) => page.getByRole('dialog').getByRole('button', { name })

test('from a report to what the next conference opens with', async ({ browser }) => {
  const reporter = await enter(browser, demo.ways.reporter)
  const secretary = await enter(browser, demo.ways.secretary)

  await test.step('a report with a word in a number field is refused in plain words, and nothing is lost', async () => {
    await reporter.goto(`${demo.ways.url}/reports`)
    await expect(reporter.getByRole('heading', { name: 'Chỉ tiêu' }).first()).toBeVisible()
    for (const [name, plan, actual] of [
      ['Thu ngân sách trên địa bàn', '120', '96,5'],
      ['Giải ngân vốn đầu tư công', '80', 'tám mươi'],
      ['Xóa nhà tạm, nhà dột nát', '1.100', '1.050'],
      ['Kết nạp đảng viên mới', '60', '64'],
      ['Trồng rừng tập trung', '340', '210'],
    ]) {
      await reporter.getByLabel(`${name} – Kế hoạch`).fill(plan ?? '')
      await reporter.getByLabel(`${name} – Thực hiện`).fill(actual ?? '')
    }
    for (const area of ['Xây dựng Đảng và hệ thống chính trị', 'Phát triển kinh tế', 'Văn hóa – xã hội', 'Quốc phòng – an ninh'])
      await reporter.getByLabel(area).fill(`${area}: hoàn thành kế hoạch quý.`)
    await reporter.getByRole('button', { name: 'Nộp báo cáo' }).click()
    await inDialogue(reporter, 'Nộp báo cáo').click()
    await expect(reporter.getByText('Còn 1 chỗ cần sửa trước khi nộp')).toBeVisible()
    await expect(reporter.getByRole('dialog')).toBeHidden()
    await expect(reporter.getByText(/Giải ngân vốn đầu tư công.*tám mươi/).first()).toBeVisible()
    await expect(reporter.getByLabel('Phát triển kinh tế')).toHaveValue('Phát triển kinh tế: hoàn thành kế hoạch quý.')
  })

  await test.step('the report is submitted and accepted', async () => {
    await reporter.getByLabel('Giải ngân vốn đầu tư công – Thực hiện').fill('71,2')
    await reporter.getByRole('button', { name: 'Nộp báo cáo' }).click()
    await inDialogue(reporter, 'Nộp báo cáo').click()
    await expect(reporter.getByText('Báo cáo đã nộp, đang chờ văn phòng duyệt.')).toBeVisible()
    await secretary.goto(`${demo.ways.url}/reports`)
    await secretary.getByRole('link', { name: unit }).first().click()
    await secretary.waitForURL(/pc-kbang/)
    await expect(secretary.getByText('Trồng rừng tập trung').first()).toBeVisible()
    await secretary.getByRole('button', { name: 'Duyệt', exact: true }).click()
    await inDialogue(secretary, 'Duyệt').click()
    // Nobody reloads: the reporter's page says so by itself.
    await expect(reporter.getByText('Báo cáo đã được duyệt và khóa.')).toBeVisible()
  })

  const conference = `${demo.ways.url}/conferences/${demo.ways.conference_id}`
  await test.step('an empty conclusion and a file that is no text are refused', async () => {
    await secretary.goto(`${conference}/conclusion`)
    await expect(secretary.getByRole('textbox', { name: 'Nội dung kết luận' })).toBeVisible()
    await secretary.getByRole('button', { name: 'Soạn dự thảo' }).click()
    await expect(secretary.getByText('Kết luận còn trống').first()).toBeVisible()
    const binary = join(demo.folder, 'anh.txt')
    writeFileSync(binary, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0xff, 0xfe, 0]))
    await secretary.locator('input[type=file]').setInputFiles(binary)
    await expect(secretary.getByText('Tệp này không phải văn bản')).toBeVisible()
  })

  await test.step('the conclusion becomes drafts, the drafts directives', async () => {
    const text = readFileSync(join(import.meta.dirname, '../../docs/examples/ket-luan.txt'), 'utf8')
    await secretary.getByRole('textbox', { name: 'Nội dung kết luận' }).fill(`${text}\nGiao Huyện ủy Kbang hoàn thành trồng rừng thay thế trước ngày 20/12.\n`)
    await secretary.getByRole('button', { name: 'Soạn dự thảo' }).click()
    await expect(secretary.getByLabel(/^Dự thảo 1: Nội dung/)).toBeVisible()
    expect(await secretary.getByLabel(/^Dự thảo \d+: Nội dung/).count()).toBeGreaterThanOrEqual(7)
    await secretary.getByRole('button', { name: /^Ban hành \d+ chỉ đạo/ }).click()
    await secretary.getByRole('dialog').getByLabel('Số thông báo').fill('52-TB/TU')
    await inDialogue(secretary, 'Ban hành').click()
    await expect(secretary.getByText(/Đã ban hành \d+ chỉ đạo/).first()).toBeVisible()
  })

  await test.step('the unit sees its directive, takes it up and reports progress', async () => {
    await reporter.goto(`${demo.ways.url}/directives`)
    await reporter.getByRole('link', { name: /hoàn thành trồng rừng thay thế trước ngày 20\/12/ }).first().click()
    await reporter.getByRole('button', { name: 'Tiếp nhận' }).click()
    await reporter.getByRole('button', { name: 'Báo tiến độ' }).click()
    const dialogue = reporter.getByRole('dialog')
    await dialogue.getByLabel('Tỷ lệ hoàn thành').last().fill('40')
    await dialogue.getByLabel('Kết quả, khó khăn').fill('Đã trồng 40% diện tích')
    await dialogue.getByRole('button', { name: 'Gửi' }).click()
    await expect(reporter.getByText('Đã trồng 40% diện tích')).toBeVisible()
  })

  await test.step('the conference is closed and refuses changes', async () => {
    await secretary.goto(conference)
    await secretary.getByRole('button', { name: 'Bế mạc' }).click()
    await inDialogue(secretary, 'Bế mạc').click()
    await expect(secretary.getByText('Đã bế mạc').first()).toBeVisible()
    const refused = await secretary.request.post(`${demo.ways.url}/api/conferences/${demo.ways.conference_id}/agenda/next`)
    expect(refused.status()).toBe(409)
    expect(await refused.json()).toMatchObject({ code: 'conference_closed' })
  })

  await test.step('minutes and notice open in LibreOffice without a complaint', async () => {
    for (const name of ['minutes', 'notice']) {
      const answer = await secretary.request.get(`${demo.ways.url}/api/conferences/${demo.ways.conference_id}/${name}.docx`)
      expect(answer.status()).toBe(200)
      const file = join(demo.folder, `${name}.docx`)
      writeFileSync(file, await answer.body())
      const profile = join(demo.folder, 'office')
      mkdirSync(profile, { recursive: true })
      const said = execFileSync(
        'soffice',
        [`-env:UserInstallation=file://${profile}`, '--headless', '--convert-to', 'pdf', '--outdir', demo.folder, file],
        { encoding: 'utf8', timeout: 90_000, stdio: ['ignore', 'pipe', 'pipe'] },
      )
      expect(said).toMatch(/convert .* using filter/)
      expect(said).not.toMatch(/error/i)
      const text = execFileSync('pdftotext', ['-layout', join(demo.folder, `${name}.pdf`), '-'], { encoding: 'utf8' })
      expect(text).toContain(name === 'minutes' ? 'BIÊN BẢN' : 'THÔNG BÁO')
      if (name === 'notice') expect(text.replaceAll(/\s+/g, ' ')).toContain('hoàn thành trồng rừng thay thế')
      expect(existsSync(join(demo.folder, `${name}.pdf`))).toBe(true)
    }
  })

  await test.step('the next conference of the series opens with what is still open', async () => {
    await secretary.goto(`${demo.ways.url}/conferences`)
    await secretary.getByRole('button', { name: 'Hội nghị mới', exact: true }).click()
    await secretary.getByRole('dialog').getByLabel('Tên hội nghị').fill('Hội nghị giao ban trực tuyến quý sau')
    await inDialogue(secretary, 'Tạo hội nghị').click()
    await expect(secretary.getByRole('heading', { name: 'Hội nghị giao ban trực tuyến quý sau' })).toBeVisible()
    await expect(secretary.getByText('Thực hiện kết luận kỳ trước').first()).toBeVisible()
    await secretary.getByRole('button', { name: /Huyện ủy Kbang/ }).first().click()
    await expect(secretary.getByText(/hoàn thành trồng rừng thay thế trước ngày 20\/12/).first()).toBeVisible()
  })
})

test('wrong password, a used-up code: told in plain words', async ({ page, browser }) => {
  await page.goto(`${demo.ways.url}/login`)
  await page.getByLabel('Tên đăng nhập').fill('thuky')
  await page.getByLabel('Mật khẩu', { exact: true }).fill('sai-roi')
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
  await expect(page.getByRole('alert')).toContainText('Tên đăng nhập hoặc mật khẩu')
  await expect(page.getByLabel('Tên đăng nhập')).toHaveValue('thuky')

  const operator = await enter(browser, demo.ways.operator)
  const open = await operator.request.get(`${demo.ways.url}/api/conferences?state=draft`)
  const { conferences } = (await open.json()) as { conferences: { id: string }[] }
  const id = conferences[0]?.id ?? demo.ways.conference_id
  const given = await operator.request.post(`${demo.ways.url}/api/conferences/${id}/sites/site-kbang/code`)
  expect(given.status()).toBe(200)
  const { code } = (await given.json()) as { code: string }
  const first = await browser.newContext()
  expect((await first.request.post(`${demo.ways.url}/api/join`, { data: { code } })).status()).toBe(200)
  await page.goto(`${demo.ways.url}/join`)
  await page.locator('input[inputmode=numeric], .mantine-PinInput-input').first().click()
  await page.keyboard.type(code)
  await expect(page.getByRole('alert')).toContainText('đã được dùng')
})
