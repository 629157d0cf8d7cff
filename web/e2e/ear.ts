import type { Page } from '@playwright/test'
import { levelOf } from './tone'

type Ear = { rate: number; sides: AnalyserNode[] }
declare global {
  interface Window {
    gbEar?: Ear
  }
}

/**
 * Has the page listen to what its own tab puts out, left and right, as a person before it does. Chromium must run
 * without --mute-audio and with --auto-accept-this-tab-capture.
 */
export async function listenToTab(page: Page) {
  await page.evaluate(async () => {
    const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false }
    const wanted = { audio: plain, video: true, preferCurrentTab: true }
    const tab = await navigator.mediaDevices.getDisplayMedia(wanted as DisplayMediaStreamOptions)
    for (const picture of tab.getVideoTracks()) picture.stop() // it costs what playing needs
    const ctx = new AudioContext()
    const sides = ctx.createChannelSplitter(2)
    ctx.createMediaStreamSource(tab).connect(sides)
    window.gbEar = {
      rate: ctx.sampleRate,
      sides: [0, 1].map((side) => {
        const ear = ctx.createAnalyser()
        ear.fftSize = 16384
        sides.connect(ear, side)
        return ear
      }),
    }
  })
}

/**
 * How loud each pitch (Hz) is, left and right, in the third of a second in which the wanted ones are heard best:
 * amplitudes, 1 being a full sine. It listens for some seconds at most, and no longer than until they are plain.
 */
export async function heardInTab(
  page: Page,
  pitches: number[],
  wanted: number[],
  seconds: number,
): Promise<Record<number, [number, number]>> {
  return page.evaluate(
    async ({ pitches, wanted, seconds, levelOf }) => {
      const plain = 0.06
      const { rate, sides } = window.gbEar as Ear
      const sound = new Float32Array(16384)
      const dB = new Function(`return ${levelOf}`)() as (samples: Float32Array, hz: number, rate: number) => number
      const level = (pitch: number) => Number((10 ** (dB(sound, pitch, rate) / 20)).toFixed(4))
      // What was heard before is still in the ear for as long as it listens back.
      await new Promise((r) => setTimeout(r, (1000 * sound.length) / rate + 200))
      let best: Record<number, [number, number]> = {}
      let least = -1
      for (const until = performance.now() + seconds * 1000; performance.now() < until && least < plain; ) {
        const now = Object.fromEntries(pitches.map((p) => [p, [0, 0] as [number, number]]))
        for (const [side, ear] of sides.entries()) {
          ear.getFloatTimeDomainData(sound)
          for (const p of pitches) (now[p] as [number, number])[side] = level(p)
        }
        const found = Math.min(...wanted.flatMap((p) => now[p] ?? 0))
        if (found > least) {
          least = found
          best = now
        }
        await new Promise((r) => setTimeout(r, 60))
      }
      return best
    },
    { pitches, wanted, seconds, levelOf: levelOf.toString() },
  )
}
