import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from '@playwright/test'
import { type Demo, fewSites, startDemo } from './demo'
import { readMarker } from './marker'

let demo: Demo

test.beforeAll(async ({}, info) => {
  info.setTimeout(120_000)
  demo = await startDemo(...fewSites)
})
test.afterAll(async () => {
  await demo?.stop()
})

declare global {
  interface Window {
    whep: { pc: RTCPeerConnection; client: { stop(): Promise<void>; resourceURL: URL }; kinds: string[]; trickled: number[] }
  }
}

/** The client of the authors of WHIP and WHEP, which knows nothing of this program (npm: whip-whep). */
const client = readFileSync(createRequire(import.meta.url).resolve('whip-whep/whep.js'), 'utf8')
const playing = `<!doctype html><title>whep</title><video autoplay playsinline muted width="640"></video><script type="module">
import { WHEPClient } from './whep.js'
const [url, token] = JSON.parse(decodeURIComponent(location.hash.slice(1)))
const pc = new RTCPeerConnection()
const stream = new MediaStream()
const client = new WHEPClient()
window.whep = { pc, client, kinds: [], trickled: [] }
const send = window.fetch
window.fetch = async (to, o) => {
  const answer = await send(to, o)
  if (o?.method === 'PATCH') window.whep.trickled.push(answer.status)
  return answer
}
pc.ontrack = (e) => {
  window.whep.kinds.push(e.track.kind)
  stream.addTrack(e.track)
  document.querySelector('video').srcObject = stream
}
pc.addTransceiver('audio', { direction: 'recvonly' })
pc.addTransceiver('video', { direction: 'recvonly' })
await client.view(pc, url, token)
</script>`

test('a foreign WHEP client joins, plays the programme and leaves', async ({ page }) => {
  await page.route('**/foreign/*', (route) =>
    route.request().url().includes('whep.js')
      ? route.fulfill({ contentType: 'text/javascript', body: client })
      : route.fulfill({ contentType: 'text/html', body: playing }),
  )
  const url = `${demo.ways.url}/whep/${demo.ways.conference_id}`
  const hash = encodeURIComponent(JSON.stringify([url, demo.ways.watch_token]))
  await page.goto(`${demo.ways.url}/foreign/index.html#${hash}`)

  await test.step('picture and sound come, and the candidates it trickles are taken', async () => {
    await expect.poll(() => page.evaluate(() => window.whep.pc.connectionState)).toBe('connected')
    expect(await page.evaluate(() => window.whep.kinds.sort())).toEqual(['audio', 'video'])
    await expect.poll(() => page.evaluate(() => window.whep.trickled)).toContain(204)
    expect(await page.evaluate(() => window.whep.trickled.every((s) => s === 204))).toBe(true)
  })

  await test.step('it decodes the picture that is on the air', async () => {
    await expect.poll(() => readMarker(page)).toBe(1) // the hub: nobody has the floor
    const decoded = () => page.evaluate(() => document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0)
    const before = await decoded()
    await expect.poll(decoded).toBeGreaterThan(before + 30)
  })

  await test.step('its DELETE ends the session', async () => {
    const resource = await page.evaluate(() => String(window.whep.client.resourceURL))
    await page.evaluate(() => window.whep.client.stop())
    expect((await page.request.delete(resource)).status()).toBe(404)
  })

  await test.step('a wrong token is refused', async () => {
    const refused = await page.request.post(url, {
      headers: { Authorization: 'Bearer nobody', 'Content-Type': 'application/sdp' },
      data: 'v=0\r\n',
    })
    expect(refused.status()).toBe(403)
  })
})
