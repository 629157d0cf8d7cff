import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'

/** What measures no picture and no sound: two of these at once spoil nothing. */
const office = /^(a11y|follow|harness|loop|mail|office|series)\.spec\.ts$/

/**
 * Each spec is a project, so that it has a browser of its own: pages that one left open would follow its ended demo
 * and take the machine from all after it.
 */
const projects = readdirSync(join(import.meta.dirname, 'e2e'))
  .filter((f) => f.endsWith('.spec.ts'))
  .map((f) => {
    const name = `${office.test(f) ? 'office' : 'media'}-${f.replace('.spec.ts', '')}`
    return { name, testMatch: f, outputDir: `../.cache/e2e/${name}` }
  })

/**
 * Stories in a real browser against the real program: each spec starts its own
 * demo (e2e/demo.ts) on its own ports and folder.
 */
export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  fullyParallel: false,
  timeout: 300_000,
  expect: { timeout: 30_000 },
  // A second try is printed and counted as such (scripts/counts.mjs); at work a story must pass at once.
  retries: process.env.CI ? 1 : 0,
  reporter: [['list']],
  projects,
  use: {
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    viewport: { width: 1600, height: 900 },
    // Pictures of every page, many times a second, would take most of the machine from what is tested.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        '--autoplay-policy=no-user-gesture-required',
      ],
    },
  },
})
