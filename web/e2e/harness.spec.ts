import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { startDemo } from './demo'
import { makeNet } from './net'

/** What the tests make on a machine is gone after them, however they end. */

const before = { TMPDIR: process.env.TMPDIR, PATH: process.env.PATH }
test.afterEach(() => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
})

/** A folder for what the test leaves. */
function tidy(folder: string) {
  mkdirSync(folder, { recursive: true })
  process.env.TMPDIR = folder
  return () => readdirSync(folder)
}

const spaces = () => execFileSync('ip', ['netns', 'list']).toString().split('\n').map((l) => l.split(' ')[0] ?? '').filter(Boolean)

/** Those of this process. */
const own = () => spaces().filter((n) => n.startsWith(`gbt-${process.pid}-`))

test('a demo that does not start leaves no folder', async ({}, info) => {
  const left = tidy(info.outputPath('tmp'))
  await expect(startDemo('--no-such-flag')).rejects.toThrow(/the demo ended/)
  expect(left()).toEqual([])
})

test('where no network can be made, one sentence says what to do', async ({}, info) => {
  const bin = info.outputPath('bin')
  mkdirSync(bin, { recursive: true })
  for (const c of ['sh', 'ip']) symlinkSync(execFileSync('sh', ['-c', `command -v ${c}`]).toString().trim(), join(bin, c))
  process.env.PATH = bin
  expect(() => makeNet()).toThrow(/for which .*tc, iptables, certutil is missing: run scripts\/deps\.sh .*, then the tests as root on Linux/)
})

test('a network that cannot be made whole leaves nothing', async ({}, info) => {
  const left = tidy(info.outputPath('tmp'))
  const real = execFileSync('sh', ['-c', 'command -v ip']).toString().trim()
  const bin = info.outputPath('bin')
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'ip'), `#!/bin/sh\ncase "$*" in *bridge*) exit 2 ;; esac\nexec ${real} "$@"\n`)
  chmodSync(join(bin, 'ip'), 0o755)
  process.env.PATH = `${bin}:${before.PATH}`
  expect(() => makeNet()).toThrow(/the kernel makes no network here/)
  expect(own()).toEqual([])
  expect(left()).toEqual([])
})

test('a network is removed though one of its hosts is gone already, and says so', async ({}, info) => {
  const left = tidy(info.outputPath('tmp'))
  const net = makeNet()
  net.client('a')
  net.client('b')
  const gone = own().find((n) => n.endsWith('-a')) ?? ''
  execFileSync('ip', ['netns', 'del', gone])
  await expect(net.close()).rejects.toThrow(gone)
  expect(own()).toEqual([])
  expect(left()).toEqual([])
})

test('the networks of a run that was killed go with the next one; those of one that runs stay', async () => {
  const ended = spawnSync('true').pid
  const [old, running] = [`gbt-${ended}-1-s`, `gbt-${process.ppid}-1-s`]
  try {
    for (const ns of [old, running]) execFileSync('ip', ['netns', 'add', ns])
    const net = makeNet()
    const now = spaces()
    await net.close()
    expect(now).not.toContain(old)
    expect(now).toContain(running)
  } finally {
    for (const ns of [old, running].filter((n) => spaces().includes(n))) execFileSync('ip', ['netns', 'del', ns])
  }
})
