import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'

export type Lang = 'vi' | 'en'
export const langs: Lang[] = ['vi', 'en']

const catalogues = import.meta.glob<{ default: Record<string, unknown> }>('./*/*.json')
const storageKey = 'giaoban.lang'

/** Catalogues load by namespace when a screen first asks for them; react-i18next suspends meanwhile. */
const backend = {
  type: 'backend' as const,
  init() {},
  read(lng: string, ns: string, done: (err: unknown, data: Record<string, unknown> | null) => void) {
    const load = catalogues[`./${lng}/${ns}.json`]
    if (!load) return done(new Error(`no catalogue ${lng}/${ns}`), null)
    load().then(
      m => done(null, m.default),
      err => done(err, null),
    )
  },
}

export function storedLang(): Lang {
  const stored = localStorage.getItem(storageKey)
  return stored === 'en' ? 'en' : 'vi'
}

export async function initI18n(lng: Lang = storedLang()) {
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng,
      fallbackLng: false,
      ns: ['common'],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      returnNull: false,
    })
  document.documentElement.lang = lng
}

export async function setLang(lng: Lang) {
  await i18next.changeLanguage(lng)
  localStorage.setItem(storageKey, lng)
  document.documentElement.lang = lng
}

/** The locale for Intl: plain `en` writes dates month first. */
export function intlLocale(lng: string): string {
  return lng === 'en' ? 'en-GB' : 'vi-VN'
}
