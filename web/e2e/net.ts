import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from '@playwright/test'

/**
 * A network of hosts of its own: the server and its clients, each in a network namespace, joined by a bridge in the
 * server's. Nothing of it touches the machine's own network; a client's line can be made narrow or lossy each way by
 * the kernel (tc-tbf, the statistic match of iptables). Needs root on Linux.
 */
export type Net = {
  /** The server's own address, as clients reach it. */
  address: string
  /** Puts before a command what runs it on the server's host. */
  onServer: string[]
  /** A way from this machine to a port of the server's host: a URL's host and port. */
  reach(port: number): Promise<string>
  client(name: string): Host
  close(): Promise<void>
}

export type Host = {
  address: string
  /** Limits what the host sends, in kbit/s, with a queue of 300 ms; null frees it. */
  up(rate: number | null): void
  /** The same for what it receives. */
  down(rate: number | null): void
  /** Loses a share of the UDP packets that the host sends. */
  loseUp(share: number): void
  /** How many packets loseUp has dropped since it was called. */
  dropped(): number
  /** Cuts the line, and joins it again. */
  cut(off: boolean): void
  /** Puts before a command what runs it on the host. */
  on: string[]
  /** A Chromium on the host that takes the server's page for secure, though it comes by http. */
  browser(...flags: string[]): Promise<Browser>
  /** A Chromium on the host that trusts, as its person was told to, one more authority (a PEM file). */
  trusting(authority: string, ...flags: string[]): Promise<Browser>
}

let made = 0

/** Says what to do where no network can be made here. */
function mustBeAble() {
  const missing = ['ip', 'tc', 'iptables', 'certutil'].filter((c) => spawnSync('sh', ['-c', `command -v ${c}`]).status !== 0)
  if (process.getuid?.() === 0 && missing.length === 0) return
  const what = [process.getuid?.() === 0 ? [] : ['root'], missing].flat().join(', ')
  throw new Error(
    `this test makes networks of its own, for which ${what} is missing: run scripts/deps.sh (it installs iproute2, iptables, libnss3-tools), then the tests as root on Linux (sudo make test)`,
  )
}

