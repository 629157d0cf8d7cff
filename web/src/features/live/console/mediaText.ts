import type { TFunction } from 'i18next'
import type { Site } from '../../../api'
import { codecName } from '../../../model/picture'

type Media = Partial<NonNullable<Site['media']>>

/** What has changed in a site's media, the gravest first; null where nobody needs to read it. */
function mediaKey(d: Record<string, unknown>) {
  const now = (d.media ?? {}) as Media
  const was = (d.was ?? {}) as Media
  const none = (m: Media) => m.picture === 'missing' && m.sound === 'missing'
  if (none(now) && !none(was)) return ['nothing', ''] as const
  if (none(was) && !now.picture && !now.sound) return ['all', ''] as const
  if (now.sound === 'missing' && now.sound !== was.sound) return ['silent', ''] as const
  if (now.picture && now.picture !== was.picture) return [now.picture, now.picture_codec] as const
  if (now.sound && now.sound !== was.sound) return ['sound', now.sound_codec] as const
  if (was.sound === 'missing' && !now.sound) return ['heard', ''] as const
  if (was.picture && !now.picture) return ['back', ''] as const
  if (was.sound && !now.sound) return ['soundBack', ''] as const
  if (now.picture_codec !== was.picture_codec) return [now.picture_codec ? 'codec' : 'vp8', now.picture_codec] as const
  return null
}

/** What has changed in a site's media, in the user's words; empty where there is nothing to say. */
export function mediaText(
  t: TFunction<'trouble'>,
  data: Record<string, unknown> | null,
  siteName: (id: string) => string,
): string {
  const d = data ?? {}
  const [key, codec] = mediaKey(d) ?? [null, '']
  return key ? t(`log.${key}`, { site: siteName(String(d.site_id)), codec: codecName(codec ?? '') }) : ''
}
