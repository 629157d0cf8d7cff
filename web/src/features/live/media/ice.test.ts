import { describe, expect, it } from 'vitest'
import { iceServers } from './ice'

describe('iceServers', () => {
  it('reads the TURN servers that an answer names', () => {
    const link =
      '<turn:10.1.2.3:3478?transport=udp>; rel="ice-server"; username="u1"; credential="p,1"; credential-type="password", ' +
      '<turns:turn.coquan.vn:443?transport=tcp>; rel="ice-server"; username="u2"; credential="p2"; credential-type="password"'
    expect(iceServers(link)).toEqual([
      { urls: 'turn:10.1.2.3:3478?transport=udp', username: 'u1', credential: 'p,1' },
      { urls: 'turns:turn.coquan.vn:443?transport=tcp', username: 'u2', credential: 'p2' },
    ])
  })

  it('finds none where none are named', () => {
    expect(iceServers('')).toEqual([])
    expect(iceServers('<https://example.org/>; rel="next"')).toEqual([])
  })
})
