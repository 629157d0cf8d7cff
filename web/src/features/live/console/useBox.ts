import { useEffect, useRef, useState } from 'react'

/** The size of an element's inside, kept current. */
export function useBox<T extends HTMLElement>() {
  const ref = useRef<T>(null)
  const [box, setBox] = useState({ width: 0, height: 0 })
  useEffect(() => {
    const el = ref.current
    if (!el) return
    const observer = new ResizeObserver(([entry]) => {
      const r = entry?.contentRect
      if (r) setBox({ width: Math.floor(r.width), height: Math.floor(r.height) })
    })
    observer.observe(el)
    return () => observer.disconnect()
  }, [])
  return [ref, box] as const
}
