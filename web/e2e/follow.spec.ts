import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type Demo, enter, startDemo } from './demo'

/** From the chair's spoken words to what the next conference opens with: who is asked, who does it, with what proof. */
let demo: Demo
const unit = 'Huyện ủy Kbang'
const below = 'Đảng ủy xã Sơn Lang'

test.beforeAll(async ({}, info) => {
  info.setTimeout(90_000)
  demo = await startDemo('--calm', '--without', 'all')
})
test.afterAll(() => demo?.stop())

const inDialogue = (page: Page, name: string | RegExp) => page.getByRole('dialog').getByRole('button', { name })
/** The window in front, not a calendar that drops down in it and is still closing. */
const modal = (page: Page) => page.locator('[role=dialog][aria-modal=true]')
const day = (days: number) => new Date(Date.now() + days * 86_400_000)
const written = (d: Date) => `${d.getDate()}/${d.getMonth() + 1}/${d.getFullYear()}`
const asked = `sửa chữa cầu treo Kon Bông bị lũ cuốn trước ngày ${written(day(40))}`

/** Signs in as people do who have no link. */
async function signIn(page: Page, login: string) {
  await page.goto(`${demo.ways.url}/login`)
  await page.getByLabel('Tên đăng nhập').fill(login)
  await page.getByLabel('Mật khẩu', { exact: true }).fill(demo.ways.password)
  await page.getByRole('button', { name: 'Đăng nhập' }).click()
  await expect(page).not.toHaveURL(/\/login/)
}

/** Opens the directive from the list of whoever is signed in. */
async function openFromList(page: Page) {
  await page.goto(`${demo.ways.url}/directives?state=all&q=cau%20treo%20kon`)
  await page.getByRole('link', { name: new RegExp('cầu treo Kon Bông') }).first().click()
  await expect(page.getByRole('heading', { name: /Chỉ đạo 88-TB\/TU/ })).toBeVisible()
}

