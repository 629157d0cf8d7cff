// Takes the pictures of docs/img from a running demo (`bin/giaoban demo --calm`):
//   node scripts/pictures.mjs ../data/demo.json ../docs/img [follow]
// With `follow` only those of following directives up, which need no site: `bin/giaoban demo --without all`.
// They are written with a palette of 256 colours, which screens of this kind bear without a visible loss.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync, inflateSync } from 'node:zlib'
import { chromium } from '@playwright/test'

const [demo = '../data/demo.json', folder = '../docs/img', only] = process.argv.slice(2)
const ways = JSON.parse(readFileSync(demo, 'utf8'))
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required'],
})

/** Rows of a PNG of 8 bits a channel, its filters undone. */
function pixels(png) {
  const parts = []
  let head
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const kind = png.toString('latin1', at + 4, at + 8)
    const body = png.subarray(at + 8, at + 8 + length)
    if (kind === 'IHDR') head = { w: body.readUInt32BE(0), h: body.readUInt32BE(4), n: body[9] === 6 ? 4 : 3 }
    if (kind === 'IDAT') parts.push(body)
    at += length + 12
  }
  const { w, h, n } = head
  const raw = inflateSync(Buffer.concat(parts))
  const stride = w * n
  const out = Buffer.alloc(stride * h)
  for (let y = 0; y < h; y++) {
    const filter = raw[y * (stride + 1)]
    for (let x = 0; x < stride; x++) {
      const left = x >= n ? out[y * stride + x - n] : 0
      const up = y ? out[(y - 1) * stride + x] : 0
      const corner = y && x >= n ? out[(y - 1) * stride + x - n] : 0
      const p = left + up - corner
      const [a, b, c] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)]
      const paeth = a <= b && a <= c ? left : b <= c ? up : corner
      const add = [0, left, up, (left + up) >> 1, paeth][filter]
      out[y * stride + x] = raw[y * (stride + 1) + 1 + x] + add
    }
  }
  return { w, h, n, out }
}

/** 256 colours by median cut over the picture's colours of five bits a channel. */
function palette({ w, h, n, out }) {
  const counts = new Map()
  for (let i = 0; i < w * h; i++) {
    const [r, g, b] = [out[i * n], out[i * n + 1], out[i * n + 2]]
    const key = ((r >> 3) << 10) | ((g >> 3) << 5) | (b >> 3)
    const c = counts.get(key) ?? { key, count: 0, rgb: [0, 0, 0] }
    c.count++
    c.rgb = [c.rgb[0] + r, c.rgb[1] + g, c.rgb[2] + b]
    counts.set(key, c)
  }
  const all = [...counts.values()].map((c) => ({ ...c, mean: c.rgb.map((v) => v / c.count) }))
  const spread = (box) => {
    const ranges = [0, 1, 2].map((k) => {
      const v = box.map((c) => c.mean[k])
      return Math.max(...v) - Math.min(...v)
    })
    const widest = Math.max(...ranges)
    const weight = box.reduce((s, c) => s + c.count, 0)
    return { channel: ranges.indexOf(widest), score: widest * Math.sqrt(Math.sqrt(weight)) }
  }
  let boxes = [{ box: all, ...spread(all) }]
  while (boxes.length < 256) {
    boxes.sort((a, b) => b.score - a.score)
    const widest = boxes[0]
    if (!widest || widest.score === 0 || widest.box.length < 2) break
    const sorted = widest.box.sort((a, b) => a.mean[widest.channel] - b.mean[widest.channel])
    const half = sorted.reduce((s, c) => s + Math.sqrt(c.count), 0) / 2
    let sum = 0
    let cut = 0
    while (cut < sorted.length - 1 && (sum < half || cut === 0)) sum += Math.sqrt(sorted[cut++].count)
    boxes = [...boxes.slice(1), ...[sorted.slice(0, cut), sorted.slice(cut)].map((box) => ({ box, ...spread(box) }))]
  }
  const index = new Map()
  const colours = boxes.map(({ box }, i) => {
    const count = box.reduce((s, c) => s + c.count, 0)
    for (const c of box) index.set(c.key, i)
    return [0, 1, 2].map((k) => Math.round(box.reduce((s, c) => s + c.rgb[k], 0) / count))
  })
  return { colours, index }
}

