import { type Heard, levelOf, summed } from './tone'

/** What the drivers of both browsers offer of a page. */
export type Listener = { evaluate<A, R>(run: (a: A) => R | Promise<R>, a: A): Promise<R> }

/** One look at the sound: how loud each tone is (dBFS), and the highest sample (1 is full). */
type Look = { at: number; levels: number[]; peak: number }

declare global {
  interface Window {
    __ears: {
      looks: Look[]
      /** The same, of a page that can but record. */
      recorded: Look[]
      /** Whose microphones are open, as the page was told: ms on its own clock. */
      told: { at: number; open: string[] }[]
      /** The page's own camera and microphone, before anything is sent. */
      own: MediaStreamTrack[]
      /** Begins to look for the tones; with `muted`, also at what the page gets without playing it. */
      begin(tones: number[], muted: boolean): void
      /** The looks of the time to come, in ms. */
      take(ms: number): Promise<Look[]>
    }
  }
}

/**
 * Runs in the page before it loads. Whatever its elements play is mixed as a person hears it: by their volume, and
 * nothing of what is muted or stands still.
 */
function grow(level: typeof levelOf) {
  const kept = 1000
  const elements = new Set<HTMLMediaElement>()
  const source = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject') as PropertyDescriptor
  Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
    ...source,
    set(this: HTMLMediaElement, stream) {
      elements.add(this)
      source.set?.call(this, stream)
    },
  })
  const own: MediaStreamTrack[] = []
  const devices = navigator.mediaDevices
  const open = devices?.getUserMedia.bind(devices)
  if (devices)
    devices.getUserMedia = async (wish) => {
      const stream = await open(wish)
      own.push(...stream.getTracks())
      return stream
    }
  const told: Window['__ears']['told'] = []
  const Real = window.EventSource
  window.EventSource = class extends Real {
    constructor(url: string | URL, init?: EventSourceInit) {
      super(url, init)
      this.addEventListener('change', (e) => {
        const open = JSON.parse((e as MessageEvent).data).patch?.open_mics
        if (open) told.push({ at: performance.now(), open })
      })
    }
  }

  let context: AudioContext | null = null
  let mix: AnalyserNode | null = null
  let looking: ReturnType<typeof setInterval> | undefined
  let looked = ''
  const taps = new Map<HTMLMediaElement, { track: string; volume: GainNode; from: AudioNode }>()
  const tap = (context: AudioContext, mix: AnalyserNode, muted: boolean) => {
    for (const el of elements) {
      const stream = el.srcObject instanceof MediaStream ? el.srcObject : null
      const track = stream?.getAudioTracks().find((t) => t.readyState === 'live')
      let on = taps.get(el)
      if (on && on.track !== track?.id) {
        on.from.disconnect()
        taps.delete(el)
        on = undefined
      }
      if (track && !on) {
        on = { track: track.id, volume: context.createGain(), from: context.createMediaStreamSource(new MediaStream([track])) }
        on.from.connect(on.volume).connect(mix)
        taps.set(el, on)
      }
      if (on) on.volume.gain.value = muted ? 1 : el.muted || el.paused ? 0 : el.volume
    }
  }
  /**
   * What the audible elements play, recorded: a browser on a machine without a loudspeaker may run no AudioContext
   * (Firefox). When it was is known to some hundredths of a second.
   */
  const record = async (tones: number[], muted: boolean, ms: number): Promise<Look[]> => {
    const reading = new OfflineAudioContext(1, 48_000, 48_000)
    let from = performance.now()
    const parts = [...elements].flatMap((el) => {
      const stream = el.srcObject instanceof MediaStream ? el.srcObject : null
      const track = stream?.getAudioTracks().find((t) => t.readyState === 'live')
      const volume = muted ? 1 : el.muted || el.paused ? 0 : el.volume
      if (!track || volume === 0) return []
      const recorder = new MediaRecorder(new MediaStream([track]))
      const chunks: Blob[] = []
      recorder.ondataavailable = (e) => chunks.push(e.data)
      recorder.onstart = () => {
        from = performance.now()
      }
      recorder.start()
      const whole = new Promise<Float32Array>((done) => {
        recorder.onstop = async () => {
          const bytes = await new Blob(chunks).arrayBuffer()
          const read = await reading.decodeAudioData(bytes).catch(() => null) // nothing has come
          done((read?.getChannelData(0) ?? new Float32Array()).map((s) => volume * s))
        }
      })
      return [{ recorder, whole }]
    })
    await new Promise((done) => setTimeout(done, ms))
    for (const { recorder } of parts) recorder.stop()
    const sounds = await Promise.all(parts.map((p) => p.whole))
    const size = 2048
    const looks: Look[] = []
    // The ends, where a recording breaks in and off, sound of everything.
    for (let i = 4800; i + size <= 48 * (ms - 100); i += 960) {
      const mix = new Float32Array(size).map((_, j) => sounds.reduce((sum, s) => sum + (s[i + j] ?? 0), 0))
      looks.push({
        at: from + (i + size) / 48,
        levels: tones.map((hz) => level(mix, hz, 48_000)),
        peak: mix.reduce((most, s) => Math.max(most, Math.abs(s)), 0),
      })
    }
    return looks
  }
  let wanted: { tones: number[]; muted: boolean } = { tones: [], muted: false }
  const ears: Window['__ears'] = {
    looks: [],
    recorded: [],
    told,
    own,
    begin(tones, muted) {
      if (looked === JSON.stringify([tones, muted])) return
      looked = JSON.stringify([tones, muted])
      wanted = { tones, muted }
      const at = (context ??= new AudioContext())
      const into = (mix ??= at.createAnalyser())
      void at.resume()
      const samples = new Float32Array(into.fftSize)
      clearInterval(looking)
      ears.looks = []
      looking = setInterval(() => {
        if (at.state !== 'running' || at.currentTime === 0) return
        tap(at, into, muted)
        into.getFloatTimeDomainData(samples)
        ears.looks.push({
          at: performance.now(),
          levels: tones.map((hz) => level(samples, hz, at.sampleRate)),
          peak: samples.reduce((most, s) => Math.max(most, Math.abs(s)), 0),
        })
        if (ears.looks.length > kept) ears.looks.shift()
      }, 20)
    },
    async take(ms) {
      const from = performance.now() + 50 // each look is at the sound of the last 43 ms
      if (ears.looks.length > 0 || context?.currentTime) {
        await new Promise((done) => setTimeout(done, ms))
        return ears.looks.filter((l) => l.at > from)
      }
      const looks = await record(wanted.tones, wanted.muted, ms)
      if (context?.currentTime) return []
      ears.recorded = [...ears.recorded, ...looks].slice(-kept)
      return looks
    },
  }
  window.__ears = ears
}

