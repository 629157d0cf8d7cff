import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import config from '../playwright.config'
import { type Demo, enter, fewSites, startDemo } from './demo'
import { heardInTab, listenToTab } from './ear'
import { readMarker } from './marker'

// With the pitch of each one's voice (internal/synthetic/sound/README.md).
const speakers = [
  { site: 'site-duk', number: 2, name: 'Đảng ủy Khối', pitch: 156 },
  { site: 'site-pleiku', number: 3, name: 'Pleiku', pitch: 185 },
] as const
const silent = [110, 131, 208, 233] // the voices of all others

// What the page puts out is listened to: it must not be muted, and may be captured without a question. With fake
// devices Chromium would give the beep of one instead.
test.use({
  launchOptions: {
    ...config.use?.launchOptions,
    ignoreDefaultArgs: ['--mute-audio'],
    args: [...(config.use?.launchOptions?.args ?? []).filter((a) => !a.includes('-fake-')), '--auto-accept-this-tab-capture'],
  },
})

let demo: Demo

test.beforeAll(async ({}, info) => {
  info.setTimeout(120_000)
  demo = await startDemo(...fewSites)
})
test.afterAll(async () => {
  await demo?.stop()
})

type Probe = { format: { duration?: string }; chapters: { tags: { title: string } }[]; packets: { pts_time: string }[] }

/** Runs a program of FFmpeg, which must complain of nothing, or at most of what is allowed. */
function ffmpeg(program: 'ffprobe' | 'ffmpeg', args: string[], allowed = /^$/): string {
  const done = spawnSync(program, ['-v', 'warning', ...args], { encoding: 'utf8', maxBuffer: 1 << 26 })
  expect(done.error).toBeUndefined()
  expect(done.stderr).toMatch(allowed)
  expect(done.status).toBe(0)
  return done.stdout
}

/** A kill in the middle of a write leaves a part of the last cluster: only finishing the file takes that off. */
const cutShort = /^(\[matroska,webm @ \w+\] File ended prematurely( at pos\. .*)?\n)?$/

function probe(file: string, allowed?: RegExp): Probe {
  const what = ['-show_format', '-show_chapters', '-show_packets', '-select_streams', 'v']
  return JSON.parse(ffmpeg('ffprobe', ['-of', 'json', ...what, file], allowed)) as Probe
}

const files = () => readdirSync(join(demo.folder, 'recordings')).map((f) => join(demo.folder, 'recordings', f))

/** Lets a site speak for some seconds, as the hall's programme shows it. */
async function speak(operator: Page, site: string, seconds: number) {
  const tile = operator.locator(`.gb-tile[data-site="${site}"]`)
  await tile.click()
  await expect(tile).toHaveAttribute('data-next', 'true')
  await operator.keyboard.press('Space')
  await expect(tile).toHaveAttribute('data-air', 'true')
  await operator.waitForTimeout(seconds * 1000)
}

async function pick(operator: Page, button: RegExp, item: string) {
  await operator.locator('.gb-recording').click()
  await operator.getByRole('menuitem', { name: item }).click()
  await expect(operator.locator('.gb-recording')).toHaveText(button)
}