const crcs = Int32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c
})
function chunk(kind, body) {
  const data = Buffer.concat([Buffer.from(kind, 'latin1'), body])
  let crc = -1
  for (const byte of data) crc = crcs[(crc ^ byte) & 255] ^ (crc >>> 8)
  const out = Buffer.alloc(data.length + 8)
  out.writeUInt32BE(body.length, 0)
  data.copy(out, 4)
  out.writeInt32BE(crc ^ -1, data.length + 4)
  return out
}

function small(png) {
  const picture = pixels(png)
  const { w, h, n, out } = picture
  const { colours, index } = palette(picture)
  const rows = Buffer.alloc((w + 1) * h)
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const i = (y * w + x) * n
      rows[y * (w + 1) + 1 + x] = index.get(((out[i] >> 3) << 10) | ((out[i + 1] >> 3) << 5) | (out[i + 2] >> 3))
    }
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 3, 0, 0, 0])
  head.writeUInt32BE(w, 0)
  head.writeUInt32BE(h, 4)
  return Buffer.concat([
    Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]),
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(colours.flat())),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** A page of a browser of its own, in a language and a scheme. */
async function pageIn({ lang = 'vi', scheme, width, height }) {
  const context = await browser.newContext({
    locale: lang === 'en' ? 'en-GB' : 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    viewport: { width, height },
  })
  await context.addInitScript(
    ([s, l]) => {
      localStorage.setItem('mantine-color-scheme-value', s)
      localStorage.setItem('giaoban.lang', l)
    },
    [scheme, lang],
  )
  return context.newPage()
}

async function open(link, options = {}) {
  const page = await pageIn({ scheme: 'dark', width: 1600, height: 900, ...options })
  await page.goto(link)
  await page.waitForSelector('.gb-tile, .gb-chair, .gb-hall')
  return page
}

async function take(page, name, wait = 4000) {
  await page.waitForTimeout(wait)
  await page.evaluate(() => document.querySelectorAll('.mantine-Notification-root').forEach((n) => void n.remove()))
  const png = small(await page.screenshot())
  writeFileSync(join(folder, `${name}.png`), png)
  console.log(`${name}.png ${Math.round(png.length / 1024)} KB`)
}

/** The office's screens on directives: lists, desk, one directive, summary, paper. */
async function follow() {
  const office = async (who, path, options = {}) => {
    const page = await pageIn({ scheme: 'light', width: 1440, height: 900, ...options })
    await page.goto(ways[who])
    await page.waitForFunction(() => !location.pathname.startsWith('/enter'))
    if (path) await page.goto(`${ways.url}${path}`)
    return page
  }
  const shot = async (name, who, path, options) => {
    const page = await office(who, path, options)
    await page.waitForLoadState('networkidle')
    await take(page, name, 1500)
    await page.context().close()
  }
  const phone = { width: 390, height: 844 }
  await shot('directives', 'secretary', '/directives')
  await shot('directives-dark-en', 'secretary', '/directives', { scheme: 'dark', lang: 'en' })
  await shot('directives-phone', 'secretary', '/directives', phone)
  await shot('directives-board', 'secretary', '/directives?view=board')
  await shot('directives-calendar', 'secretary', '/directives?view=calendar&state=all')
  await shot('directives-gantt-dark', 'secretary', '/directives?view=gantt', { scheme: 'dark' })
  await shot('directives-summary', 'secretary', '/directives/summary')
  await shot('directives-summary-en', 'secretary', '/directives/summary', { lang: 'en', scheme: 'dark' })
  await shot('directives-review', 'chair', `/conferences/${ways.conference_id}/review`)
  await shot('directives-memory', 'secretary', '/memory?q=giai%20ngan')

  const secretary = await office('secretary', '')
  const get = async (path) => (await secretary.request.get(`${ways.url}/api${path}`)).json()
  const { directives } = await get('/directives?unit=pc-kbang&limit=50')
  const stories = await Promise.all(directives.map((d) => get(`/directives/${d.id}`)))
  const story = stories.find((d) => d.parts.length > 0) ?? stories[0]
  await shot('directive', 'reporter', `/directives/${story.id}`)
  await shot('directive-phone-dark-en', 'reporter', `/directives/${story.id}`, { ...phone, lang: 'en', scheme: 'dark' })

  await secretary.goto(`${ways.url}/print/directives`)
  await secretary.waitForSelector('.sheet table')
  await secretary.setViewportSize({ width: 900, height: 1200 })
  await secretary.emulateMedia({ media: 'print' })
  await take(secretary, 'directives-print', 1500)
  await secretary.emulateMedia({ media: 'screen' })
  await secretary.setViewportSize({ width: 1440, height: 1000 })
  await secretary.goto(`${ways.url}/conferences/${ways.conference_id}/conclusion`)
  const text = readFileSync(new URL('../../docs/examples/ket-luan.txt', import.meta.url), 'utf8')
  await secretary
    .getByRole('textbox', { name: 'Nội dung kết luận' })
    .fill(`${text}\nGiao Huyện ủy Kbang đẩy nhanh trồng rừng thay thế.\n`)
  await secretary.waitForSelector('.live-card')
  await take(secretary, 'desk-live', 2500)
  await secretary.getByRole('button', { name: 'Soạn dự thảo' }).click()
  await secretary.waitForSelector('[id^=draft-]')
  await secretary.locator('[id^=draft-]').last().scrollIntoViewIfNeeded()
  await secretary.locator('[id^=draft-]').last().hover()
  await take(secretary, 'desk', 2500)
  await secretary.context().close()
}

