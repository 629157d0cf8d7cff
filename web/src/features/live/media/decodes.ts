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

/**
 * What the camera is sent in: VP8, which every screen decodes and recordings hold, or the first of the others that a
 * browser without it has. LiveKit takes no picture in a codec other than the announced one.
 */
export function sentCodec(): 'vp8' | 'h264' | 'vp9' | 'av1' {
  const able = (globalThis.RTCRtpSender?.getCapabilities?.('video')?.codecs ?? []).map((c) => c.mimeType.toLowerCase())
  return (['vp8', 'h264', 'vp9', 'av1'] as const).find((codec) => able.includes(`video/${codec}`)) ?? 'vp8'
}