/** To be run in a page before it loads. */
export const ears = `(${grow.toString()})(${levelOf.toString()})`

/** Begins to listen for the tones; with `muted`, also to what the page gets without playing it. */
export async function listen(page: Listener, tones: number[], muted = false) {
  await page.evaluate(({ tones, muted }) => window.__ears.begin(tones, muted), { tones, muted })
}

/** What is heard in the time to come. */
export async function heard(page: Listener, ms: number): Promise<Heard> {
  const looks = await page.evaluate((ms) => window.__ears.take(ms), ms)
  return summed(looks)
}

/**
 * How long a tone was still heard after the page was told that the site's microphone is closed, in ms on the page's
 * own clock; null where it was not told.
 */
export async function heardAfter(page: Listener, site: string, tone: number, floor: number): Promise<number | null> {
  return page.evaluate(
    ({ site, tone, floor }) => {
      const { told, recorded } = window.__ears
      const looks = [...window.__ears.looks, ...recorded]
      // A page that was opened while the site spoke is told of no more than the end.
      const closed = told.findLast((t, i) => !t.open.includes(site) && (i === 0 || told[i - 1]?.open.includes(site)))
      if (!closed) return null
      const last = looks.findLast((l) => l.at > closed.at && (l.levels[tone] ?? -120) > floor)
      return last ? Math.round(last.at - closed.at) : 0
    },
    { site, tone, floor },
  )
}