if (only === 'follow') {
  await follow()
  await browser.close()
  process.exit(0)
}

const operator = await open(ways.operator, { width: 1920, height: 1080 })
await operator.waitForSelector('.gb-tile')
const act = async (method, path, data) => {
  const answer = await operator.request.fetch(`${ways.url}/api/conferences/${ways.conference_id}${path}`, { method, data })
  if (!answer.ok()) console.error(method, path, answer.status(), await answer.text())
  return answer.ok() ? answer.json() : null
}
const post = (path, data) => act('POST', path, data)
const live = await act('GET', '/live')
const site = (name) => live.sites.find((s) => s.id === `site-${name}`).id
const ask = (name, category, speaker_name, speaker_title, topic) =>
  post('/floor/requests', { site_id: site(name), category, speaker_name, speaker_title, topic })

// A demo of more sites than its own (--sites 150) gives the pictures of the large conference, and ends.
if (live.sites.length > 19) {
  const n = live.sites.length
  await ask('an-khe', 'report', 'Đinh Thị Mai Lan', 'Bí thư Thị ủy', 'Kết quả trồng rừng và giải ngân vốn đầu tư công')
  await post('/floor/next')
  await ask('kbang-xa-7', 'discussion', 'Đinh Yưm', 'Bí thư Đảng ủy xã', 'Đường vào làng bị sạt lở')
  await post('/programme/preview', { site_id: site('kbang-xa-7') })
  await take(operator, `console-${n}`, 9000)
  await operator.getByPlaceholder('Tìm điểm cầu').fill('ia d')
  await take(operator, `console-${n}-search`, 5000)
  await operator.goto('about:blank')
  for (const [name, options] of [
    [`console-${n}-light-en`, { scheme: 'light', lang: 'en' }],
    [`console-${n}-en`, { lang: 'en', width: 1280, height: 720 }],
  ]) {
    const page = await open(ways.operator, options)
    await page.waitForSelector('.gb-tile video')
    await take(page, name, 9000)
    await page.context().close()
  }
  const page = await open(ways.operator.replace('/console/', '/wall/'), { width: 1920, height: 1080 })
  await page.waitForSelector('.gb-tile video')
  await take(page, `wall-${n}`, 12_000)
  await browser.close()
  process.exit(0)
}

