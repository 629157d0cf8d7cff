import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { ears, type Listener } from './ears'
import { keepConnections } from './watching'

/**
 * Debian's Firefox, driven by WebDriver BiDi. It has fake devices, which it gives out unasked, and plays sound without
 * being touched; of its network nothing is set: it is to work as an office has it.
 */
export async function openFirefox(): Promise<Browser> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    headless: true,
    protocolTimeout: 120_000,
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
      'intl.accept_languages': 'vi-VN, vi',
    },
  })
}

/** The tone of Firefox's fake microphone. */
export const firefoxTone = 1000

/** A person's page in a window of its own, signed in as nobody else is: windows behind others slow down. */
export async function enterFirefox(browser: Browser, link: string): Promise<Page> {
  const context = await browser.createBrowserContext()
  const page = await context.newPage()
  await page.setViewport({ width: 1280, height: 720 })
  await page.evaluateOnNewDocument(keepConnections)
  await page.evaluateOnNewDocument(ears)
  await page.goto(link)
  return page
}

/** The page as those see it who listen to both browsers. */
export function listener(page: Page): Listener {
  return { evaluate: (run, a) => page.evaluate(run as (a: unknown) => unknown, a) as never }
}
