export type AirWord = 'off' | 'on' | 'unsure' | 'lost' | 'silent' | 'foreign' | 'opening' | 'muted' | 'waiting'

/** What a site's large sign says of whether it is seen and heard. */
export function airWord(now: {
  /** On the programme of a conference in session. */
  onAir: boolean
  /** The server wants the microphone open. */
  wanted: boolean
  /** The page sends one. */
  sent: boolean
  /** Nothing of it arrives, or the page has none. */
  silent: boolean
  /** It arrives in a codec that is not carried. */
  foreign: boolean
  /** The page is cut off from the program, or from the media alone. */
  lost: boolean
  cut: boolean
  /** Muted by whoever conducts. */
  muted: boolean
}): AirWord {
  if (!now.onAir) return 'off'
  const heard = !now.silent && !now.foreign
  if (now.wanted && now.sent && heard && !now.lost) return now.cut ? 'unsure' : 'on'
  if (now.lost || now.cut) return 'lost'
  if (now.wanted) return now.silent ? 'silent' : now.foreign ? 'foreign' : 'opening'
  return now.muted ? 'muted' : 'waiting'
}
