import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AgendaKind, ConferenceState, FloorCategory, Live, Scene } from '../../api'
import { Fault, faultText, isFault } from '../../api'
import { tell } from '../../ui/tell'
import { useConference } from './context'

export type Ask = {
  site_id?: string
  topic: string
  category: FloorCategory
  speaker_name: string
  speaker_title: string
  /** Who speaks, from the site's list. */
  delegate_id?: string
}

export type Rules = Live['conference']['rules']
export type NewItem = {
  title: string
  kind: AgendaKind
  minutes: number
  presenter: string
  after_id: string | null
}

/** Every act of the conference; each answers whether it was done, after telling the user why not. */
export function useActs() {
  const { store } = useConference()
  const { t } = useTranslation('live')
  const [busy, setBusy] = useState(0)

  const run = useCallback(
    async (call: () => Promise<Live>): Promise<boolean> => {
      setBusy((n) => n + 1)
      try {
        store.accept(await call())
        return true
      } catch (err) {
        // An act that did not reach the server says of the line what the stream would notice much later.
        if (isFault(err) && err.code === 'network') store.doubt()
        tell({
          color: 'son',
          title: t('act.refused'),
          message: faultText(t, err),
          autoClose: 6000,
        })
        return false
      } finally {
        setBusy((n) => n - 1)
      }
    },
    [store, t],
  )

  const acts = useMemo(() => {
    const base = `/api/conferences/${store.conferenceId}`
    const post = (path: string, body?: Record<string, unknown>) =>
      run(() => store.api.post<Live>(`${base}${path}`, body))
    // Named, so that of two who act at once the second is refused instead of cutting off whom it never saw speak.
    const holder = () => store.get().live?.floor.holders[0]?.site_id ?? ''
    const instead = () => (holder() ? { instead_of: holder() } : {})
    return {
      /** Tells why nothing is done while there is no line. */
      unheard: () => run(() => Promise.reject(new Fault(0, 'network'))),
      ask: (ask: Ask) => post('/floor/requests', ask),
      withdraw: (request: string, reason?: string) =>
        run(() => store.api.del<Live>(`${base}/floor/requests/${request}`, { reason })),
      defer: (request: string) => post(`/floor/requests/${request}/defer`),
      order: (request_ids: string[], rev: number) =>
        run(() => store.api.put<Live>(`${base}/floor/order`, { request_ids, rev })),
      grantRequest: (request_id: string) => post('/floor/grant', { request_id, ...instead() }),
      grantSite: (site_id: string) => post('/floor/grant', { site_id, ...instead() }),
      next: () => post('/floor/next', { instead_of: holder() }),
      interrupt: () => post('/floor/interrupt', { instead_of: holder() }),
      takeBack: () => post('/floor/take-back', { instead_of: holder() }),
      confirm: () => post('/floor/confirm'),
      extend: (seconds: number) => post('/floor/extend', { seconds }),
      pause: () => post('/floor/pause'),
      resume: () => post('/floor/resume'),
      dialogue: (site_ids: string[]) => post('/floor/dialogue', { site_ids, instead_of: holder() }),
      nextItem: () => post('/agenda/next'),
      previousItem: () => post('/agenda/previous'),
      goItem: (item: string) => post(`/agenda/${item}/go`),
      skipItem: (item: string) => post(`/agenda/${item}/skip`),
      deferItem: (item: string) => post(`/agenda/${item}/defer`),
      insertItem: (item: NewItem) => post('/agenda', item),
      rules: (rules: Rules) => run(() => store.api.put<Live>(`${base}/rules`, rules)),
      mute: (site_id: string) => post('/mute', { site_id }),
      muteAll: () => post('/mute', { all: true }),
      preview: (site_id: string | null) => post('/programme/preview', { site_id }),
      take: () => post('/programme/take', { instead_of: holder() }),
      browse: (seconds: number | null) => post('/programme/browse', { seconds }),
      scene: (scene: Scene, break_until?: string) =>
        post('/programme/scene', break_until ? { scene, break_until } : { scene }),
      inset: (scene: Scene, chair_inset: boolean) => post('/programme/scene', { scene, chair_inset }),
      content: (paper_id: string | null, page: number) => post('/programme/content', { paper_id, page }),
      banner: (text: string | null) => post('/programme/banner', { text }),
      attendance: (site: string, body: { status: string; headcount?: number; note?: string }) =>
        post(`/sites/${site}/attendance`, body),
      tick: (delegate: string, presence: string) => post(`/delegates/${delegate}/presence`, { presence }),
      state: (to: ConferenceState) => post('/state', { to }),
    }
  }, [store, run])
  return { acts, busy: busy > 0 }
}

export type Acts = ReturnType<typeof useActs>['acts']
