import type { Decodes } from '../../../model/picture'

let known: Set<string> | null = null

/**
 * Whether this browser can decode a codec. A browser that cannot say is taken to decode all; H.264 counts in the mode
 * that everybody sends it (RFC 6184, packetization-mode 1).
 */
export const decodes: Decodes = (codec) => {
  known ??= new Set(
    (globalThis.RTCRtpReceiver?.getCapabilities?.('video')?.codecs ?? [])
      .filter((c) => !/h264/i.test(c.mimeType) || /packetization-mode=1/.test(c.sdpFmtpLine ?? ''))
      .map((c) => c.mimeType.toLowerCase().replace('video/', '')),
  )
  return known.size === 0 || known.has(codec)
}
