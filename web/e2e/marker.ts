import { writeFileSync } from 'node:fs'
import type { Page } from '@playwright/test'

/**
 * The marker in a site's picture (docs/marker.md): 16 cells across 0.10–0.90 of the width at 0.80–0.89 of the height:
 * white, black, ten bits of the site's number, four bits of check.
 */
const cells = 16

function check(number: number): number {
  let c = 15
  for (let i = 9; i >= 0; i--) {
    const top = (c >> 3) & 1
    c = (c << 1) & 15
    if (top !== ((number >> i) & 1)) c ^= 3
  }
  return c
}

function bits(number: number): boolean[] {
  const out = [true, false]
  for (let i = 9; i >= 0; i--) out.push(((number >> i) & 1) === 1)
  for (let i = 3; i >= 0; i--) out.push(((check(number) >> i) & 1) === 1)
  return out
}

/** Writes a film (Y4M) for Chromium's fake camera: a grey picture with the marker and a bar that moves. */
export function writeCamera(file: string, number: number) {
  const w = 640
  const h = 360
  const pattern = bits(number)
  const frames: Buffer[] = [Buffer.from(`YUV4MPEG2 W${w} H${h} F15:1 Ip A1:1 C420jpeg\n`)]
  for (let f = 0; f < 15; f++) {
    const y = Buffer.alloc(w * h, 110)
    for (let row = Math.round(0.8 * h); row < Math.round((8 / 9) * h); row++)
      for (let i = 0; i < cells; i++) {
        const left = Math.round((0.1 + 0.05 * i) * w)
        y.fill(pattern[i] ? 235 : 16, row * w + left, row * w + Math.round((0.15 + 0.05 * i) * w))
      }
    for (let row = 100; row < 140; row++) y.fill(200, row * w + f * 36, row * w + f * 36 + 60)
    frames.push(Buffer.from('FRAME\n'), y, Buffer.alloc((w * h) / 4, 100), Buffer.alloc((w * h) / 4, 150))
  }
  writeFileSync(file, Buffer.concat(frames))
}

/** Runs in the page: reads the marker out of the largest video, from its pixels. Null: there is none. */
function readInPage(sel: string): number | null {
  const videos = [...document.querySelectorAll<HTMLVideoElement>(sel)].filter((v) => v.videoWidth > 0)
  const area = (v: HTMLVideoElement) => v.getBoundingClientRect().width * v.getBoundingClientRect().height
  const video = videos.sort((a, b) => area(b) - area(a))[0]
  if (!video) return null
  const w = 640
  const h = 360
  const canvas = document.createElement('canvas')
  canvas.width = w
  canvas.height = h
  const ctx = canvas.getContext('2d', { willReadFrequently: true })
  if (!ctx) return null
  ctx.drawImage(video, 0, 0, w, h)
  const luma = (i: number) => {
    const x = Math.round((0.1 + 0.05 * i + 0.015) * w)
    const d = ctx.getImageData(x, Math.round(0.83 * h), Math.round(0.02 * w), Math.round(0.03 * h)).data
    let sum = 0
    for (let k = 0; k < d.length; k += 4) sum += 0.299 * (d[k] ?? 0) + 0.587 * (d[k + 1] ?? 0) + 0.114 * (d[k + 2] ?? 0)
    return sum / (d.length / 4)
  }
  const white = luma(0)
  const black = luma(1)
  if (white - black < 64) return null
  let value = 0
  for (let i = 2; i < 16; i++) value = (value << 1) | (luma(i) > (white + black) / 2 ? 1 : 0)
  const number = value >> 4
  let c = 15
  for (let i = 9; i >= 0; i--) {
    const top = (c >> 3) & 1
    c = (c << 1) & 15
    if (top !== ((number >> i) & 1)) c ^= 3
  }
  return (value & 15) === c ? number : null
}

/** What the page's largest video shows: the pixels that people see, not the DOM. */
export async function readMarker(page: Page, selector = 'video'): Promise<number | null> {
  return page.evaluate(readInPage, selector)
}

/** The instant (ms since 1970) at which the page first shows the number, looked for every 10 ms. */
export async function whenShown(page: Page, number: number): Promise<number> {
  return page.evaluate(
    async ([read, wanted]) => {
      const look = new Function(`return (${read})('video')`) as () => number | null
      while (look() !== wanted) await new Promise((done) => setTimeout(done, 10))
      return Date.now()
    },
    [readInPage.toString(), number] as const,
  )
}

/** How many videos on the page move: their clocks go on within a second. */
export async function movingPictures(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const videos = [...document.querySelectorAll<HTMLVideoElement>('.gb-tile video')]
    const before = videos.map((v) => v.getVideoPlaybackQuality().totalVideoFrames)
    await new Promise((done) => setTimeout(done, 1500))
    return videos.filter((v, i) => v.getVideoPlaybackQuality().totalVideoFrames > (before[i] ?? 0)).length
  })
}

/**
 * Writes a film (Y4M) whose every frame is full of fine detail that moves, with the marker in it: it costs an encoder
 * all of the rate that it may use, as a real camera's picture of a real room does.
 */
export function writeBusyCamera(file: string, number: number, { w = 1280, h = 720, rate = 20, frames = 20 } = {}) {
  const pattern = bits(number)
  const out: Buffer[] = [Buffer.from(`YUV4MPEG2 W${w} H${h} F${rate}:1 Ip A1:1 C420jpeg\n`)]
  // Noise of a fixed seed, larger than the picture, under which the window moves.
  const side = 2048
  const noise = Buffer.alloc(side * side)
  let x = 12345
  for (let i = 0; i < noise.length; i++) {
    x = (Math.imul(x, 1103515245) + 12345) >>> 0
    noise[i] = 90 + ((x >>> 16) & 63)
  }
  for (let f = 0; f < frames; f++) {
    const y = Buffer.alloc(w * h)
    const dx = (f * 37) % (side - w)
    const dy = (f * 23) % (side - h)
    for (let row = 0; row < h; row++) noise.copy(y, row * w, (row + dy) * side + dx, (row + dy) * side + dx + w)
    for (let row = Math.round(0.8 * h); row < Math.round((8 / 9) * h); row++)
      for (let i = 0; i < cells; i++) {
        const left = Math.round((0.1 + 0.05 * i) * w)
        y.fill(pattern[i] ? 235 : 16, row * w + left, row * w + Math.round((0.15 + 0.05 * i) * w))
      }
    out.push(Buffer.from('FRAME\n'), y, Buffer.alloc((w * h) / 4, 100), Buffer.alloc((w * h) / 4, 150))
  }
  writeFileSync(file, Buffer.concat(out))
}
