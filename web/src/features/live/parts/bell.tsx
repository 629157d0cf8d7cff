import { ActionIcon } from '@mantine/core'
import { IconBell, IconBellOff } from '@tabler/icons-react'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { type BellState, phase, remaining, strokes } from '../../../model/live'
import { useConference } from '../context'

const stored = 'giaoban.bell'
const listeners = new Set<() => void>()
const isOn = () => localStorage.getItem(stored) === 'on'
let audio: AudioContext | null = null

/** The choice holds for this screen, whatever conference it shows. */
export function setBell(on: boolean) {
  localStorage.setItem(stored, on ? 'on' : 'off')
  if (on) ring(1)
  for (const tell of listeners) tell()
}

export function useBellOn(): boolean {
  return useSyncExternalStore((tell) => {
    listeners.add(tell)
    return () => void listeners.delete(tell)
  }, isOn)
}

/** Strokes of a small bell: two partials that die away. Silent where the browser has not been touched yet. */
export function ring(times: number) {
  audio ??= new AudioContext()
  const ctx = audio
  void ctx.resume().catch(() => undefined)
  for (let i = 0; i < times; i++) {
    const at = ctx.currentTime + 0.02 + i * 0.55
    for (const [pitch, loud] of [
      [1046.5, 0.22],
      [2637, 0.09],
    ] as const) {
      const tone = ctx.createOscillator()
      const gain = ctx.createGain()
      tone.frequency.value = pitch
      gain.gain.setValueAtTime(0, at)
      gain.gain.linearRampToValueAtTime(loud, at + 0.006)
      gain.gain.exponentialRampToValueAtTime(0.0005, at + 1.4)
      tone.connect(gain).connect(ctx.destination)
      tone.start(at)
      tone.stop(at + 1.5)
    }
  }
}

/** Rings for the speaker's last minute and its end, where this screen has the bell on. */
export function Bell() {
  const { store, live } = useConference()
  const on = useBellOn()
  const holder = live.floor.holders[0]
  const before = useRef<BellState>(null)
  useEffect(() => {
    if (!on) return
    const look = () => {
      const now: BellState = holder
        ? {
            speech: `${holder.site_id} ${holder.granted_at}`,
            phase: phase(remaining(holder, store.clock.now())),
          }
        : null
      const times = strokes(before.current, now)
      before.current = now
      if (times > 0) ring(times)
    }
    look()
    const timer = setInterval(look, 250)
    return () => clearInterval(timer)
  }, [on, holder, store])
  return null
}

export function BellSwitch() {
  const { t } = useTranslation('live')
  const on = useBellOn()
  const label = t(on ? 'bell.on' : 'bell.off')
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-pressed={on}
      aria-label={label}
      title={label}
      onClick={() => setBell(!on)}
    >
      {on ? <IconBell size={18} /> : <IconBellOff size={18} />}
    </ActionIcon>
  )
}
