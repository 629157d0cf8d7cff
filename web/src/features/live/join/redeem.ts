import { createApi, isFault, join, type Me, type Seat } from '../../../api'

const key = (token: string) => `giaoban.seat.${token}`

/**
 * Redeems a link. A screen that opens the same link again (a reload, a kiosk in the morning) keeps its seat while
 * the server still knows it.
 */
export async function redeem(token: string): Promise<Seat> {
  const kept = localStorage.getItem(key(token))
  if (kept) {
    const seat = JSON.parse(kept) as Seat
    try {
      const me = await createApi(seat.seat).get<Me>('/api/me')
      if (me.seat === seat.seat) return seat
    } catch (err) {
      if (!isFault(err) || ![401, 403, 404].includes(err.status)) throw err
    }
    localStorage.removeItem(key(token))
  }
  const seat = await join({ token })
  localStorage.setItem(key(token), JSON.stringify(seat))
  return seat
}
