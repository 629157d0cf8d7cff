import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { isFault } from '../../../api'
import { type Conclusion, conclusionQuery, saveConclusion } from '../../../api/office'

const WAIT = 1200

/** The conclusion's text while it is typed: saved by itself, kept on this device until the server has it. */
export function useConclusion(id: string) {
  const qc = useQueryClient()
  const query = useQuery(conclusionQuery(id))
  const key = `giaoban.conclusion.${id}`
  const [mine, setMine] = useState<string | null>(() => localStorage.getItem(key))
  const [clash, setClash] = useState<Conclusion | null>(null)
  const [failed, setFailed] = useState<unknown>(null)
  const server = query.data
  const text = mine ?? server?.text ?? ''
  const dirty = mine !== null && server !== undefined && mine !== server.text
  const latest = useRef({ text, server })
  latest.current = { text, server }

  const save = useMutation({
    mutationFn: async (rev: number) => {
      const sent = latest.current.text
      const answer = await saveConclusion(id, sent, rev)
      return { sent, answer }
    },
    onSuccess: ({ sent, answer }) => {
      qc.setQueryData(conclusionQuery(id).queryKey, answer)
      setFailed(null)
      setClash(null)
      // A key may have been pressed since, and not yet be on the screen: what is newest decides, not what was shown.
      setMine((now) => (now === sent ? null : now))
      if (localStorage.getItem(key) === sent) localStorage.removeItem(key)
    },
    onError: async (err) => {
      setFailed(err)
      if (!isFault(err, 'stale')) return
      const theirs = await qc.fetchQuery({ ...conclusionQuery(id), staleTime: 0 }).catch(() => null)
      // Only the drafts moved on: the text is still the one this was typed over.
      if (theirs && latest.current.server && theirs.text === latest.current.server.text)
        save.mutate(theirs.rev)
      else setClash(theirs)
    },
  })

  const edit = useCallback(
    (next: string) => {
      setMine(next)
      try {
        localStorage.setItem(key, next)
      } catch {
        // A full or forbidden store: the text still stands on the screen.
      }
    },
    [key],
  )
  const { mutate, mutateAsync, isPending } = save
  useEffect(() => {
    if (!dirty || isPending || clash || !server) return
    const timer = setTimeout(() => mutate(server.rev), failed ? 5000 : WAIT)
    return () => clearTimeout(timer)
  }, [dirty, isPending, clash, server, failed, mutate])

  return {
    query,
    text,
    dirty,
    saving: isPending,
    failed: failed && !isFault(failed, 'stale') ? failed : null,
    clash,
    edit,
    /** Resolves when the server has the text. */
    flush: async () => {
      if (dirty && server) await mutateAsync(server.rev)
    },
    keepMine: () => {
      if (clash) mutate(clash.rev)
    },
    takeTheirs: () => {
      setMine(null)
      setClash(null)
      localStorage.removeItem(key)
    },
  }
}
