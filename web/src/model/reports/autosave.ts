/**
 * The reporter's form while it is typed in. Three copies are kept: what the
 * server last confirmed (base), what stands on the screen (draft), and what is
 * on its way. Whatever fails, the draft stays.
 */

export type Cell = { plan: string; actual: string; note: string }
export type Draft = { areas: Record<string, string>; indicators: Record<string, Cell> }

export type Saving = {
  rev: number
  base: Draft
  draft: Draft
  sending: Draft | null
  trouble: 'none' | 'offline' | 'refused'
  /** Fields that somebody else changed at the same time; the other value is kept here to be read. */
  clashes: Clash[]
  savedAt: string | null
}
export type Clash = { path: string; theirs: string }

export type SavingEvent =
  | { type: 'edit'; path: string; value: string }
  | { type: 'send' }
  | { type: 'saved'; rev: number; at: string }
  | { type: 'lost' }
  | { type: 'refused' }
  | { type: 'theirs'; rev: number; server: Draft }
  | { type: 'reset'; rev: number; server: Draft; at: string | null }

export function begin(rev: number, server: Draft, at: string | null): Saving {
  return { rev, base: server, draft: server, sending: null, trouble: 'none', clashes: [], savedAt: at }
}

/** Takes up text that an earlier page kept on this device. */
export function resume(kept: { base: Draft; draft: Draft }, fresh: Saving): Saving {
  const merged = merge(kept.base, kept.draft, fresh.base)
  return { ...fresh, draft: merged.draft, clashes: merged.clashes }
}

export function isDirty(s: Saving): boolean {
  return changedPaths(s.base, s.draft).length > 0
}

export function reduce(s: Saving, event: SavingEvent): Saving {
  switch (event.type) {
    case 'edit':
      return { ...s, draft: put(s.draft, event.path, event.value) }
    case 'send':
      return { ...s, sending: s.draft }
    case 'saved':
      return {
        ...s,
        rev: event.rev,
        base: s.sending ?? s.draft,
        sending: null,
        trouble: 'none',
        savedAt: event.at,
      }
    case 'lost':
      return { ...s, sending: null, trouble: 'offline' }
    case 'refused':
      return { ...s, sending: null, trouble: 'refused' }
    case 'theirs': {
      const { draft, clashes } = merge(s.base, s.draft, event.server)
      return { ...s, rev: event.rev, base: event.server, draft, clashes, sending: null, trouble: 'none' }
    }
    case 'reset':
      return begin(event.rev, event.server, event.at)
  }
}

/** Three-way: my changes since base stay, everything else becomes theirs. */
export function merge(base: Draft, mine: Draft, theirs: Draft): { draft: Draft; clashes: Clash[] } {
  let draft = theirs
  const clashes: Clash[] = []
  for (const path of changedPaths(base, mine)) {
    const [b, m, t] = [get(base, path), get(mine, path), get(theirs, path)]
    if (t !== b && t !== m) clashes.push({ path, theirs: t })
    draft = put(draft, path, m)
  }
  return { draft, clashes }
}

/** Paths as the server names fields: areas.<id>, indicators.<id>.actual. */
export function changedPaths(a: Draft, b: Draft): string[] {
  const areas = Object.keys(b.areas).filter((id) => (a.areas[id] ?? '') !== b.areas[id])
  const cells = Object.keys(b.indicators).flatMap((id) =>
    (['plan', 'actual', 'note'] as const)
      .filter((column) => (a.indicators[id]?.[column] ?? '') !== b.indicators[id]?.[column])
      .map((column) => `indicators.${id}.${column}`),
  )
  return [...areas.map((id) => `areas.${id}`), ...cells]
}

export function get(d: Draft, path: string): string {
  const [kind, id = '', column = ''] = path.split('.')
  if (kind === 'areas') return d.areas[id] ?? ''
  return d.indicators[id]?.[column as keyof Cell] ?? ''
}

export function put(d: Draft, path: string, value: string): Draft {
  const [kind, id = '', column = ''] = path.split('.')
  if (kind === 'areas') return { ...d, areas: { ...d.areas, [id]: value } }
  const cell = d.indicators[id] ?? { plan: '', actual: '', note: '' }
  return { ...d, indicators: { ...d.indicators, [id]: { ...cell, [column]: value } } }
}
