/** The ICE servers that a Link header names (RFC 9725 section 4.6). */
export function iceServers(link: string): RTCIceServer[] {
  return [...link.matchAll(/<((?:turn|stun)s?:[^>]+)>([^<]*)/g)].map(([, urls = '', rest = '']) => {
    const [username, credential] = ['username', 'credential'].map((k) => new RegExp(`${k}="([^"]*)"`).exec(rest)?.[1])
    return { urls, username, credential }
  })
}
