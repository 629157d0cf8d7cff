import type { Page } from '@playwright/test'

/** To be called before the page loads: nothing of it gets out or in over UDP. */
export async function overTCPAlone(page: Page) {
  await page.addInitScript(() => {
    const udp = (line: string) => / udp /i.test(line)
    const Real = RTCPeerConnection.prototype
    const { addIceCandidate: add, setRemoteDescription: set } = Real as {
      addIceCandidate(c?: RTCIceCandidateInit | null): Promise<void>
      setRemoteDescription(d: RTCSessionDescriptionInit): Promise<void>
    }
    Real.addIceCandidate = function (this: RTCPeerConnection, c?: RTCIceCandidateInit | null) {
      return c?.candidate && udp(c.candidate) ? Promise.resolve() : add.call(this, c)
    }
    Real.setRemoteDescription = function (this: RTCPeerConnection, d: RTCSessionDescriptionInit) {
      const lines = (d.sdp ?? '').split('\r\n').filter((l) => !l.startsWith('a=candidate:') || !udp(l))
      return set.call(this, { type: d.type, sdp: lines.join('\r\n') })
    }
  })
}

/** To be called before the page loads: it reaches nothing but TURN servers. */
export async function throughTURN(page: Page) {
  await page.addInitScript(() => {
    const Real = window.RTCPeerConnection
    window.RTCPeerConnection = class extends Real {
      constructor(c?: RTCConfiguration) {
        super({ ...c, iceTransportPolicy: 'relay' })
      }
      setConfiguration(c?: RTCConfiguration) {
        super.setConfiguration({ ...c, iceTransportPolicy: 'relay' })
      }
    }
  })
}

/** The ways of the page's connections that carry media: "host udp 7884", "relay udp 7882", "host tcp 7884". */
export async function ways(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const pcs = (window as unknown as { __pcs: RTCPeerConnection[] }).__pcs
    const found: string[] = []
    for (const pc of pcs.filter((p) => p.connectionState === 'connected')) {
      // biome-ignore lint/suspicious/noExplicitAny: the statistics' own names
      const all: any[] = [...(await pc.getStats()).values()]
      const pair = all.find((s) => s.id === all.find((t) => t.type === 'transport')?.selectedCandidatePairId)
      const local = all.find((s) => s.id === pair?.localCandidateId)
      const remote = all.find((s) => s.id === pair?.remoteCandidateId)
      if (local && remote) found.push(`${local.candidateType} ${remote.protocol} ${remote.port}`)
    }
    return found
  })
}
