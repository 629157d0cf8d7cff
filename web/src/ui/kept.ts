import { useState } from 'react'

const prefix = 'giaoban.typed.'

/**
 * What is typed and not yet sent: it outlives a reload, an ended session and a
 * wrong click, in this tab. `null` forgets it.
 */
export function useKept<T>(key: string): [T | null, (value: T | null) => void] {
  const [state, setState] = useState(() => ({ key, value: read<T>(key) }))
  const now = state.key === key ? state : { key, value: read<T>(key) }
  if (now !== state) setState(now)
  const keep = (value: T | null) => {
    setState({ key, value })
    write(key, value)
  }
  return [now.value, keep]
}

function read<T>(key: string): T | null {
  try {
    return JSON.parse(sessionStorage.getItem(prefix + key) ?? 'null') as T | null
  } catch {
    return null
  }
}

function write(key: string, value: unknown) {
  try {
    if (value === null) sessionStorage.removeItem(prefix + key)
    else sessionStorage.setItem(prefix + key, JSON.stringify(value))
  } catch {
    // A full or forbidden store: the text still stands on the screen.
  }
}

/** For the next person at this screen. */
export function forgetTyped() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key)
}
