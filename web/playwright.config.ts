import { defineConfig } from '@playwright/test'

/** What carries no picture and no sound: two of these at once spoil nothing that is measured. */
const office = /(a11y|delegate|follow|harness|loop|mail|office|series)\.spec\.ts/

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
  projects: [
    { name: 'office', testMatch: office, outputDir: '../.cache/e2e/office' },
    { name: 'media', testIgnore: office, outputDir: '../.cache/e2e/media' },
  ],
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
