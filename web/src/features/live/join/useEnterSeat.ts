import { useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { Seat } from '../../../api'

/** Leads a redeemed seat to its screen; the link's token leaves the address bar and the history. */
export function useEnterSeat() {
  const router = useRouter()
  return useCallback(
    (seat: Seat) => {
      const screen = seat.kind === 'site' || seat.kind === 'delegate' ? seat.kind : 'seat'
      router.history.replace(`/${screen}/${seat.seat}`)
    },
    [router],
  )
}