/** Removes what a run left that ended without closing its networks. */
function removeLeft() {
  for (const line of execFileSync('ip', ['netns', 'list']).toString().split('\n')) {
    const [, ns, pid] = /^(gbt-(\d+)-\S+)/.exec(line) ?? []
    if (!ns || runs(Number(pid))) continue
    try {
      removeSpace(ns)
    } catch {
      // another run begins and does the same
    }
  }
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (e) {
    return (e as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** Removes a namespace and ends what still runs in it. */
function removeSpace(ns: string) {
  for (const pid of execFileSync('ip', ['netns', 'pids', ns], { stdio: ['ignore', 'pipe', 'pipe'] }).toString().split('\n').filter(Boolean)) {
    try {
      process.kill(Number(pid), 'SIGKILL')
    } catch {
      // it has just ended
    }
  }
  execFileSync('ip', ['netns', 'del', ns], { stdio: ['ignore', 'ignore', 'pipe'] })
}

/** Takes every step, whichever of them fail, and then throws what did. */
async function each(steps: (() => unknown)[]) {
  const failed: unknown[] = []
  for (const step of steps) {
    try {
      await step()
    } catch (e) {
      failed.push(e)
    }
  }
  if (failed.length > 0) throw new AggregateError(failed, failed.map(String).join('; '))
}

/** A browser that does not close by itself ends with its host. */
const patience = 10_000

export function makeNet(): Net {
  mustBeAble()
  removeLeft()
  const name = `gbt-${process.pid}-${++made}`
  const folder = mkdtempSync(join(tmpdir(), 'giaoban-net-'))
  const prefix = '10.213.77'
  const ip = (...args: string[]) => execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const inside = (ns: string, ...command: string[]) => execFileSync('ip', ['netns', 'exec', ns, ...command], { stdio: ['ignore', 'pipe', 'pipe'] })
  const spaces: string[] = []
  const space = (ns: string) => {
    ip('netns', 'add', ns)
    spaces.push(ns)
    // Addresses that come by themselves a second later are a change of network to a browser.
    inside(ns, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6; echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6')
    ip('-n', ns, 'link', 'set', 'lo', 'up')
  }
  const server = `${name}-s`
  try {
    space(server)
    ip('-n', server, 'link', 'add', 'br0', 'type', 'bridge')
    ip('-n', server, 'addr', 'add', `${prefix}.1/24`, 'dev', 'br0')
    ip('-n', server, 'link', 'set', 'br0', 'up')
  } catch (e) {
    rmSync(folder, { recursive: true, force: true })
    for (const ns of spaces) removeSpace(ns)
    throw new Error('the kernel makes no network here: run the tests as root on Linux, in a container with NET_ADMIN and SYS_ADMIN', { cause: e })
  }
  const browsers: Browser[] = []
  const forwards: { child: ChildProcess; entry: Server }[] = []
  let clients = 0

  const shape = (ns: string, dev: string, rate: number | null) => {
    try {
      inside(ns, 'tc', 'qdisc', 'del', 'dev', dev, 'root')
    } catch {
      // there was none
    }
    if (rate !== null) inside(ns, 'tc', 'qdisc', 'add', 'dev', dev, 'root', 'tbf', 'rate', `${rate}kbit`, 'burst', '3000', 'latency', '300ms')
  }

  const start = async (ns: string, home: string, flags: string[]) => {
    const wrapper = join(folder, `chromium-${browsers.length}`)
    writeFileSync(wrapper, `#!/bin/sh\nHOME=${home} exec ip netns exec ${ns} ${process.env.CHROMIUM ?? '/usr/bin/chromium'} "$@"\n`)
    chmodSync(wrapper, 0o755)
    const b = await chromium.launch({
      executablePath: wrapper,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        '--autoplay-policy=no-user-gesture-required',
        ...flags,
      ],
    })
    browsers.push(b)
    return b
  }

  return {
    address: `${prefix}.1`,
    onServer: ['ip', 'netns', 'exec', server],
    async reach(port) {
      const path = join(folder, `port-${port}`)
      const child = spawn('ip', ['netns', 'exec', server, process.execPath, '-e', forward, path, `${prefix}.1`, String(port)], {
        stdio: ['pipe', 'pipe', 'inherit'],
      })
      await new Promise<void>((done, fail) => {
        child.stdout.once('data', () => done())
        child.once('exit', (code) => fail(new Error(`the way to port ${port} ended with ${code}`)))
      })
      const entry = createServer((near) => {
        const far = connect(path)
        near.pipe(far).pipe(near)
        near.on('error', () => far.destroy())
        far.on('error', () => near.destroy())
      })
      await new Promise<void>((done) => entry.listen(0, '127.0.0.1', done))
      forwards.push({ child, entry })
      const at = entry.address()
      if (!at || typeof at === 'string') throw new Error('no port')
      return `127.0.0.1:${at.port}`
    },
    client(host) {
      const ns = `${name}-${host}`
      const port = `c${++clients}`
      const address = `${prefix}.${10 + clients}`
      space(ns)
      ip('-n', server, 'link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', ns)
      ip('-n', server, 'link', 'set', port, 'master', 'br0', 'up')
      ip('-n', ns, 'addr', 'add', `${address}/24`, 'dev', 'eth0')
      ip('-n', ns, 'link', 'set', 'eth0', 'up')
      return {
        address,
        up: (rate) => shape(ns, 'eth0', rate),
        down: (rate) => shape(server, port, rate),
        loseUp(share) {
          inside(ns, 'iptables', '-F', 'OUTPUT')
          if (share > 0)
            inside(ns, 'iptables', '-A', 'OUTPUT', '-p', 'udp', '-m', 'statistic', '--mode', 'random', '--probability', String(share), '-j', 'DROP')
        },
        dropped: () => Number(/^\s*(\d+)\s.*DROP/m.exec(inside(ns, 'iptables', '-nvxL', 'OUTPUT').toString())?.[1] ?? 0),
        cut: (off) => void ip('-n', server, 'link', 'set', port, off ? 'down' : 'up'),
        on: ['ip', 'netns', 'exec', ns],
        browser: (...flags) => start(ns, folder, [`--unsafely-treat-insecure-origin-as-secure=http://${prefix}.1:8080`, ...flags]),
        trusting(authority, ...flags) {
          const home = join(folder, `home-${host}`)
          const store = join(home, '.pki', 'nssdb')
          mkdirSync(store, { recursive: true })
          execFileSync('certutil', ['-N', '-d', `sql:${store}`, '--empty-password'])
          execFileSync('certutil', ['-A', '-d', `sql:${store}`, '-n', 'giaoban', '-t', 'C,,', '-i', authority])
          return start(ns, home, flags)
        },
      }
    },
    async close() {
      await each([
        ...browsers.map((b) => () => {
          const late = new Promise((_, fail) => setTimeout(() => fail(new Error('a browser does not close')), patience).unref())
          return Promise.race([b.close(), late])
        }),
        ...forwards.map((f) => () => {
          f.entry.close()
          f.child.stdin?.end()
        }),
        ...spaces.map((ns) => () => removeSpace(ns)),
        () => rmSync(folder, { recursive: true, force: true }),
      ])
    },
  }
}

/** Runs on the server's host: leads a socket of the file system to a port there, until its input ends. */
const forward = `
const net = require('node:net')
const [path, host, port] = process.argv.slice(1)
net.createServer((near) => {
  const far = net.connect(Number(port), host)
  near.pipe(far).pipe(near)
  near.on('error', () => far.destroy())
  far.on('error', () => near.destroy())
}).listen(path, () => console.log('ready'))
process.stdin.on('end', () => process.exit(0)).resume()
`
