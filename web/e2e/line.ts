import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Page } from '@playwright/test'

/** What a network does to packets: the share it loses each way, and the delay each way in ms. */
export type Weather = { loss: number; delay: number }

/** A network between one page and the relay that can be made bad. */
export type Line = {
  /** Changes it; answers how many packets towards the page it passed and dropped since the last change. */
  set(w: Weather): Promise<{ passed: number; dropped: number }>
  close(): void
}

/** A line through which nothing passes: UDP is blocked. */
export const blocked: Weather = { loss: 1, delay: 0 }

/**
 * Leads the page's programme through a line of its own: the answers' candidates for UDP then name the line. Those
 * for TCP are left out, unless they are to be the way that is left.
 */
export async function badLine(page: Page, relayPort: number, weather: Weather, tcp = false): Promise<Line> {
  const worker = new Worker(new URL('line.mjs', import.meta.url), { workerData: { relay: relayPort, ...weather } })
  const [{ port }] = (await once(worker, 'message')) as [{ port: number }]
  await page.route('**/whep/**', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    const answer = await route.fetch()
    const here = new RegExp(`( udp .*127\\.0\\.0\\.1) ${relayPort} typ`, 'g')
    // The relay's other addresses would lead past the line.
    const elsewhere = /a=candidate:\S+ \d+ udp \d+ (?!127\.0\.0\.1 ).*\r\n/g
    const led = (await answer.text()).replaceAll(elsewhere, '').replaceAll(here, `$1 ${port} typ`)
    return route.fulfill({ response: answer, body: tcp ? led : led.replaceAll(/a=candidate:.* tcp .*\r\n/g, '') })
  })
  return {
    async set(w) {
      worker.postMessage(w)
      const [counted] = (await once(worker, 'message')) as [{ passed: number; dropped: number }]
      return counted
    },
    close: () => worker.postMessage({ close: true }),
  }
}
