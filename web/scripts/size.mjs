// The JavaScript that a screen makes the browser load, gzipped, from Vite's manifest: a chunk, all that it imports
// statically, one language's texts, and for live screens the media engine (livekit-client alone is 135 kB of it).
// Style sheets are told beside it; dialogues, notices and the palette come after the first paint and do not count.
import fs from 'node:fs'
import zlib from 'node:zlib'

const manifest = JSON.parse(fs.readFileSync('dist/.vite/manifest.json', 'utf8'))
const gz = (file) => zlib.gzipSync(fs.readFileSync(`dist/${file}`), { level: 9 }).length
const closure = (keys, seen = new Set()) => {
  for (const k of keys) {
    if (seen.has(k)) continue
    seen.add(k)
    closure(manifest[k]?.imports ?? [], seen)
  }
  return seen
}
const sum = (keys) => [...closure(keys)].reduce((n, k) => n + gz(manifest[k].file), 0)
const sheets = (keys) =>
  [...new Set([...closure(keys)].flatMap((k) => manifest[k].css ?? []))].reduce((n, f) => n + gz(f), 0)
const find = (part) => Object.keys(manifest).filter((k) => k.includes(part))
const entry = Object.keys(manifest).filter((k) => manifest[k].isEntry).concat(find('i18n/vi/common'))
const media = find('features/live/media/livekit').concat(find('livekit-client'), find('i18n/vi/live'))
const office = find('i18n/vi/office').concat(find('routes/_app.tsx'))

const rows = [
  ['entry', entry, 160],
  ['overview', [...entry, ...office, ...find('routes/_app.index.')], 260],
  ['console', [...entry, ...find('routes/console.'), ...media], 350],
  ['site', [...entry, ...find('routes/site.'), ...media], 350],
  ['hall', [...entry, ...find('routes/hall.'), ...media], 350],
  ['chair', [...entry, ...find('routes/chair.'), ...media], 350],
]
let over = false
for (const [name, keys, limit] of rows) {
  const kb = sum(keys) / 1024
  if (kb > limit) over = true
  console.log(
    `${name.padEnd(8)} ${kb.toFixed(1).padStart(7)} kB gz of ${limit}${kb > limit ? '  TOO LARGE' : ''}, styles ${(sheets(keys) / 1024).toFixed(1)} kB`,
  )
}
process.exit(over ? 1 : 0)
