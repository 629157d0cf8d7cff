/**
 * What the camera is sent in: VP8, which every screen decodes and recordings hold, or the first of the others that a
 * browser without it has. LiveKit takes no picture in a codec other than the announced one.
 */
export function sentCodec(): 'vp8' | 'h264' | 'vp9' | 'av1' {
  const able = (globalThis.RTCRtpSender?.getCapabilities?.('video')?.codecs ?? []).map((c) => c.mimeType.toLowerCase())
  return (['vp8', 'h264', 'vp9', 'av1'] as const).find((codec) => able.includes(`video/${codec}`)) ?? 'vp8'
}
