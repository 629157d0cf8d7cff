import { writeFileSync } from 'node:fs'

const rate = 48_000

/**
 * Writes a sound (WAV) for Chromium's fake microphone, which plays it again and again: a tone in syllables, three a
 * second, since noise suppression takes a steady one for noise. It never falls silent, so that the end of what is
 * heard can be told to some milliseconds.
 */
export function writeTone(file: string, hz: number) {
  const swell = (t: number) => 0.65 - 0.35 * Math.cos(2 * Math.PI * 3 * t)
  writeSound(file, 4, (t) => 0.25 * swell(t) * Math.sin(2 * Math.PI * hz * t))
}

/** Writes a beep of 200 ms at the beginning of each second, as writeFlashes has a flash. */
export function writeBeeps(file: string, hz: number) {
  writeSound(file, 1, (t) => (t < 0.2 ? 0.4 * Math.sin(2 * Math.PI * hz * t) : 0))
}

/** Writes what a microphone hears where nothing is to be heard. */
export function writeSilence(file: string) {
  writeSound(file, 1, () => 0)
}

function writeSound(file: string, seconds: number, at: (t: number) => number) {
  const samples = seconds * rate
  const out = Buffer.alloc(44 + 2 * samples)
  out.write('RIFF', 0)
  out.writeUInt32LE(36 + 2 * samples, 4)
  out.write('WAVEfmt ', 8)
  out.writeUInt32LE(16, 16)
  out.writeUInt16LE(1, 20) // PCM
  out.writeUInt16LE(1, 22) // mono
  out.writeUInt32LE(rate, 24)
  out.writeUInt32LE(2 * rate, 28)
  out.writeUInt16LE(2, 32)
  out.writeUInt16LE(16, 34)
  out.write('data', 36)
  out.writeUInt32LE(2 * samples, 40)
  for (let i = 0; i < samples; i++) out.writeInt16LE(Math.round(32767 * at(i / rate)), 44 + 2 * i)
  writeFileSync(file, out)
}

const filmW = 320
const filmH = 180
const filmRate = 15

/**
 * Writes a film (Y4M) for Chromium's fake camera, small so that several fit on one machine: dark, bright for the
 * first 200 ms of each second, with a bar that moves.
 */
export function writeFlashes(file: string) {
  const frames: Buffer[] = [Buffer.from(`YUV4MPEG2 W${filmW} H${filmH} F${filmRate}:1 Ip A1:1 C420jpeg\n`)]
  const colour = Buffer.alloc((filmW * filmH) / 4, 128)
  for (let f = 0; f < filmRate; f++) {
    const y = Buffer.alloc(filmW * filmH, f < filmRate / 5 ? 220 : 40)
    for (let row = 10; row < 20; row++) y.fill(128, row * filmW + f * 20, row * filmW + f * 20 + 20)
    frames.push(Buffer.from('FRAME\n'), y, colour, colour)
  }
  writeFileSync(file, Buffer.concat(frames))
}

/** A tone's level in the samples in dBFS, 0 being a full sine: Goertzel's filter under a Hann window. */
export function levelOf(samples: Float32Array, hz: number, rate: number): number {
  const c = 2 * Math.cos((2 * Math.PI * hz) / rate)
  let a = 0
  let b = 0
  for (let i = 0; i < samples.length; i++) {
    const next = (samples[i] ?? 0) * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / samples.length)) + c * a - b
    b = a
    a = next
  }
  const amplitude = (4 / samples.length) * Math.sqrt(Math.max(0, a * a + b * b - c * a * b))
  return Math.max(-120, 20 * Math.log10(amplitude + 1e-9))
}

/** What was heard of each tone: how loud as a rule and at most, in dBFS, and the highest sample, 1 being full. */
export type Heard = { usual: number[]; most: number[]; peak: number }

/** Sums up looks at the sound. */
export function summed(looks: { levels: number[]; peak: number }[]): Heard {
  const sorted = (looks[0]?.levels ?? []).map((_, i) => looks.map((l) => l.levels[i] ?? -120).sort((a, b) => a - b))
  return {
    usual: sorted.map((t) => Math.round(t[t.length >> 1] ?? -120)),
    most: sorted.map((t) => Math.round(t.at(-1) ?? -120)),
    peak: Math.max(0, ...looks.map((l) => l.peak)),
  }
}
