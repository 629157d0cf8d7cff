import { useEffect, useRef } from 'react'

const hideAfterMs = 3000

/** A screen that nobody touches: stays awake, hides the pointer, and starts its sound by any key or click. */
export function useKiosk(startSound: () => void) {
  const start = useRef(startSound)
  start.current = startSound
  useEffect(() => {
    let lock: WakeLockSentinel | null = null
    const stayAwake = async () => {
      if (document.visibilityState !== 'visible') return
      lock = (await navigator.wakeLock?.request('screen').catch(() => null)) ?? null
    }
    void stayAwake()
    document.addEventListener('visibilitychange', stayAwake)

    let hide: ReturnType<typeof setTimeout> | undefined
    const root = document.documentElement
    const moved = () => {
      root.dataset.pointer = 'shown'
      clearTimeout(hide)
      hide = setTimeout(() => {
        root.dataset.pointer = 'hidden'
      }, hideAfterMs)
    }
    root.dataset.pointer = 'hidden'
    const touched = () => start.current()
    window.addEventListener('mousemove', moved)
    window.addEventListener('pointerdown', touched)
    window.addEventListener('keydown', touched)
    const fullScreen = () => {
      if (document.fullscreenElement) void document.exitFullscreen()
      else void root.requestFullscreen?.().catch(() => undefined)
    }
    window.addEventListener('dblclick', fullScreen)
    return () => {
      void lock?.release()
      clearTimeout(hide)
      delete root.dataset.pointer
      document.removeEventListener('visibilitychange', stayAwake)
      window.removeEventListener('mousemove', moved)
      window.removeEventListener('pointerdown', touched)
      window.removeEventListener('keydown', touched)
      window.removeEventListener('dblclick', fullScreen)
    }
  }, [])
}
