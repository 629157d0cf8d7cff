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

/** A port of this machine that is free for TCP and for UDP. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = await new Promise<number>((done, fail) => {
      const s = createServer()
      s.on('error', fail)
      s.listen(0, '127.0.0.1', () => {
        const a = s.address()
        s.close(() => (a && typeof a === 'object' ? done(a.port) : fail(new Error('no port'))))
      })
    })
    const free = await new Promise<boolean>((done) => {
      const s = createSocket('udp4')
      s.on('error', () => done(false))
      s.bind(port, '127.0.0.1', () => s.close(() => done(true)))
    })
    if (free) return port
  }
}

/** Flags for a demo of the hub and three more sites: what the others would cost, the browser needs. */
export const fewSites = [
  '--calm', '--without',
  [
    'ayun-pa', 'kbang', 'dak-doa', 'chu-pah', 'ia-grai', 'mang-yang', 'kong-chro', 'duc-co', 'chu-prong', 'chu-se',
    'dak-po', 'ia-pa', 'krong-pa', 'phu-thien', 'chu-puh',
  ].map((s) => `site-${s}`).join(','),
]

/** Starts the demo with the flags and waits until it serves. */
export async function startDemo(...flags: string[]): Promise<Demo> {
  return begin([], '127.0.0.1', [await freePort(), await freePort(), await freePort()], flags)
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
  await demo.start()
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
