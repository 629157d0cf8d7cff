import type { MantineColorScheme } from '@mantine/core'

/**
 * Control rooms are dim: live screens start dark, the office follows the system, until the user chooses.
 * `href` may be a way to a live screen (`/enter/…?to=/console/…`). index.html has the same rule for the first paint.
 */
export function defaultScheme(href: string): MantineColorScheme {
  return /\/(console|wall|hall|watch|seat|chair|site|join)(\/|$)/.test(decodeURIComponent(href)) ? 'dark' : 'auto'
}
