import { useCallback, useEffect, useRef, useState } from 'react'

export type DeviceChoice = { camera: string; microphone: string; speaker: string }
/** Why a device gives nothing, as far as the browser tells. */
export type DeviceFault = 'denied' | 'none' | 'busy' | 'insecure' | 'failed'

const key = 'giaoban.devices'

/** The devices of this computer, as chosen last; null before the first choice. */
export function storedChoice(): DeviceChoice | null {
  try {
    const raw = localStorage.getItem(key)
    return raw ? (JSON.parse(raw) as DeviceChoice) : null
  } catch {
    return null
  }
}

export const storeChoice = (choice: DeviceChoice) => localStorage.setItem(key, JSON.stringify(choice))

export function faultOfDevice(err: unknown): DeviceFault {
  switch ((err as DOMException)?.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied'
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'none'
    case 'NotReadableError':
    case 'AbortError':
      return 'busy'
    default:
      return 'failed'
  }
}

const wish = (id: string) => (id ? { deviceId: { ideal: id } } : {})

async function open(constraints: MediaStreamConstraints): Promise<MediaStreamTrack> {
  const stream = await navigator.mediaDevices.getUserMedia(constraints)
  const track = stream.getTracks()[0]
  if (!track) throw new DOMException('no track', 'NotFoundError')
  return track
}

type Opened = { track: MediaStreamTrack | null; fault: DeviceFault | null }
const nothing: Opened = { track: null, fault: null }

/**
 * Camera and microphone of this computer. Each is opened by itself, so that a missing camera does not cost the
 * sound; a device that was pulled out is opened again when it comes back.
 */
export function useDevices(choice: DeviceChoice) {
  const [camera, setCamera] = useState<Opened>(nothing)
  const [microphone, setMicrophone] = useState<Opened>(nothing)
  const [list, setList] = useState<MediaDeviceInfo[]>([])
  const [cameraTry, setCameraTry] = useState(0)
  const [microphoneTry, setMicrophoneTry] = useState(0)
  const cameraAgain = useCallback(() => setCameraTry((n) => n + 1), [])
  const microphoneAgain = useCallback(() => setMicrophoneTry((n) => n + 1), [])
  const again = useCallback(() => {
    cameraAgain()
    microphoneAgain()
  }, [cameraAgain, microphoneAgain])
  const secure = !!navigator.mediaDevices?.getUserMedia

  const relist = useCallback(() => {
    void navigator.mediaDevices?.enumerateDevices().then(setList, () => undefined)
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the count opens again by request
  useEffect(
    () =>
      openInto(secure, setCamera, relist, cameraAgain, {
        video: {
          ...wish(choice.camera),
          width: { ideal: 1280 },
          height: { ideal: 720 },
          frameRate: { ideal: 30 },
        },
      }),
    [secure, choice.camera, cameraTry, relist, cameraAgain],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: the count opens again by request
  useEffect(
    () =>
      openInto(secure, setMicrophone, relist, microphoneAgain, {
        audio: {
          ...wish(choice.microphone),
          echoCancellation: true,
          noiseSuppression: true,
          autoGainControl: true,
        },
      }),
    [secure, choice.microphone, microphoneTry, relist, microphoneAgain],
  )

  // What works goes on: a camera that comes back must not cost the speaker a second of sound.
  const retry = useRef(() => {})
  retry.current = () => {
    if (camera.fault) cameraAgain()
    if (microphone.fault) microphoneAgain()
  }
  useEffect(() => {
    const changed = () => {
      relist()
      retry.current()
    }
    navigator.mediaDevices?.addEventListener('devicechange', changed)
    const stop = whenPermitted(() => retry.current())
    return () => {
      navigator.mediaDevices?.removeEventListener('devicechange', changed)
      stop()
    }
  }, [relist])

  return { camera, microphone, list, again }
}

/** Calls back whenever the browser's user changes what the page may use, where the browser tells. */
function whenPermitted(changed: () => void): () => void {
  const told: PermissionStatus[] = []
  let ended = false
  for (const name of ['camera', 'microphone'])
    navigator.permissions?.query({ name: name as PermissionName }).then(
      (status) => {
        if (ended) return
        status.addEventListener('change', changed)
        told.push(status)
      },
      () => undefined, // a browser that does not know the name
    )
  return () => {
    ended = true
    for (const status of told) status.removeEventListener('change', changed)
  }
}

function openInto(
  secure: boolean,
  set: (opened: Opened) => void,
  relist: () => void,
  again: () => void,
  constraints: MediaStreamConstraints,
): () => void {
  if (!secure) {
    set({ track: null, fault: 'insecure' })
    return () => undefined
  }
  let ended = false
  let mine: MediaStreamTrack | null = null
  open(constraints).then(
    (track) => {
      if (ended) return track.stop()
      mine = track
      track.onended = () => {
        set({ track: null, fault: 'busy' })
        again()
      }
      set({ track, fault: null })
      relist()
    },
    (err) => {
      if (!ended) set({ track: null, fault: faultOfDevice(err) })
    },
  )
  return () => {
    ended = true
    if (mine) {
      mine.onended = null
      mine.stop()
    }
  }
}

/** A short chime through the chosen loudspeaker. */
export async function playChime(speaker: string): Promise<void> {
  const ctx = new AudioContext()
  const out = ctx.createMediaStreamDestination()
  const el = new Audio()
  el.srcObject = out.stream
  if (speaker) await el.setSinkId?.(speaker).catch(() => undefined)
  await Promise.all([ctx.resume(), el.play()])
  const t0 = ctx.currentTime + 0.05
  for (const [i, hz] of [660, 880, 1046].entries()) {
    const tone = ctx.createOscillator()
    const gain = ctx.createGain()
    tone.frequency.value = hz
    gain.gain.setValueAtTime(0, t0 + i * 0.28)
    gain.gain.linearRampToValueAtTime(0.25, t0 + i * 0.28 + 0.03)
    gain.gain.exponentialRampToValueAtTime(0.001, t0 + i * 0.28 + 0.5)
    tone.connect(gain).connect(out)
    tone.start(t0 + i * 0.28)
    tone.stop(t0 + i * 0.28 + 0.55)
  }
  await new Promise((done) => setTimeout(done, 1500))
  el.srcObject = null
  await ctx.close()
}

/** Reads a microphone's level, 0–1. Returns the reader; `null` while there is no track. */
export function useMicLevel(track: MediaStreamTrack | null): () => number {
  const reader = useRef((): number => 0)
  useEffect(() => {
    if (!track) return
    const ctx = new AudioContext()
    const analyser = ctx.createAnalyser()
    analyser.fftSize = 512
    const source = ctx.createMediaStreamSource(new MediaStream([track]))
    source.connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    reader.current = () => {
      analyser.getFloatTimeDomainData(samples)
      let sum = 0
      for (const s of samples) sum += s * s
      return Math.sqrt(sum / samples.length) * 2
    }
    return () => {
      reader.current = () => 0
      source.disconnect()
      void ctx.close()
    }
  }, [track])
  const stable = useRef(() => reader.current())
  return stable.current
}
