import { Room, TrackInvalidError } from 'livekit-client'
import { describe, expect, it, vi } from 'vitest'
import { Answers } from './answers'

function connection() {
  const heard = new Map<string, (message: unknown) => void>()
  const engine = {
    pendingTrackResolvers: {} as Record<string, { reject(): void }>,
    on: (event: string, listener: (message: unknown) => void) => void heard.set(event, listener),
    emit: (event: string, message: unknown) => heard.get(event)?.(message),
  }
  const answers = new Answers({ engine } as unknown as Room)
  const ask = (cid: string) => {
    const reject = vi.fn()
    engine.pendingTrackResolvers[cid] = { reject }
    return reject
  }
  const answer = (reason: number, cid: string, kind = 'addTrack') => engine.emit('signalRequestResponse', { reason, request: { case: kind, value: { cid } } })
  return { engine, answers, ask, answer }
}

describe('answers of the server to what is published', () => {
  it('ends waiting for a publication that the server has refused, and for that alone', () => {
    const { engine, ask, answer } = connection()
    const [refused, other] = [ask('a'), ask('b')]
    answer(2, 'a')
    expect(refused).toHaveBeenCalledOnce()
    expect(other).not.toHaveBeenCalled()
    expect(Object.keys(engine.pendingTrackResolvers)).toEqual(['b'])
    answer(2, 'a')
    expect(refused).toHaveBeenCalledOnce()
  })

  it('goes on waiting where the server will answer, and where it was asked for something else', () => {
    const { ask, answer } = connection()
    const waiting = ask('a')
    answer(0, 'a')
    answer(4, 'a')
    answer(2, 'a', 'mute')
    answer(2, 'unknown')
    expect(waiting).not.toHaveBeenCalled()
  })

  it('remembers the last tracks that the server has removed', () => {
    const { engine, answers } = connection()
    for (let i = 0; i < 30; i++) engine.emit('localTrackUnpublished', { trackSid: `TR_${i}` })
    expect(answers.hasRemoved('TR_29')).toBe(true)
    expect(answers.hasRemoved('TR_11')).toBe(true)
    expect(answers.hasRemoved('TR_9')).toBe(false)
    expect(answers.hasRemoved('TR_30')).toBe(false)
  })

  // What is used of livekit-client is its own, and may have another name in its next version.
  it('finds the publications that wait in livekit-client itself', async () => {
    const { engine } = new Room()
    const own = engine as unknown as { client: object; addTrack(request: object): Promise<unknown> }
    Object.defineProperty(own, 'client', { value: { sendAddTrack: vi.fn() } })
    new Answers({ engine } as Room)
    const published = own.addTrack({ cid: 'a' })
    expect(() => own.addTrack({ cid: 'a' })).toThrow(TrackInvalidError)
    engine.emit('signalRequestResponse', { reason: 2, request: { case: 'addTrack', value: { cid: 'a' } } } as never)
    await expect(published).rejects.toThrow()
  })
})