test('a recording of a killed server plays to its last seconds, by chapters that name the speakers', async ({ browser }) => {
  const operator = await enter(browser, demo.ways.operator)
  await operator.goto(`${demo.ways.url}/console/${demo.ways.conference_id}`)
  await expect(operator.locator('.gb-tile')).toHaveCount(19)

  let began = 0
  await test.step('the operator records, pauses, goes on', async () => {
    await pick(operator, /Đang ghi/, 'Bắt đầu ghi hình')
    began = Date.now()
    await speak(operator, speakers[0].site, 6)
    await pick(operator, /Tạm ngừng ghi/, 'Tạm ngừng ghi')
    await pick(operator, /Đang ghi/, 'Ghi tiếp')
    await speak(operator, speakers[1].site, 6)
  })
  await test.step('both in a dialogue', async () => {
    const sites = [speakers[1].site, speakers[0].site] // the picture stays with the first
    const put = await operator.request.post(
      `${demo.ways.url}/api/conferences/${demo.ways.conference_id}/floor/dialogue`,
      { data: { site_ids: sites } },
    )
    expect(put.status()).toBe(200)
    await expect(operator.locator('.gb-tile[data-air=true]')).toHaveCount(2)
    await operator.waitForTimeout(9000)
  })

  await demo.kill()
  const died = Date.now()
  let raw = ''
  await test.step('the file, as the crash left it, passes ffprobe', async () => {
    expect(files()).toHaveLength(1)
    raw = files()[0] ?? ''
    const found = probe(raw, cutShort)
    const titles = found.chapters.map((c) => c.tags.title)
    console.log('chapters after the crash:', titles.join(' | '), '- pictures to', found.packets.at(-1)?.pts_time, 's')
    for (const s of speakers) expect(titles.some((t) => t.includes(s.name))).toBe(true)
    expect(Number(found.packets.at(-1)?.pts_time)).toBeGreaterThan(8)
  })

  await demo.start()
  const office = await enter(browser, demo.ways.secretary)
  const video = office.locator('.recording-picture video')
  await test.step('the page plays it to its end', async () => {
    await office.goto(`${demo.ways.url}/conferences/${demo.ways.conference_id}`)
    await office.getByRole('link', { name: 'Bản ghi hình' }).click()
    await expect(office.getByRole('heading', { name: 'Bản ghi hình' })).toBeVisible()
    // The program goes on recording in a second file by itself: then the first one is chosen in the list.
    await expect(office.getByText('Đang ghi', { exact: true })).toBeVisible({ timeout: 60_000 })
    await office.getByRole('button', { name: 'Xem bản ghi 1' }).click()
    await expect.poll(() => video.evaluate((v: HTMLVideoElement) => v.duration)).toBeGreaterThan(8)
    const length = await video.evaluate((v: HTMLVideoElement) => v.duration)
    expect(length).toBeLessThan(60)
    await video.evaluate(async (v: HTMLVideoElement) => {
      v.muted = true
      v.currentTime = v.duration - 3
      await v.play()
    })
    await expect.poll(() => video.evaluate((v: HTMLVideoElement) => v.ended)).toBe(true)
    console.log(`it plays for ${length.toFixed(1)} s, recorded for ${((died - began) / 1000).toFixed(1)} s with a pause`)
    expect(await readMarker(office, '.recording-picture video')).toBe(speakers[1].number)
  })

  await test.step('a chapter leads to its speaker', async () => {
    const chapters = office.locator('.recording-chapter')
    for (const s of [speakers[0], speakers[1], speakers[0]]) {
      await chapters.filter({ hasText: s.name }).first().click()
      await expect.poll(() => readMarker(office, '.recording-picture video')).toBe(s.number)
      await expect(chapters.filter({ hasText: s.name }).first()).toHaveAttribute('aria-current', 'true')
    }
  })

  await test.step('a speaker alone is heard alone, and of a dialogue both', async () => {
    const [first, second] = speakers
    await listenToTab(office)
    await office.locator('.recording-chapter').filter({ hasText: first.name }).first().click()
    const began = await video.evaluate((v: HTMLVideoElement) => v.currentTime)
    for (const [who, from, heard] of [
      [first.name, began + 0.3, [first.pitch]],
      ['both', await video.evaluate((v: HTMLVideoElement) => v.duration - 7), [first.pitch, second.pitch]],
    ] as const) {
      await video.evaluate(async (v: HTMLVideoElement, from) => {
        v.muted = false
        v.volume = 1
        v.currentTime = from
        await v.play()
      }, from)
      const levels = await heardInTab(office, [first.pitch, second.pitch, ...silent], [...heard], 4)
      const to = await video.evaluate((v: HTMLVideoElement) => v.currentTime)
      console.log(who, `from ${from.toFixed(1)} to ${to.toFixed(1)} s:`, JSON.stringify(levels))
      for (const [pitch, ears] of Object.entries(levels))
        for (const level of ears)
          if ((heard as readonly number[]).includes(Number(pitch))) expect(level, `${pitch} Hz`).toBeGreaterThan(0.03)
          else expect(level, `${pitch} Hz`).toBeLessThan(0.01)
    }
    await video.evaluate((v: HTMLVideoElement) => v.pause())
  })

  await test.step('it can be kept: downloaded, decoded, and without a complaint', async () => {
    const waiting = office.waitForEvent('download')
    await office.getByRole('listitem').filter({ hasText: 'Bản ghi 1' }).getByRole('link', { name: 'Tải về' }).click()
    const kept = await (await waiting).path()
    // Every frame is decoded. The null muxer would count in frames of an even rate, which a meeting's pictures do not keep.
    ffmpeg('ffmpeg', ['-i', kept, '-map', '0', '-f', 'framecrc', '-'])
    const whole = probe(kept)
    expect(Number(whole.format.duration)).toBeGreaterThan(8)
    const instants = whole.packets.map((p) => Number(p.pts_time))
    expect(instants.filter((t, i) => i > 0 && t <= (instants[i - 1] ?? 0))).toEqual([])
  })

  await test.step('the console says that it goes on, and ends it', async () => {
    await expect(operator.locator('.gb-recording')).toHaveText(/Đang ghi/)
    await pick(operator, /Ghi hình/, 'Kết thúc bản ghi')
  })
})
