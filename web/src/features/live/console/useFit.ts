import { useLayoutEffect, useRef } from 'react'

/**
 * Keeps a row on one line: raises `data-tight` from 0 until its content fits, and lowers it again when there is
 * room. What each step leaves out stands in the style sheet. `signature` names what the row says just now.
 */
export function useFit<T extends HTMLElement>(steps: number, signature: string) {
  const ref = useRef<T>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text is another width
  useLayoutEffect(() => {
    const el = ref.current
    if (!el) return
    const squeeze = () => {
      for (let step = 0; step <= steps; step++) {
        el.dataset.tight = String(step)
        if (el.scrollWidth <= el.clientWidth) return
      }
    }
    squeeze()
    const observer = new ResizeObserver(squeeze)
    observer.observe(el)
    void document.fonts?.ready.then(squeeze)
    return () => observer.disconnect()
  }, [steps, signature])
  return ref
}
