import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { binary, type Demo, sitesBut, startDemoOn } from './demo'
import { readMarker, writeCamera } from './marker'
import { makeNet, type Net } from './net'
import { counts, watchConnections } from './watching'

/**
 * The program as an office has it: https by its own authority, on a host of its own, its people on others: the
 * console, a site, a hall, and a relay on a machine between.
 */
const site = { id: 'site-kbang', number: 77 }

let net: Net
let demo: Demo
let relay: ChildProcess | undefined

test.beforeAll(async ({}, info) => {
  info.setTimeout(120_000)
  net = makeNet()
  demo = await startDemoOn(net, '--tls-own', '--calm', '--without', sitesBut('duk', 'pleiku'))
})

test.afterAll(async () => {
  relay?.kill('SIGTERM')
  try {
    await demo?.stop()
  } finally {
    await net?.close()
  }
})

async function call(page: Page, path: string, data?: unknown): Promise<unknown> {
  return page.evaluate(
    async ([path, data]) => {
      const answer = await fetch(path as string, data === undefined ? {} : { method: 'POST', body: JSON.stringify(data), headers: { 'Content-Type': 'application/json' } })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return answer.headers.get('content-type')?.includes('json') ? answer.json() : null
    },
    [`/api/conferences/${demo.ways.conference_id}/${path}`, data] as const,
  )
}

test('console, site, hall and a relay, each on a computer of its own that trusts the authority of the program', async () => {
  const authority = join(demo.folder, 'authority.pem')
  expect(demo.ways.url).toBe(`https://${net.address}:8080`)

  await test.step('who was not told to trust the authority is not let through by the browser', async () => {
    const stranger = await (await net.client('stranger').browser()).newPage()
    await expect(stranger.goto(demo.ways.hall)).rejects.toThrow(/ERR_CERT_AUTHORITY_INVALID/)
    await stranger.context().browser()?.close()
  })

  const console_ = await (await net.client('office').trusting(authority)).newPage()
  await test.step("the operator is let in, and the demo's own sites have come", async () => {
    await console_.goto(demo.ways.operator)
    await expect(console_).not.toHaveURL(/\/enter\//)
    await expect
      .poll(async () => ((await call(console_, 'live')) as { sites: { presence: string }[] }).sites.filter((s) => s.presence === 'online').length)
      .toBeGreaterThanOrEqual(3)
    await console_.goto(`${demo.ways.url}/account`) // the wall would take half a core
  })

  const between = net.client('between')
  await test.step('a relay on another machine takes the programme from the program', async () => {
    const [command = '', ...args] = [
      ...between.on, binary, 'relay', '--from', demo.ways.url, '--ca', authority, '--token', readFileSync(join(demo.folder, 'relay.key'), 'utf8').trim(),
      '--name', 'between', '--addr', `${between.address}:8081`, '--node-ip', between.address,
    ]
    relay = spawn(command, args, { stdio: 'ignore' })
  })

  const camera = join(demo.folder, 'camera.y4m')
  writeCamera(camera, site.number)
  const kbang = net.client('kbang')
  const speaker = await (await kbang.trusting(authority, `--use-file-for-fake-video-capture=${camera}`)).newPage()
  await test.step('a site comes with its camera', async () => {
    await speaker.goto(demo.ways.site)
    expect(await speaker.evaluate(() => window.isSecureContext)).toBe(true)
    await speaker.getByRole('button', { name: 'Vào hội nghị' }).click()
    await expect(speaker.locator('.gb-site')).toBeVisible()
    await expect
      .poll(async () => ((await call(console_, 'live')) as { sites: { id: string; presence: string }[] }).sites.find((s) => s.id === site.id)?.presence)
      .toBe('online')
  })

  const hall = await (await net.client('hall').trusting(authority)).newPage()
  await test.step('the hall watches through the relay, and sees and hears the site that has the floor', async () => {
    await watchConnections(hall)
    await hall.goto(demo.ways.hall)
    await expect.poll(() => readMarker(hall), { timeout: 60_000 }).not.toBeNull()
    await call(console_, 'floor/grant', { site_id: site.id })
    await expect.poll(() => readMarker(hall)).toBe(site.number)
    const remote = await hall.evaluate(async () => {
      const w = window as unknown as { __pcs: RTCPeerConnection[] }
      const pc = w.__pcs.filter((p) => p.connectionState === 'connected').at(-1)
      // biome-ignore lint/suspicious/noExplicitAny: the statistics' own names
      const all: any[] = [...((await pc?.getStats())?.values() ?? [])]
      const pair = all.find((s) => s.type === 'candidate-pair' && s.nominated)
      return all.find((s) => s.id === pair?.remoteCandidateId)?.address
    })
    expect(remote).toBe(between.address)
    const heard = async () => (await counts(hall))?.sound.received ?? 0
    const before = await heard()
    await expect.poll(heard).toBeGreaterThan(before + 50)
  })

  await test.step("the site's line is cut while it speaks: it comes back by itself, muted", async () => {
    const state = async () => {
      const live = (await call(console_, 'live')) as { sites: { id: string; presence: string }[]; open_mics: string[] }
      return `${live.sites.find((s) => s.id === site.id)?.presence} ${live.open_mics.includes(site.id) ? 'open' : 'muted'}`
    }
    expect(await state()).toBe('online open')
    kbang.cut(true)
    await expect.poll(state, { timeout: 60_000 }).toBe('lost muted')
    kbang.cut(false)
    await expect.poll(state, { timeout: 60_000 }).toBe('online muted')
    await call(console_, 'floor/take-back', {})
    await expect.poll(() => readMarker(hall)).not.toBe(site.number)
  })
})
