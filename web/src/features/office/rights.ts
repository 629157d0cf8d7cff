import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../../api'

/** What the account is, as far as screens differ by it. The server decides each act again. */
export function useRights() {
  const { data: me } = useQuery(meQuery)
  const roles = me?.roles ?? []
  const has = (...wanted: string[]) => roles.some((r) => wanted.includes(r.role))
  const units = (...wanted: string[]) => [
    ...new Set(roles.filter((r) => wanted.includes(r.role)).map((r) => r.unit_id)),
  ]
  return {
    me,
    office: has('secretary'),
    oversees: has('secretary', 'chair', 'operator', 'admin'),
    conducts: has('operator'),
    chairs: has('chair'),
    /** Units for which the account reports. */
    reportsFor: units('reporter', 'head'),
    speaksFor: (unit: string) => units('reporter', 'head').includes(unit),
  }
}