// Where a quarter's conference is after the reports have begun.
while ((await act('GET', '/live')).agenda.items.findIndex((i) => i.state === 'current') < 3) await post('/agenda/next')
for (const [name, speaker] of [
  ['pleiku', 'Trần Quốc Việt'],
  ['chu-se', 'Nguyễn Thị Hồng'],
]) {
  await post('/floor/grant', { site_id: site(name), instead_of: (await act('GET', '/live')).floor.holders[0]?.site_id })
  await operator.waitForTimeout(speaker.length * 300)
}
await post('/floor/take-back')
const asked = await ask('an-khe', 'report', 'Đinh Thị Mai Lan', 'Bí thư Thị ủy', 'Kết quả trồng rừng và giải ngân vốn đầu tư công')
await post('/floor/grant', { request_id: asked.floor.queue.find((r) => r.site_id === site('an-khe')).id })
await ask('mang-yang', 'discussion', 'Hyơi', 'Phó Bí thư Thường trực', 'Thiếu giáo viên mầm non ở xã đặc biệt khó khăn')
await ask('duc-co', 'report', 'Siu Luynh', 'Bí thư Huyện ủy', 'Tình hình an ninh biên giới trong quý')
await post('/programme/preview', { site_id: site('mang-yang') })

await take(operator, 'console-19', 9000)
await operator.goto('about:blank')
for (const [name, options] of [
  ['console', { lang: 'en' }],
  ['console-light', { scheme: 'light' }],
]) {
  const page = await open(ways.operator, options)
  await page.waitForSelector('.gb-tile video')
  await take(page, name, 9000)
  await page.context().close()
}
for (const [name, options] of [
  ['chair', {}],
  ['chair-light-en', { lang: 'en', scheme: 'light' }],
]) {
  const page = await open(ways.chair, { ...options, width: 1366, height: 1024 })
  await take(page, name, 7000)
  await page.context().close()
}

const halls = [await open(ways.hall), await open(ways.hall, { lang: 'en' })]
const scene = async (name, wait) => {
  await take(halls[0], `hall-${name}`, wait)
  await take(halls[1], `hall-${name}-en`, 500)
}
await scene('speaker', 6000)

// A page of figures, printed by the browser, as a unit's paper.
const paper = await (await browser.newContext()).newPage()
const bars = [['Pleiku', 71], ['An Khê', 64], ['Kbang', 58], ['Đức Cơ', 52], ['Chư Sê', 47], ['Ia Pa', 39]]
await paper.setContent(`<meta charset=utf-8><style>
  body { margin: 0; padding: 44px 64px; font: 30px system-ui, sans-serif; color: #14304f }
  h1 { font-size: 46px; margin: 0 0 26px } div { display: flex; align-items: center; gap: 18px; margin: 17px 0 }
  b { width: 170px; font-weight: 600 } i { height: 46px; background: #1662a8; border-radius: 4px }
</style><h1>Giải ngân vốn đầu tư công, % kế hoạch năm</h1>
${bars.map(([name, share]) => `<div><b>${name}</b><i style="width:${share * 11}px"></i>${share}</div>`).join('')}`)
const pdf = await paper.pdf({ width: '1280px', height: '720px', printBackground: true })
const secretary = await (await browser.newContext()).newPage()
await secretary.goto(ways.secretary)
await secretary.waitForSelector('h1')
const item = (await act('GET', '/live')).agenda.current_id
const added = await secretary.request.post(`${ways.url}/api/conferences/${ways.conference_id}/agenda/${item}/papers`, {
  multipart: { file: { name: 'giai-ngan.pdf', mimeType: 'application/pdf', buffer: pdf } },
})
if (!added.ok()) console.error('paper', added.status(), await added.text())
await post('/programme/content', { paper_id: (await added.json()).id, page: 1 })
await scene('content', 6000)
const withPaper = await open(ways.operator)
await take(withPaper, 'console-content', 8000)
await withPaper.context().close()
await post('/programme/content', { paper_id: null })
await post('/programme/scene', { scene: 'wall' })
await scene('wall', 7000)
await post('/floor/dialogue', { site_ids: [site('an-khe'), site('mang-yang')] })
await scene('split', 6000)
await post('/floor/dialogue', { site_ids: [site('an-khe'), site('mang-yang'), site('pleiku')] })
await scene('split-three', 7000)
await post('/programme/scene', { scene: 'title' })
await scene('title', 1500)
await post('/programme/scene', { scene: 'break', break_until: new Date(Date.now() + 15 * 60_000).toISOString() })
await scene('break', 1500)
await post('/programme/scene', { scene: 'speaker' })
await post('/floor/take-back')
await follow()
await browser.close()
