import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from '@playwright/test'
import { type Demo, enter, startDemo } from './demo'
import { pdfOf } from './paper'

/** Every screen by axe, WCAG 2.2 AA, light and dark. Without pictures: they change no name, role or colour. */
let demo: Demo
let draft: string
let published: string
let phone: string

test.describe.configure({ timeout: 480_000 })

test.beforeAll(async ({ browser }, info) => {
  info.setTimeout(90_000)
  demo = await startDemo('--calm', '--without', 'all')
  // Material for the desk, a conference that is still planned, and somebody in the queue.
  const secretary = await enter(browser, demo.ways.secretary)
  const call = async (method: 'post' | 'put', path: string, data: object) => {
    const answer = await secretary.request[method](`${demo.ways.url}/api/conferences${path}`, { data })
    expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true)
    return (await answer.json()) as { id: string }
  }
  const now = demo.ways.conference_id
  const text = readFileSync(join(import.meta.dirname, '../../docs/examples/ket-luan.txt'), 'utf8')
  await call('put', `/${now}/conclusion`, { text, rev: 0 })
  await call('post', `/${now}/conclusion/draft`, {})
  draft = (await call('post', '', { from_id: now, title: 'Hội nghị sau' })).id
  for (const site_id of ['site-kbang', 'site-pleiku'])
    await call('post', `/${now}/floor/requests`, {
      site_id, topic: 'Giải ngân', category: 'report', speaker_name: 'Ksor Y Thảo', speaker_title: 'Bí thư',
    })
  const at = (id: string, path = '') => `${demo.ways.url}/api/conferences/${id}${path}`
  const get = async (url: string) => (await (await secretary.request.get(url)).json()) as { rev: number; agenda: { id: string }[] }
  const put = async (url: string, options: object, method: 'post' | 'put' | 'patch' = 'post') => {
    const answer = await secretary.request[method](url, options)
    expect(answer.ok(), `${url}: ${await answer.text()}`).toBe(true)
    return (await answer.json()) as { url: string; delegates: { id: string }[] }
  }
  const file = { name: 'Báo cáo.pdf', mimeType: 'application/pdf', buffer: pdfOf([0.1, 0.3, 0.5], [0.5, 0.2, 0.1]) }
  published = (await call('post', '', { from_id: now, title: 'Hội nghị đã thông báo' })).id
  const { rev } = await get(at(published))
  await put(at(published), { data: { scheduled_at: new Date(Date.now() + 864e5).toISOString(), rev } }, 'patch')
  await put(at(published, '/state'), { data: { to: 'published' } })
  for (const id of [now, published]) {
    await put(at(id, `/agenda/${(await get(at(id))).agenda[0]?.id}/papers`), { multipart: { file } })
    const site = id === now ? 'site-kbang' : 'site-hub'
    const data = { delegates: [{ name: 'Rơ Châm Lan', title: 'Bí thư' }, { name: 'Đinh Văn Nam' }] }
    const { delegates } = await put(at(id, `/sites/${site}/delegates`), { data }, 'put')
    phone = phone || (await put(at(id, `/delegates/${delegates[0]?.id}/invitation`), {})).url
  }
  await secretary.context().close()
})
test.afterAll(() => demo?.stop())

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']

/** Colours that fade over into others have done so. */
const still = (page: Page) =>
  page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    const fading = document.getAnimations().filter((a) => a instanceof CSSTransition)
    await Promise.all(fading.map((a) => a.finished.catch(() => undefined)))
  })

/** What axe finds, in both schemes: all rules in the page's own, those of colour again in the other. */
async function faultsOn(page: Page, name: string, within = 'html'): Promise<string[]> {
  const told: string[] = []
  const tell = async (axe: AxeBuilder, scheme: string) => {
    for (const v of (await axe.analyze()).violations)
      told.push(
        `${name}, ${scheme}: ${v.id} (${v.impact}) ×${v.nodes.length} ${v.nodes
          .slice(0, 3)
          .map((n) => `${n.html.slice(0, 160)} ${n.any[0]?.message ?? ''}`)
          .join(' | ')}`,
      )
  }
  const root = page.locator('html')
  const own = (await root.getAttribute('data-mantine-color-scheme')) ?? 'light'
  const other = own === 'dark' ? 'light' : 'dark'
  await still(page)
  await tell(new AxeBuilder({ page }).include(within).withTags(rules), own)
  const turn = async (scheme: string) => {
    await root.evaluate((e, s) => e.setAttribute('data-mantine-color-scheme', s), scheme)
    await still(page)
  }
  await turn(other)
  await tell(new AxeBuilder({ page }).include(within).withRules(['color-contrast', 'link-in-text-block']), other)
  await turn(own)
  return told
}

