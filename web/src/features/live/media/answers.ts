import type { Room } from 'livekit-client'

/** RequestResponse.Reason of LiveKit's protocol: the request is accepted, or answered later. */
const notRefused = [0 /* OK */, 4 /* QUEUED */]

/** How many removed tracks are remembered: only those of one publication's time matter. */
const mostRemoved = 20

/** What is used of livekit-client's own: the tracks whose publication the server has yet to answer, by their id. */
type Pending = { pendingTrackResolvers?: Record<string, { reject(): void } | undefined> }

/**
 * The server's answers that livekit-client does not heed where a right changes while a track is being published: it
 * waits ten seconds for the answer to a publication that the server has refused, and goes on sending a track that the
 * server removed before the page counted it as published, which nobody hears.
 */
export class Answers {
  private readonly removed: string[] = []

  constructor(room: Pick<Room, 'engine'>) {
    const { engine } = room
    engine.on('signalRequestResponse', ({ request, reason }) => {
      if (request.case !== 'addTrack' || notRefused.includes(reason)) return
      const pending = (engine as unknown as Pending).pendingTrackResolvers
      const asked = pending?.[request.value.cid]
      if (!asked) return
      delete pending[request.value.cid]
      asked.reject()
    })
    engine.on('localTrackUnpublished', ({ trackSid }) => {
      this.removed.push(trackSid)
      if (this.removed.length > mostRemoved) this.removed.shift()
    })
  }

  /** Whether the server has removed the track, by its id there. */
  hasRemoved(trackSid: string): boolean {
    return this.removed.includes(trackSid)
  }
}
