// Measures the operator's console of a running demo in a real browser.
//   node scripts/console.mjs latency DEMO.json [LISTENERS=500] [ACTS=60]
//   node scripts/console.mjs soak    DEMO.json [MINUTES=30] [METRICS_URL]
// latency: from a key to the frame that shows the act's effect, with so many
// open event streams beside it. soak: the tab's and the server's memory by the
// minute.
import { readFileSync } from 'node:fs'
import http from 'node:http'
import { chromium } from '@playwright/test'

const [verb, demo, number, more] = process.argv.slice(2)
const ways = JSON.parse(readFileSync(demo, 'utf8'))
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required', '--enable-precise-memory-info'],
})
const context = await browser.newContext({ locale: 'vi-VN', viewport: { width: 1920, height: 1080 } })
const page = await context.newPage()
await page.goto(ways.operator)
await page.waitForSelector('.gb-tile video')

const live = async () =>
  (await page.request.get(`${ways.url}/api/conferences/${ways.conference_id}/live`)).json()
const post = (path, data) => page.request.post(`${ways.url}/api/conferences/${ways.conference_id}${path}`, { data })

/** Opens n event streams, as so many screens have them, and counts what comes through them. */
async function listeners(n) {
  const heard = { events: 0, bytes: 0 }
  const agent = new http.Agent({ maxSockets: Number.POSITIVE_INFINITY, keepAlive: false })
  const open = () =>
    new Promise((done, fail) => {
      http
        .get(
          `${ways.url}/api/conferences/${ways.conference_id}/events`,
          { agent, headers: { Authorization: `Bearer ${ways.watch_token}` } },
          (answer) => {
            if (answer.statusCode !== 200) fail(new Error(`an event stream was answered with ${answer.statusCode}`))
            answer.on('data', (b) => {
              heard.bytes += b.length
              if (b.includes('event: change')) heard.events++
            })
            done()
          },
        )
        .on('error', fail)
    })
  for (let i = 0; i < n; i += 50) await Promise.all(Array.from({ length: Math.min(50, n - i) }, open))
  return heard
}

/** Does something and tells how many ms after its event the frame was drawn in which the site's tile has the attribute. */
async function timed(event, act, site, attribute, value) {
  await page.evaluate(
    ({ event, site, attribute, value }) => {
      const tile = document.querySelector(`.gb-tile[data-site="${site}"]`)
      let from = 0
      addEventListener(event, (e) => (from ||= e.timeStamp), { capture: true, once: true })
      window.timed = new Promise((done, fail) => {
        const watch = new MutationObserver(() => {
          if (!from || tile.getAttribute(attribute) !== value) return
          watch.disconnect()
          requestAnimationFrame(() => setTimeout(() => done(performance.now() - from)))
        })
        watch.observe(tile, { attributes: true })
        setTimeout(() => fail(new Error(`${site} never had ${attribute}=${value}`)), 20_000)
      })
    },
    { event, site, attribute, value },
  )
  await act()
  return page.evaluate(() => window.timed)
}

const at = (sorted, share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))])

async function latency(n, acts) {
  const { sites } = await live()
  const near = sites.filter((s) => s.number >= 2 && s.number <= 9 && s.presence === 'online')
  for (const count of [0, n]) {
    const heard = await listeners(count)
    await post('/floor/take-back')
    const rows = { 'on preview': [], 'given the floor': [], 'back to the chair': [] }
    for (let i = 0; i < acts; i++) {
      const s = near[i % near.length]
      rows['on preview'].push(await timed('click', () => page.locator(`.gb-tile[data-site="${s.id}"]`).click(), s.id, 'data-next', 'true'))
      await page.waitForTimeout(100)
      rows['given the floor'].push(await timed('keydown', () => page.keyboard.press('Space'), s.id, 'data-air', 'true'))
      await page.waitForTimeout(100)
      rows['back to the chair'].push(await timed('keydown', () => page.keyboard.press('b'), s.id, 'data-air', 'false'))
      await page.waitForTimeout(100)
    }
    console.log(`\n${sites.length} sites, ${count} more event streams, ${acts} acts of each kind; ms from the key or click to the frame that shows it`)
    for (const [name, ms] of Object.entries(rows)) {
      ms.sort((a, b) => a - b)
      console.log(`  ${name.padEnd(20)} p50 ${at(ms, 0.5)}   p95 ${at(ms, 0.95)}   worst ${at(ms, 1)}`)
    }
    if (count) console.log(`  the streams were told ${heard.events} changes, ${(heard.bytes / 1e6).toFixed(1)} MB`)
  }
}

async function soak(minutes, metrics) {
  const cdp = await context.newCDPSession(page)
  await cdp.send('Performance.enable')
  await cdp.send('HeapProfiler.enable')
  console.log('minute   tab heap MB   nodes   listeners   server RSS MB   goroutines   open files   event streams')
  for (let minute = 0; minute <= minutes; minute++) {
    if (minute) await page.waitForTimeout(60_000)
    await cdp.send('HeapProfiler.collectGarbage')
    const { metrics: tab } = await cdp.send('Performance.getMetrics')
    const of = (name) => tab.find((m) => m.name === name)?.value ?? 0
    const text = metrics ? await (await fetch(metrics)).text() : ''
    const server = (name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN)
    console.log(
      [
        String(minute).padStart(6), (of('JSHeapUsedSize') / 1e6).toFixed(1).padStart(13), String(of('Nodes')).padStart(7),
        String(of('JSEventListeners')).padStart(11), (server('process_resident_memory_bytes') / 1e6).toFixed(1).padStart(15),
        String(server('go_goroutines')).padStart(12), String(server('process_open_fds')).padStart(12),
        String(server('giaoban_event_listeners')).padStart(15),
      ].join(' '),
    )
  }
}

if (verb === 'latency') await latency(Number(number ?? 500), Number(more ?? 60))
else if (verb === 'soak') await soak(Number(number ?? 30), more)
else console.error('console.mjs: latency | soak')
await browser.close()
process.exit(verb === 'latency' || verb === 'soak' ? 0 : 2)