/** The screen has all that it asked for. */
async function settled(page: Page) {
  await page.locator('h1, h2, [role=timer], main').first().waitFor()
  await expect(page.locator('[aria-busy=true], .mantine-Loader-root')).toHaveCount(0)
}

async function walk(page: Page, screens: [string, string, ((page: Page) => Promise<void>)?][]) {
  const faults: string[] = []
  for (const [name, url, prepare] of screens) {
    await test.step(name, async () => {
      await page.goto(url.startsWith('http') ? url : demo.ways.url + url)
      await settled(page)
      await prepare?.(page)
      faults.push(...(await faultsOn(page, name)))
    })
  }
  expect(faults).toEqual([])
}

const press = (name: string | RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click()
  await page.getByRole('dialog').first().waitFor()
}

test("the office's screens, for those who see everything", async ({ browser }) => {
  const page = await enter(browser, demo.ways.secretary)
  const api = async <T>(path: string) => (await (await page.request.get(`${demo.ways.url}${path}`)).json()) as T
  const { directives } = await api<{ directives: { id: string }[] }>('/api/directives')
  const { current_id: period } = await api<{ current_id: string }>('/api/periods')
  const here = `/conferences/${demo.ways.conference_id}`
  const ofKbang = await api<{ directives: { id: string }[] }>('/api/directives?unit=pc-kbang')
  let parted = ''
  for (const d of ofKbang.directives)
    if ((await api<{ parts: unknown[] }>(`/api/directives/${d.id}`)).parts.length > 0) parted = d.id
  await walk(page, [
    ['dashboard', '/'],
    ['reports board', '/reports'],
    ['a report to judge', `/reports/${period}/pc-pleiku`],
    ['synthesis', '/reports/synthesis'],
    ['conferences', '/conferences'],
    ['a new conference', '/conferences', press(/^Hội nghị mới$/)],
    ['a new series, with what is missing', '/conferences', async (p) => {
      await press('Chuỗi hội nghị mới')(p)
      await p.getByRole('button', { name: 'Tạo chuỗi và kỳ đầu' }).click()
      await p.getByText('Bắt buộc nhập.').first().waitFor()
    }],
    ['a reporting period', '/reports', press('Mở kỳ báo cáo')],
    ['a conference that runs', here],
    ['a conference that is planned', `/conferences/${draft}`],
    ['title and day', `/conferences/${draft}`, press('Sửa tên, giờ')],
    ['calling off', `/conferences/${published}`, press('Hủy hội nghị')],
    ['a way in for a delegate', `/conferences/${published}`, async (p) => {
      await press('Mời bằng điện thoại riêng')(p)
      await p.getByRole('dialog').getByText(/^\d{6}$/).waitFor()
    }],
    ['removing a paper', `/conferences/${published}`, press('Xóa: Báo cáo.pdf')],
    ['a code for a site', here, press(/^Lấy mã 6 số: Huyện ủy Kbang/)],
    ['issuing desk', `${here}/conclusion`, (p) => p.getByLabel(/^Dự thảo 1: Nội dung/).waitFor()],
    ['minutes', `${here}/minutes`],
    ['directives', '/directives'],
    ['directives by state', '/directives?view=board'],
    ['directives by day', '/directives?view=calendar&state=all'],
    ['directives in time', '/directives?view=gantt'],
    ['summary', '/directives/summary', (p) => p.getByRole('button', { name: 'Sửa quy tắc' }).click()],
    ['import', '/directives/import'],
    ['memory', '/memory?q=giai%20ngan', (p) => p.locator('mark').first().waitFor()],
    ['talking page', `${here}/review`],
    ['what waits', '/account', press(/việc đang chờ/)],
    ['a directive with parts', `/directives/${parted}`],
    ['a directive', `/directives/${directives[0]?.id}`],
    ['account', '/account'],
    ['a printed list', '/print/directives'],
    ['palette', '/', async (p) => {
      await p.getByRole('heading', { level: 1 }).waitFor()
      await p.keyboard.press('Control+k')
      await p.getByPlaceholder('Tìm').or(p.locator('.mantine-Spotlight-search')).first().waitFor()
    }],
  ])
})