test('a conclusion is typed, carried out below, extended, returned, confirmed, and opens the next conference', async ({
  browser,
}) => {
  const secretary = await enter(browser, demo.ways.secretary)
  const reporter = await enter(browser, demo.ways.reporter)
  const conference = `${demo.ways.url}/conferences/${demo.ways.conference_id}`

  await test.step('drafts appear beside the text while it is typed', async () => {
    await secretary.goto(`${conference}/conclusion`)
    const text = secretary.getByRole('textbox', { name: 'Nội dung kết luận' })
    await text.click()
    await secretary.keyboard.type('Đồng chí chủ trì biểu dương các đơn vị.\n')
    await secretary.keyboard.type(`Giao ${unit} ${asked}.\n`)
    const live = secretary.getByRole('region', { name: 'Dự thảo đang hiện theo lời gõ' })
    await expect(live).toContainText('Nhận ra 1 chỉ đạo')
    await expect(live).toContainText(unit)
    await expect(live).toContainText('Nhận ra từ: “Giao”')
    await secretary.keyboard.type(`Yêu cầu ${unit} đẩy nhanh trồng rừng thay thế trước ngày ${written(day(50))}.`)
    await expect(live).toContainText('Nhận ra 2 chỉ đạo')
  })

  await test.step('the desk points out that one of them is much like a directive still open; it is dropped', async () => {
    await secretary.getByRole('button', { name: 'Soạn dự thảo' }).click()
    const second = secretary.getByRole('region', { name: 'Dự thảo 2', exact: true })
    await expect(second).toContainText('Giống 1 chỉ đạo còn đang mở')
    await expect(second.getByRole('link', { name: /trồng rừng thay thế/ })).toBeVisible()
    await second.getByRole('button', { name: 'Bỏ dự thảo' }).click()
    await inDialogue(secretary, 'Xóa').click()
    await expect(second).toBeHidden()
  })

  await test.step('evidence is asked for, and the directive issued under its number', async () => {
    const draft = secretary.getByRole('region', { name: 'Dự thảo 1', exact: true })
    await expect(draft.getByLabel(/^Dự thảo 1: Nội dung/)).toHaveValue(new RegExp('cầu treo Kon Bông'))
    await draft.getByLabel('Phải kèm minh chứng khi báo hoàn thành').click()
    await expect(draft.getByText('Đã sửa')).toBeVisible()
    await secretary.getByRole('button', { name: /^Ban hành 1 chỉ đạo/ }).click()
    await secretary.getByRole('dialog').getByLabel('Số thông báo').fill('88-TB/TU')
    await inDialogue(secretary, 'Ban hành').click()
    await expect(secretary.getByText('Đã ban hành 1 chỉ đạo').first()).toBeVisible()
  })

  await test.step('the unit is told by its bell, takes note and hands a part on', async () => {
    await reporter.getByRole('button', { name: /việc đang chờ/ }).click()
    const waiting = reporter.getByRole('region', { name: 'Chưa tiếp nhận' })
    await waiting.getByRole('link', { name: new RegExp('cầu treo Kon Bông') }).click()
    await reporter.getByRole('button', { name: 'Tiếp nhận' }).click()
    await expect(reporter.getByText('Đã tiếp nhận').first()).toBeVisible()
    await reporter.getByRole('button', { name: 'Giao phần việc' }).click()
    const dialogue = modal(reporter)
    await dialogue.getByLabel('Đơn vị thực hiện').first().fill('son lang')
    await reporter.getByRole('option', { name: below }).click()
    await dialogue.getByLabel('Nội dung phần việc').fill('Khảo sát, lập dự toán sửa cầu treo Kon Bông')
    await dialogue.getByRole('button', { name: 'Giao phần việc' }).click()
    await expect(dialogue).toBeHidden()
    await expect(reporter.getByText('Khảo sát, lập dự toán sửa cầu treo Kon Bông').first()).toBeVisible()
  })

  await test.step('the unit below reports progress with a file; the whole rolls up by itself', async () => {
    const context = await browser.newContext({ locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' })
    const commune = await context.newPage()
    await signIn(commune, 'kbang-son-lang')
    await openFromList(commune)
    await commune.getByRole('button', { name: 'Báo tiến độ phần việc' }).click()
    const dialogue = modal(commune)
    await dialogue.getByLabel('Tỷ lệ hoàn thành').last().fill('60')
    await dialogue.getByLabel('Kết quả, khó khăn').fill('Đã khảo sát xong, đang lập dự toán')
    const wrong = join(demo.folder, 'anh-chup.pdf')
    writeFileSync(wrong, 'không phải PDF')
    await dialogue.locator('input[type=file]').setInputFiles(wrong)
    await expect(dialogue.getByText(/anh-chup\.pdf – /)).toBeVisible()
    await dialogue.getByRole('button', { name: 'Bỏ tệp anh-chup.pdf' }).click()
    const survey = join(demo.folder, 'khao-sat.pdf')
    writeFileSync(survey, '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
    await dialogue.locator('input[type=file]').setInputFiles(survey)
    await expect(dialogue.getByText('khao-sat.pdf')).toBeVisible()
    await expect(dialogue.getByLabel('Đang gửi tệp')).toBeHidden()
    await dialogue.getByRole('button', { name: 'Gửi' }).click()
    await expect(dialogue).toBeHidden()
    await context.close()
    // Nobody reloads: the lead's page says so by itself.
    await expect(reporter.getByText(/Tiến độ chung 60%/)).toBeVisible()
    const file = reporter.getByRole('link', { name: /khao-sat\.pdf/ }).first()
    const [download] = await Promise.all([reporter.waitForEvent('download'), file.click()])
    expect(download.suggestedFilename()).toBe('khao-sat.pdf')
  })

  await test.step('more time is asked for and granted', async () => {
    await reporter.getByRole('button', { name: 'Xin gia hạn' }).click()
    const dialogue = modal(reporter)
    await dialogue.getByLabel('Gia hạn đến').click()
    const calendar = reporter.locator('.mantine-DatePickerInput-calendarHeader').last()
    for (let n = 0; n < 4; n++) {
      const month = await calendar.locator('button').nth(1).innerText()
      await calendar.locator('button').last().click()
      await expect(calendar.locator('button').nth(1)).not.toHaveText(month)
    }
    await reporter.locator('.mantine-DatePickerInput-day:not([data-outside])').filter({ hasText: /^15$/ }).last().click()
    await dialogue.getByLabel('Lý do').fill('Mưa lũ kéo dài')
    await dialogue.getByRole('button', { name: 'Gửi' }).click()
    await expect(dialogue).toBeHidden()
    await openFromList(secretary)
    await expect(secretary.getByText(/Đơn vị xin gia hạn đến 15\//)).toBeVisible()
    await secretary.getByRole('button', { name: 'Đồng ý gia hạn' }).click()
    await inDialogue(secretary, 'Đồng ý gia hạn').click()
    await expect(secretary.getByText(/Hạn ban đầu/)).toBeVisible()
  })

  const reportDone = async (words: string) => {
    await reporter.getByRole('button', { name: 'Báo hoàn thành', exact: true }).click()
    const dialogue = modal(reporter)
    await dialogue.getByLabel('Kết quả thực hiện').fill(words)
    await dialogue.getByRole('button', { name: 'Gửi' }).click()
    await expect(dialogue).toBeHidden()
    await expect(reporter.getByText('Chờ xác nhận').first()).toBeVisible()
  }

  await test.step('it is reported done, returned with a reason, done again, and confirmed', async () => {
    await reportDone('Cầu treo đã thông xe')
    await expect(secretary.getByRole('button', { name: 'Trả lại' })).toBeVisible()
    await secretary.getByRole('button', { name: 'Trả lại' }).click()
    await secretary.getByRole('dialog').getByLabel('Lý do').fill('Thiếu biên bản nghiệm thu')
    await inDialogue(secretary, 'Trả lại').click()
    await expect(reporter.getByText('Thiếu biên bản nghiệm thu').first()).toBeVisible()
    await expect(reporter.getByRole('button', { name: 'Báo hoàn thành', exact: true })).toBeVisible()
    await reportDone('Đã bổ sung biên bản nghiệm thu')
    await expect(secretary.getByRole('button', { name: 'Xác nhận hoàn thành' })).toBeVisible()
    await secretary.getByRole('button', { name: 'Xác nhận hoàn thành' }).click()
    await inDialogue(secretary, 'Xác nhận hoàn thành').click()
    await expect(secretary.getByText('Hoàn thành trong hạn').first()).toBeVisible()
  })

  await test.step('many at once: one act, every one answered for', async () => {
    await secretary.goto(`${demo.ways.url}/directives?timeliness=overdue`)
    await secretary.getByRole('checkbox', { name: 'Chọn tất cả chỉ đạo đang hiện' }).click()
    await secretary.getByRole('button', { name: /^Đôn đốc/ }).click()
    await secretary.getByRole('dialog').getByLabel(/Lời nhắc/).fill('Đề nghị báo cáo trước phiên tới')
    await inDialogue(secretary, 'Đôn đốc').click()
    await expect(secretary.getByText(/Đôn đốc: xong \d+ chỉ đạo/)).toBeVisible()
  })

  await test.step('the next conference opens with it', async () => {
    await secretary.goto(conference)
    await secretary.getByRole('button', { name: 'Bế mạc' }).click()
    await inDialogue(secretary, 'Bế mạc').click()
    await expect(secretary.getByText('Đã bế mạc').first()).toBeVisible()
    await secretary.goto(`${demo.ways.url}/conferences`)
    await secretary.getByRole('button', { name: 'Hội nghị mới', exact: true }).click()
    await secretary.getByRole('dialog').getByLabel('Tên hội nghị').fill('Hội nghị giao ban trực tuyến quý sau')
    await inDialogue(secretary, 'Tạo hội nghị').click()
    await expect(secretary.getByRole('heading', { name: 'Hội nghị giao ban trực tuyến quý sau' })).toBeVisible()
    await secretary.getByRole('link', { name: 'Trang điều hành theo đơn vị' }).click()
    await secretary.locator('.review-unit', { hasText: unit }).click()
    const page = secretary.getByRole('region', { name: unit, exact: true })
    await expect(page).toContainText('cầu treo Kon Bông')
    await expect(page).toContainText('Đã bổ sung biên bản nghiệm thu')
    await secretary.getByRole('button', { name: 'Chuyển tiếp việc còn mở' }).click()
    await inDialogue(secretary, 'Chuyển tiếp việc còn mở').click()
    await expect(secretary.getByText('Đã chuyển tiếp').first()).toBeVisible()
    await secretary.goto(`${demo.ways.url}/memory?q=cau%20treo%20kon%20bong`)
    await expect(secretary.locator('mark').filter({ hasText: 'cầu' }).first()).toBeVisible()
  })
})
