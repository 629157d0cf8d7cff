import type { Page } from '@playwright/test'

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

/** The loudest that each pitch (Hz) is, left and right, within some seconds: amplitudes by Goertzel's algorithm. */
export async function heardInTab(page: Page, pitches: number[], seconds: number): Promise<Record<number, [number, number]>> {
  return page.evaluate(
    async ({ pitches, seconds }) => {
      const { rate, sides } = window.gbEar as Ear
      const most = Object.fromEntries(pitches.map((p) => [p, [0, 0] as [number, number]]))
      const sound = new Float32Array(16384)
      // What was heard before is still in the ear for as long as it listens back.
      await new Promise((r) => setTimeout(r, (1000 * sound.length) / rate + 200))
      for (const until = performance.now() + seconds * 1000; performance.now() < until; ) {
        for (const [side, ear] of sides.entries()) {
          ear.getFloatTimeDomainData(sound)
          for (const p of pitches) {
            const c = 2 * Math.cos((2 * Math.PI * p) / rate)
            let a = 0
            let b = 0
            for (const [i, x] of sound.entries()) {
              const next = x * (1 - Math.cos((2 * Math.PI * i) / sound.length)) + c * a - b
              b = a
              a = next
            }
            const level = (2 * Math.sqrt(Math.max(0, a * a + b * b - c * a * b))) / sound.length
            const of = most[p] as [number, number]
            of[side] = Math.max(of[side] ?? 0, Number(level.toFixed(4)))
          }
        }
        await new Promise((r) => setTimeout(r, 150))
      }
      return most
    },
    { pitches, seconds },
  )
}