test("the office's screens, for a unit", async ({ browser }) => {
  const page = await enter(browser, demo.ways.reporter)
  await walk(page, [
    ['dashboard', '/'],
    ['report form', '/reports', (p) => p.getByRole('heading', { name: 'Chỉ tiêu' }).first().waitFor()],
    ['its directives', '/directives'],
  ])
})

test('the ways in and the live screens', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await walk(page, [
    ['sign in', '/login'],
    ['sign in, refused', '/login', async (p) => {
      await p.getByLabel('Tên đăng nhập').fill('thuky')
      await p.getByLabel('Mật khẩu', { exact: true }).fill('sai')
      await p.getByRole('button', { name: 'Đăng nhập' }).click()
      await p.getByRole('alert').waitFor()
    }],
    ['join by code', '/join'],
    ['device check of a site', demo.ways.site, (p) => p.getByRole('button', { name: 'Vào hội nghị' }).waitFor()],
    ['hall', demo.ways.hall, (p) => p.locator('.gb-hall').waitFor()],
    ['console', demo.ways.operator, (p) => p.locator('.gb-tile').nth(18).waitFor()],
    ['console, help', demo.ways.operator, async (p) => {
      await p.locator('.gb-tile').nth(18).waitFor()
      await p.keyboard.press('?')
      await p.getByRole('dialog').waitFor()
    }],
    ["a delegate's own phone", phone, (p) => p.getByRole('button', { name: 'Xin phát biểu' }).waitFor()],
    ['chair', demo.ways.chair, (p) => p.getByRole('heading', { level: 1 }).waitFor()],
  ])
  await context.close()
})

test("the wall's own window, and every dialogue of the console", async ({ browser }) => {
  const page = await enter(browser, demo.ways.operator)
  const faults: string[] = []
  const look = async (name: string, open: () => Promise<unknown>) =>
    test.step(name, async () => {
      await open()
      const dialogue = page.getByRole('dialog')
      await dialogue.first().waitFor()
      await expect(page.locator('.mantine-Loader-root')).toHaveCount(0)
      faults.push(...(await faultsOn(page, name, '[role=dialog]')))
      await page.keyboard.press('Escape')
      await expect(dialogue).toHaveCount(0)
    })
  const bar = page.getByRole('navigation', { name: 'Điều khiển' })
  const chosen = (menu: string, item: string | RegExp) => async () => {
    await bar.getByRole('button', { name: new RegExp(`^${menu}`) }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await page.locator('.gb-tile').nth(18).waitFor()
  await look('papers', () => page.keyboard.press('t'))
  await look('banner', () => bar.getByRole('button', { name: 'Thông báo' }).click())
  await look('break', chosen('Bố cục', /Nghỉ đến|giải lao đến/i))
  await look('rules', chosen('Khác', 'Quy tắc phát biểu…'))
  await look('closing', chosen('Hội nghị', 'Bế mạc…'))
  await look('an item more', async () => {
    await page.getByRole('tab', { name: 'Chương trình' }).click()
    await page.getByRole('button', { name: 'Thêm nội dung' }).last().click()
  })
  await look('a silent look', async () => {
    await page.locator('.gb-tile').nth(2).focus()
    await page.keyboard.press('v')
  })
  await test.step('a paper on the screens', async () => {
    await page.keyboard.press('t')
    await page.getByRole('dialog').getByRole('button', { name: 'Báo cáo.pdf' }).click()
    await expect(page.locator('.gb-page canvas')).toBeVisible()
    faults.push(...(await faultsOn(page, 'console with a paper')))
    const hall = await page.context().newPage()
    await hall.goto(demo.ways.hall)
    await expect(hall.locator('.gb-page canvas')).toBeVisible()
    faults.push(...(await faultsOn(hall, 'hall with a paper')))
    await hall.close()
  })
  await test.step('the wall in a window of its own', async () => {
    await page.goto(`${demo.ways.url}/wall/${demo.ways.conference_id}`)
    await page.locator('.gb-tile').nth(18).waitFor()
    faults.push(...(await faultsOn(page, 'wall window')))
  })
  expect(faults).toEqual([])
})
