import { fold } from '../fold'

type Named = { name: string; short: string; aliases: string[] | null }

/**
 * The addressees, as named in the text, that no unit of the draft stands for.
 * A group ("các huyện ủy") is one name for many units and cannot be told from a
 * name that was missed, so names are doubted only where they outnumber units.
 */
export function unrecognised<U extends Named>(
  draft: { addressees: string[]; unit_ids: string[] },
  unit: (id: string) => U | undefined,
): string[] {
  if (draft.addressees.length <= draft.unit_ids.length) return []
  const known = new Set(
    draft.unit_ids.flatMap((id) => {
      const u = unit(id)
      return u ? [u.name, u.short, ...(u.aliases ?? [])].map(fold) : []
    }),
  )
  return draft.addressees.filter((name) => !known.has(fold(name)))
}
