import { type ChildProcess, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { type Demo, enter, startDemo } from './demo'

/** A conference conducted from the copy of the last one to its close, with synthetic sites on real media. */
const binary = resolve(process.env.GIAOBAN_BIN ?? join(import.meta.dirname, '../../bin/giaoban'))
/** Few, so that a small machine bears them; the others are expected and do not come. */
const come = ['site-hub', 'site-pleiku', 'site-kbang', 'site-dak-doa', 'site-chu-pah']
const title = 'Hội nghị giao ban trực tuyến kỳ sau'

let demo: Demo
const joined: ChildProcess[] = []

test.describe.configure({ mode: 'serial' })
test.beforeAll(async ({}, info) => {
  info.setTimeout(120_000)
  demo = await startDemo('--calm', '--without', 'all')
})
test.afterAll(async () => {
  for (const site of joined) site.kill('SIGTERM')
  await demo?.stop()
})

type Live = {
  rev: number
  conference: { state: string; rules: { auto_next: boolean } }
  agenda: { items: { id: string; title: string; state: string }[] }
  floor: {
    holders: { site_id: string; limit_seconds: number; running_since: string | null }[]
    queue: { site_id: string; category: string; remaining_seconds?: number | null }[]
    spoken: { site_id: string; seconds: number; times: number }[]
  }
  programme: { scene: string; on_air: string[]; break_until: string | null; banner: string | null }
  open_mics: string[]
}

let conference = ''
const address = (path: string) => `${demo.ways.url}/api/conferences/${conference}${path}`
const live = async (page: Page) => (await (await page.request.get(address('/live'))).json()) as Live
const holders = async (page: Page) => (await live(page)).floor.holders.map((h) => h.site_id)
/** Until the console shows what the server knows: a key acts on what its screen shows. */
const shown = async (console: Page) => {
  const { rev } = await live(console)
  await expect.poll(async () => Number(await console.locator('.gb-console').getAttribute('data-rev'))).toBeGreaterThanOrEqual(rev)
}
const press = async (console: Page, key: string) => {
  await shown(console)
  await console.keyboard.press(key)
}
const ask = (page: Page, site_id: string, category: string, speaker_name: string) =>
  page.request.post(address('/floor/requests'), {
    data: { site_id, topic: `${speaker_name}: kiến nghị`, category, speaker_name, speaker_title: 'Bí thư' },
  })

test('from the copy of the last conference to the closed one', async ({ browser, page: operator, context }) => {
  const secretary = await enter(browser, demo.ways.secretary)

  await test.step('the secretary copies the last conference, publishes it and begins the check', async () => {
    await secretary.goto(`${demo.ways.url}/conferences`)
    await secretary.getByRole('button', { name: 'Hội nghị mới', exact: true }).click()
    const dialogue = secretary.getByRole('dialog')
    await dialogue.getByLabel('Tên hội nghị').fill(title)
    await dialogue.getByRole('button', { name: 'Tạo hội nghị' }).click()
    await expect(secretary.getByRole('heading', { name: title })).toBeVisible()
    conference = /conferences\/(\w+)/.exec(secretary.url())?.[1] ?? ''
    const copied = await live(secretary)
    expect(copied.agenda.items.length).toBeGreaterThan(4)
    // The day is the office's own choice: a copy has none.
    const { rev } = (await (await secretary.request.get(address(''))).json()) as { rev: number }
    const dated = await secretary.request.patch(address(''), { data: { scheduled_at: new Date().toISOString(), rev } })
    expect(dated.status()).toBe(200)
    await secretary.reload()
    await secretary.getByRole('button', { name: 'Thông báo' }).click()
    await secretary.getByRole('button', { name: 'Kiểm tra kỹ thuật' }).click()
    await expect.poll(async () => (await live(secretary)).conference.state).toBe('checking')
  })

  await test.step('the sites come to the check, all muted', async () => {
    const answer = await secretary.request.get(address('/links'))
    const { sites } = (await answer.json()) as { sites: { site_id: string; url: string }[] }
    for (const [i, id] of come.entries()) {
      const url = sites.find((s) => s.site_id === id)?.url
      expect(url).toBeTruthy()
      joined.push(
        spawn(binary, ['site', url ?? '', '--name', id, '--number', String(i + 1), '--pictures', join(demo.folder, 'drawn')], {
          stdio: 'ignore',
        }),
      )
    }
    await operator.goto(demo.ways.operator)
    await expect(operator).not.toHaveURL(/\/enter\//)
    await operator.goto(`${demo.ways.url}/console/${conference}`)
    await expect(operator.locator('.gb-tile[data-state=online]')).toHaveCount(come.length, { timeout: 90_000 })
  })

  const chosen = async (label: string, item: string) => {
    await operator.getByRole('navigation', { name: 'Điều khiển' }).getByRole('button', { name: new RegExp(`^${label}`) }).click()
    await operator.getByRole('menuitem', { name: item }).click()
  }

  await test.step('the operator opens the conference and settles the rules', async () => {
    await chosen('Hội nghị', 'Khai mạc')
    await expect(operator.getByText('Đang họp', { exact: true })).toBeVisible()
    await chosen('Khác', 'Quy tắc phát biểu…')
    const dialogue = operator.getByRole('dialog')
    await dialogue.getByLabel('Thời gian mỗi lượt phát biểu').fill('2')
    await dialogue.getByLabel('Tổng thời gian của mỗi điểm cầu').fill('10')
    await dialogue.getByRole('button', { name: 'Lưu' }).click()
    await expect(dialogue).toBeHidden()
  })

  await test.step('an item is inserted while the conference runs, and skipped', async () => {
    await operator.getByRole('tab', { name: 'Chương trình' }).click()
    await operator.getByRole('button', { name: 'Thêm nội dung' }).last().click()
    const dialogue = operator.getByRole('dialog')
    await dialogue.getByLabel('Tên nội dung').fill('Tình hình mưa lũ')
    await dialogue.getByRole('button', { name: 'Thêm', exact: true }).click()
    await expect(operator.locator('.gb-agenda').getByText('Tình hình mưa lũ')).toBeVisible()
    await press(operator, 'n')
    await expect(operator.locator('.gb-agenda [aria-current=step]')).toContainText('Tình hình mưa lũ')
    await operator.getByRole('button', { name: 'Bỏ qua' }).click()
    await expect(operator.locator('.gb-agenda li[data-state=skipped]')).toContainText('Tình hình mưa lũ')
  })

  await test.step('a point of order stands ahead of a discussion that asked before', async () => {
    await operator.getByRole('tab', { name: 'Xin phát biểu' }).click()
    await ask(operator, 'site-kbang', 'discussion', 'Đinh Thị Mai')
    await ask(operator, 'site-pleiku', 'point_of_order', 'Trần Văn Hòa')
    const queue = operator.locator('.gb-queue').first().locator('li')
    await expect(queue.nth(0)).toContainText('Trần Văn Hòa')
    await expect(queue.nth(1)).toContainText('Đinh Thị Mai')
  })

  await test.step('the floor has the limit of the rules, and a minute more on request', async () => {
    await press(operator, 'g')
    await expect.poll(() => holders(operator)).toEqual(['site-pleiku'])
    expect((await live(operator)).floor.holders[0]?.limit_seconds).toBe(120)
    await expect.poll(async () => (await live(operator)).open_mics).toEqual(['site-pleiku'])
    await press(operator, 'e')
    await expect.poll(async () => (await live(operator)).floor.holders[0]?.limit_seconds).toBe(180)
    await press(operator, 'p')
    await expect(operator.getByText('Giờ đang dừng')).toBeVisible()
    await press(operator, 'p')
    await expect(operator.getByText('Giờ đang dừng')).toBeHidden()
  })

  await test.step('an interrupted speaker waits first, with the time left', async () => {
    await press(operator, 'i')
    await expect.poll(() => holders(operator)).toEqual([])
    const first = (await live(operator)).floor.queue[0]
    expect(first?.site_id).toBe('site-pleiku')
    expect(first?.remaining_seconds).toBeLessThan(180)
    expect(first?.remaining_seconds).toBeGreaterThan(60)
    await press(operator, 'g')
    await expect.poll(() => holders(operator)).toEqual(['site-pleiku'])
    expect((await live(operator)).floor.holders[0]?.limit_seconds).toBeLessThan(180)
    await press(operator, 'b')
    await expect.poll(() => holders(operator)).toEqual([])
  })

  await test.step('a dialogue of two sites, picked on the wall', async () => {
    await press(operator, 'd')
    await expect(operator.getByText('Chọn hai hoặc ba điểm cầu')).toBeVisible()
    await operator.locator('.gb-tile[data-site=site-kbang]').click({ modifiers: ['Shift'] })
    await operator.locator('.gb-tile[data-site=site-dak-doa]').focus()
    await press(operator, 'Shift+Enter')
    await expect(operator.locator('.gb-tile[data-picked=true]')).toHaveCount(2)
    await press(operator, 'd')
    await expect.poll(() => holders(operator)).toEqual(['site-kbang', 'site-dak-doa'])
    await expect.poll(async () => (await live(operator)).programme.scene).toBe('split')
    await expect.poll(async () => (await live(operator)).open_mics.sort()).toEqual(['site-dak-doa', 'site-kbang'])
    await expect(operator.locator('.gb-tile[data-air=true]')).toHaveCount(2)
    await press(operator, 'b')
    await expect.poll(async () => (await live(operator)).open_mics).toEqual(['site-hub'])
  })

  await test.step('who has spoken and who never did stands in a panel', async () => {
    await operator.getByRole('tab', { name: 'Giờ nói' }).click()
    await expect(operator.getByText(/^Đã phát biểu: 3\//)).toBeVisible()
    await expect(operator.locator('.gb-never')).toContainText('Huyện ủy Chư Păh')
    await expect(operator.locator('.gb-never')).not.toContainText('Huyện ủy Kbang')
    await operator.getByRole('tab', { name: 'Xin phát biểu' }).click()
  })

  await test.step('two operators at once: the second is told, nobody is cut off', async () => {
    const second = await context.newPage()
    await second.goto(`${demo.ways.url}/console/${conference}`)
    await expect(second.locator('.gb-tile[data-state=online]')).toHaveCount(come.length)
    const give = (page: Page, site_id: string) =>
      page.request.post(address('/floor/grant'), { data: { site_id } }).then((r) => r.status())
    const both = await Promise.all([give(operator, 'site-pleiku'), give(second, 'site-chu-pah')])
    expect(both.sort()).toEqual([200, 409])
    const [held] = await holders(operator)
    // Both screens show the same one, and a take that names nobody is refused in plain words.
    for (const page of [operator, second])
      await expect(page.locator(`.gb-tile[data-site=${held}]`)).toHaveAttribute('data-air', 'true')
    await second.bringToFront()
    await second.locator('.gb-tile[data-site=site-dak-doa]').click()
    await expect(operator.locator('.gb-tile[data-site=site-dak-doa]')).toHaveAttribute('data-next', 'true')
    await press(second, 'b')
    await expect(operator.locator(`.gb-tile[data-site=${held}]`)).toHaveAttribute('data-air', 'false')
    await second.close()
    await operator.bringToFront()
  })

  await test.step("the operator's line is lost in the middle of an act: told, and nothing done twice", async () => {
    const before = (await live(operator)).rev
    await context.setOffline(true)
    await operator.keyboard.press('Space')
    await expect(operator.getByText('Không kết nối được máy chủ').first()).toBeVisible()
    await expect(operator.getByText('Mất kết nối tới máy chủ, đang nối lại…')).toBeVisible()
    await expect(operator.getByRole('button', { name: 'Tắt tiếng tất cả' })).toBeDisabled()
    // A key that can do nothing says why, too.
    await expect(operator.getByText('Không kết nối được máy chủ')).toHaveCount(0, { timeout: 15_000 })
    await operator.keyboard.press('b')
    await expect(operator.getByText('Không kết nối được máy chủ').first()).toBeVisible()
    await context.setOffline(false)
    await expect(operator.getByText('Mất kết nối tới máy chủ, đang nối lại…')).toBeHidden()
    expect((await live(operator)).rev).toBe(before)
    await press(operator, 'Space')
    await expect.poll(() => holders(operator)).toEqual(['site-dak-doa'])
    await press(operator, 'b')
    await expect.poll(() => holders(operator)).toEqual([])
  })

  await test.step('a break with its clock; the conference goes on', async () => {
    await chosen('Bố cục', 'Nghỉ giải lao 10 phút')
    await expect.poll(async () => (await live(operator)).programme.break_until).not.toBeNull()
    await chosen('Hội nghị', 'Tạm nghỉ')
    await expect(operator.getByText('Đang nghỉ', { exact: true })).toBeVisible()
    await expect.poll(async () => (await live(operator)).open_mics).toEqual([])
    await chosen('Hội nghị', 'Họp tiếp')
    await expect.poll(async () => (await live(operator)).conference.state).toBe('live')
  })

  await test.step('closed, the conference refuses every change', async () => {
    await chosen('Hội nghị', 'Bế mạc…')
    await operator.getByRole('dialog').getByRole('button', { name: 'Bế mạc' }).click()
    await expect(operator.getByText('Hội nghị đã bế mạc. Mọi việc điều khiển đã khóa.')).toBeVisible()
    for (const [path, data] of [
      ['/floor/grant', { site_id: 'site-kbang' }],
      ['/floor/dialogue', { site_ids: ['site-kbang', 'site-pleiku'] }],
      ['/agenda/next', undefined],
      ['/programme/banner', { text: 'x' }],
      ['/state', { to: 'live' }],
    ] as const) {
      const refused = await operator.request.post(address(path), { data })
      expect(refused.status(), path).toBe(409)
      expect((await refused.json()).code, path).toMatch(/^conference_(closed|state)$/)
    }
    const { rev } = await live(operator)
    await press(operator, 'g')
    await press(operator, 'n')
    expect((await live(operator)).rev).toBe(rev)
  })
})
