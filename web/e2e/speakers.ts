import { join } from 'node:path'
import { type Browser, chromium, expect, type Page, type PlaywrightTestConfig } from '@playwright/test'
import type { Demo } from './demo'
import { ears, heard, type Listener, listen } from './ears'
import { type Heard, writeBeeps, writeFlashes, writeTone } from './tone'
import { watchConnections } from './watching'

type Launch = NonNullable<PlaywrightTestConfig['use']>['launchOptions']

/** A real site: a browser of its own, since the sound of a fake microphone belongs to the whole browser. */
export type Speaker = { site: string; hz: number; browser: Browser; page: Page }

/** Opens a browser whose fake microphone has the tone; with `beats`, beeps in step with its camera's flashes. */
export async function fakeDevices(demo: Demo, hz: number, launch: Launch, beats = false): Promise<Browser> {
  const camera = join(demo.folder, 'flashes.y4m')
  const microphone = join(demo.folder, `${beats ? 'beeps' : 'tone'}-${hz}.wav`)
  writeFlashes(camera)
  if (beats) writeBeeps(microphone, hz)
  else writeTone(microphone, hz)
  return chromium.launch({
    ...launch,
    args: [
      ...(launch?.args ?? []),
      `--use-file-for-fake-video-capture=${camera}`,
      `--use-file-for-fake-audio-capture=${microphone}`,
    ],
  })
}

/** Has a page of the browser join as the site, as a person does. `prepare` comes before the page loads. */
export async function joinAs(demo: Demo, browser: Browser, site: string, prepare?: (page: Page) => Promise<void>): Promise<Page> {
  const page = await browser.newPage({ locale: 'vi-VN', viewport: { width: 1280, height: 800 } })
  await withEars(page)
  await prepare?.(page)
  await page.goto(demo.ways.sites[site] ?? '')
  await page.getByRole('button', { name: 'Vào hội nghị' }).click()
  await expect(page.locator('.gb-site')).toBeVisible()
  return page
}

/** To be called before the page loads: what it plays, and its connections, can be looked at. */
export async function withEars(page: Page) {
  await watchConnections(page)
  await page.addInitScript(ears)
}

/** How often two seconds are listened to; only on a machine that does nothing else (STRICT=1) the first decides. */
const looks = process.env.STRICT ? 1 : 5
/** From here on a tone counts as heard; in dBFS. An open microphone lies some 15 above it. */
const audible = -45
/** What is not to be heard stays below: other sites, one's own voice. In dBFS; it lies some 20 below that. */
const silent = -60
/** How far below a heard tone everything else may come: a voice that sets in or is drawn out sounds of all tones. */
const apart = 30

/**
 * Listens until exactly the wanted tones are heard, and then for two seconds that it stays so; a machine that has too
 * much to do, whose browsers falter, is given some more. Prints what was measured.
 */
export async function hears(way: string, page: Listener, tones: readonly number[], wanted: readonly number[], muted = false): Promise<Heard> {
  await listen(page, [...tones], muted)
  const quiet = (h: Heard) => Math.max(silent, ...tones.flatMap((hz, i) => (wanted.includes(hz) ? [(h.usual[i] ?? -120) - apart] : [])))
  const right = (h: Heard) =>
    h.most.length === tones.length && tones.every((hz, i) => (wanted.includes(hz) ? (h.usual[i] ?? -120) > audible : (h.most[i] ?? 0) < quiet(h)))
  let h: Heard
  for (let look = 1; ; look++) {
    await expect
      .poll(async () => right(await heard(page, 700)), { message: `${way}: hears ${wanted.join(', ') || 'nothing'} Hz alone`, timeout: 40_000 })
      .toBe(true)
    h = await heard(page, 2000)
    if (right(h) || look === looks) break
  }
  const told = tones.map((hz, i) => `${hz} Hz ${wanted.includes(hz) ? `${h.usual[i]} to ${h.most[i]}` : `below ${h.most[i]}`}`)
  console.log(`measured ${way}: ${told.join(', ')} dBFS; peak ${h.peak.toFixed(2)}`)
  for (const [i, hz] of tones.entries()) {
    if (wanted.includes(hz)) {
      expect(h.usual[i], `${way}: ${hz} Hz is heard`).toBeGreaterThan(audible)
      expect(h.most[i], `${way}: ${hz} Hz is not too loud`).toBeLessThan(-3)
    } else expect(h.most[i], `${way}: ${hz} Hz is not heard`).toBeLessThan(quiet(h))
  }
  expect(h.peak, `${way}: nothing is clipped`).toBeLessThan(1)
  return h
}

/**
 * Takes the microphone off the site's line as a dead device would be, or puts it on again: connection and publication
 * stay, and the page does not know.
 */
export async function microphone(page: Page, on: boolean) {
  await page.evaluate(async (on) => {
    const w = window as unknown as { __pcs: RTCPeerConnection[]; __voice?: [RTCRtpSender, MediaStreamTrack] }
    if (on) {
      await w.__voice?.[0].replaceTrack(w.__voice[1])
      return
    }
    const senders = w.__pcs.filter((p) => p.connectionState === 'connected').flatMap((p) => p.getSenders())
    const sender = senders.find((s) => s.track?.kind === 'audio')
    if (!sender?.track) throw new Error('no microphone is sent')
    w.__voice = [sender, sender.track]
    await sender.replaceTrack(null)
  }, on)
}
