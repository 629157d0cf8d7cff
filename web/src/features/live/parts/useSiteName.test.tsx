// @vitest-environment happy-dom
import { render, renderHook, screen } from '@testing-library/react'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { beforeAll, expect, test, vi } from 'vitest'
import type { Live } from '../../../api'
import en from '../../../i18n/en/live.json'
import viet from '../../../i18n/vi/live.json'
import { conference, holder } from '../../../test/fixture'
import { FloorAnnouncer } from './FloorAnnouncer'
import { useSpeaking } from './useSiteName'

const now = vi.hoisted(() => ({ live: null as Live | null }))
vi.mock('../context', () => ({ useConference: () => ({ live: now.live, store: { clock: { now: Date.now } } }) }))

beforeAll(() => i18next.use(initReactI18next).init({ lng: 'en', resources: { en: { live: en }, vi: { live: viet } } }))

const speak = (...sites: string[]) => {
  const holders = sites.map((s) => holder(s, s === 's4' ? {} : { speaker_name: '', speaker_title: '' }))
  now.live = conference({ floor: { holders, queue: [], spoken: [] } })
}

test.each([
  ['en', ['s4'], 'Nguyễn Thị Hường', 'Phó Bí thư Thường trực Huyện ủy · An Khê', 'An Khê site has the floor'],
  ['en', ['s5'], 'Ayun Pa', '', 'Ayun Pa site has the floor'],
  ['en', ['s4', 's5'], 'An Khê · Ayun Pa', 'Dialogue', 'An Khê site, Ayun Pa site have the floor'],
  ['vi', ['s4', 's5', 's6'], 'Thị ủy An Khê · Thị ủy Ayun Pa · Huyện ủy Kbang', 'Trao đổi', 'Điểm cầu Huyện ủy Kbang đang phát biểu'],
])('in %s, %j: every site is named once', async (lang, sites, large, small, said) => {
  await i18next.changeLanguage(lang)
  speak(...sites)
  expect(renderHook(useSpeaking).result.current).toEqual({ large, small })
  const { unmount } = render(<FloorAnnouncer />)
  expect(screen.getByText((text) => text.endsWith(said))).toBeTruthy()
  unmount()
})