/** When the page's picture turned bright and when a beep began, in ms since 1970. */
export type Beats = { flashes: number[]; beeps: number[] }

/** Waits for flashes and beeps: of the page's own camera and microphone, or of what comes to it. */
export async function beats(page: Listener, hz: number, own: boolean, seconds: number): Promise<Beats> {
  return page.evaluate(
    async ({ hz, own, seconds, level }) => {
      const levelOf = new Function(`return ${level}`)() as (s: Float32Array, hz: number, rate: number) => number
      const context = new AudioContext()
      const analyser = context.createAnalyser()
      analyser.fftSize = 4096
      const taps: AudioNode[] = []
      const sound = (track: MediaStreamTrack) => {
        const from = context.createMediaStreamSource(new MediaStream([track]))
        from.connect(analyser)
        taps.push(from)
      }
      const area = (v: HTMLVideoElement) => v.getBoundingClientRect().width * v.getBoundingClientRect().height
      let video = [...document.querySelectorAll('video')].filter((v) => v.videoWidth > 0).sort((a, b) => area(b) - area(a))[0]
      const mine = window.__ears.own.filter((t) => t.readyState === 'live')
      if (own) {
        video = document.createElement('video')
        video.muted = true
        video.srcObject = new MediaStream(mine.filter((t) => t.kind === 'video').slice(-1))
        await video.play()
        for (const t of mine.filter((t) => t.kind === 'audio').slice(-1)) sound(t)
      } else {
        const pcs = (window as unknown as { __pcs: RTCPeerConnection[] }).__pcs.filter((p) => p.connectionState === 'connected')
        for (const pc of pcs) for (const r of pc.getReceivers()) if (r.track.kind === 'audio') sound(r.track)
      }
      if (!video) return { flashes: [], beeps: [] }
      const canvas = document.createElement('canvas')
      canvas.width = 16
      canvas.height = 9
      const ctx = canvas.getContext('2d', { willReadFrequently: true })
      const flashes: number[] = []
      let bright = true
      const frame: VideoFrameRequestCallback = (_, m) => {
        ctx?.drawImage(video, 0, 0, 16, 9)
        const px = ctx?.getImageData(7, 4, 2, 2).data ?? []
        const now = (px[1] ?? 0) > 128
        if (now && !bright) flashes.push(m.expectedDisplayTime)
        bright = now
        video.requestVideoFrameCallback(frame)
      }
      video.requestVideoFrameCallback(frame)
      const beeps: number[] = []
      const samples = new Float32Array(analyser.fftSize)
      const look = 256
      const until = performance.now() + 1000 * seconds
      while (performance.now() < until) {
        await new Promise((done) => setTimeout(done, 15))
        analyser.getFloatTimeDomainData(samples)
        const now = performance.now()
        // A beep begins where the tone stands out after a second half without it.
        const loud: boolean[] = []
        for (let i = 0; i + look <= samples.length; i += look) loud.push(levelOf(samples.subarray(i, i + look), hz, context.sampleRate) > -45)
        const first = loud.indexOf(true)
        if (first < 4 || loud.slice(first).length < 3) continue
        const at = now - (1000 * (samples.length - first * look)) / context.sampleRate
        if (at - (beeps.at(-1) ?? Number.NEGATIVE_INFINITY) > 500) beeps.push(at)
      }
      for (const t of taps) t.disconnect()
      void context.close()
      const since1970 = (at: number) => performance.timeOrigin + at
      return { flashes: flashes.map(since1970), beeps: beeps.map(since1970) }
    },
    { hz, own, seconds, level: levelOf.toString() },
  )
}

/** How long what was sent takes to arrive, as a rule, in ms: of each thing that came, since the last that was sent. */
export function delayOf(sent: number[], came: number[]): number {
  const delays = came
    .flatMap((at) => {
      const before = sent.findLast((s) => s <= at)
      return before === undefined || at - before > 900 ? [] : [at - before]
    })
    .sort((a, b) => a - b)
  return delays.length < 4 ? Number.NaN : (delays[delays.length >> 1] ?? Number.NaN)
}
