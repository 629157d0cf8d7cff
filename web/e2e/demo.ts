import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Browser, type BrowserContextOptions, expect, type Page } from '@playwright/test'
import type { Net } from './net'

/** What the demo writes to demo.json: addresses, accounts, links. */
export type Ways = {
  url: string
  conference_id: string
  password: string
  operator: string
  chair: string
  secretary: string
  reporter: string
  head: string
  site: string
  hall: string
  watch: string
  watch_token: string
  sites: Record<string, string>
}

/** A running program with its own folder and ports. */
export type Demo = {
  ways: Ways
  folder: string
  /** UDP and TCP port of the programme's distribution. */
  programmePort: number
  /** Its process. */
  pid(): number
  /** Ends it as a power cut does. */
  kill(): Promise<void>
  /** Starts it again on the same folder and ports. */
  start(): Promise<void>
  /** Ends it and removes its folder. */
  stop(): Promise<void>
}

/** The program that is tested. */
export const binary = resolve(process.env.GIAOBAN_BIN ?? join(import.meta.dirname, '../../bin/giaoban'))

/** A port that is free for TCP and for UDP at an address of this machine; 0.0.0.0: at all of them. */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (;;) {
    const port = await new Promise<number>((done, fail) => {
      const s = createServer()
      s.on('error', fail)
      s.listen(0, host, () => {
        const a = s.address()
        s.close(() => (a && typeof a === 'object' ? done(a.port) : fail(new Error('no port'))))
      })
    })
    const free = await new Promise<boolean>((done) => {
      const s = createSocket('udp4')
      s.on('error', () => done(false))
      s.bind(port, host, () => s.close(() => done(true)))
    })
    if (free) return port
  }
}

/** The demo's synthetic sites, but for the hub. */
const allSites = [
  'duk', 'pleiku', 'an-khe', 'ayun-pa', 'kbang', 'dak-doa', 'chu-pah', 'ia-grai', 'mang-yang', 'kong-chro', 'duc-co', 'chu-prong',
  'chu-se', 'dak-po', 'ia-pa', 'krong-pa', 'phu-thien', 'chu-puh',
]

/** For --without: all sites but the hub and these, named as in `site-kbang`. */
export function sitesBut(...kept: string[]): string {
  const unknown = kept.filter((s) => !allSites.includes(s))
  if (unknown.length > 0) throw new Error(`the demo has no site ${unknown}`)
  return allSites.filter((s) => !kept.includes(s)).map((s) => `site-${s}`).join(',')
}

/** Flags for a demo of the hub and three more sites: what the others would cost, the browser needs. */
export const fewSites = ['--calm', '--without', sitesBut('duk', 'pleiku', 'an-khe')]

/** Starts the demo with the flags and waits until it serves. */
export async function startDemo(...flags: string[]): Promise<Demo> {
  return begin([], '127.0.0.1', [await freePort(), await freePort('0.0.0.0'), await freePort('0.0.0.0')], flags)
}

/** Starts it on a network's server host, for the hosts of that network; `ways.url` is how they reach it. */
export async function startDemoOn(net: Net, ...flags: string[]): Promise<Demo> {
  return begin(net.onServer, net.address, [8080, 7882, 7884], ['--password', 'mat-khau-thu-nghiem', ...flags])
}

async function begin(before: string[], host: string, ports: number[], flags: string[]): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'giaoban-e2e-'))
  const [command = binary, ...args] = [
    ...before, binary, 'demo', '--data', folder, '--addr', `${host}:${ports[0]}`,
    '--media-port', String(ports[1]), '--programme-port', String(ports[2]), ...flags,
  ]
  let child: ChildProcess | undefined
  const ended = (c: ChildProcess) => new Promise<void>((done) => (c.exitCode !== null || c.signalCode ? done() : c.once('exit', () => done())))
  const demo: Demo = {
    ways: {} as Ways,
    folder,
    programmePort: ports[2] ?? 0,
    pid: () => child?.pid ?? 0,
    async start() {
      const c = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
      child = c
      let said = ''
      await new Promise<void>((done, fail) => {
        const hear = (b: Buffer) => {
          said += b.toString()
          if (said.includes('Watcher')) done()
        }
        c.stdout?.on('data', hear)
        c.stderr?.on('data', (b: Buffer) => {
          said += b.toString()
          if (process.env.DEMO_LOG) process.stderr.write(b)
        })
        c.once('exit', (code) => fail(new Error(`the demo ended with ${code}: ${said}`)))
        setTimeout(() => fail(new Error(`the demo does not start: ${said}`)), 60_000).unref()
      })
      demo.ways = JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8')) as Ways
    },
    async kill() {
      child?.kill('SIGKILL')
      if (child) await ended(child)
    },
    async stop() {
      child?.kill('SIGTERM')
      if (child) await Promise.race([ended(child), new Promise((r) => setTimeout(r, 10_000))])
      child?.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
  try {
    await demo.start()
  } catch (e) {
    await demo.stop()
    throw e
  }
  return demo
}

/** A person with a browser of their own, signed in by the demo's link. */
export async function enter(browser: Browser, link: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    viewport: { width: 1440, height: 900 },
    ...options,
  })
  const page = await context.newPage()
  await page.goto(link)
  await expect(page).not.toHaveURL(/\/enter\//)
  return page
}
