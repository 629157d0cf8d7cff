// Catalogues agree: same keys in every language (plural suffixes apart), same placeholders, every plural
// category present, every t('…') key known, and no key that nobody uses.
import fs from 'node:fs'
import path from 'node:path'

const langs = ['vi', 'en']
const flat = (o, p = '') =>
  Object.entries(o).flatMap(([k, v]) => (typeof v === 'object' ? flat(v, `${p}${k}.`) : [[p + k, v]]))
const base = (k) => k.replace(/_(zero|one|two|few|many|other)$/, '')
const placeholders = (s) => [...new Set([...s.matchAll(/\{\{\s*(\w+)/g)].map((m) => m[1]))].sort().join()
const namespaces = fs.readdirSync('src/i18n/vi').map((f) => path.basename(f, '.json'))
const faults = []
const all = new Map()

for (const ns of namespaces) {
  const read = (l) => new Map(flat(JSON.parse(fs.readFileSync(`src/i18n/${l}/${ns}.json`, 'utf8'))))
  const L = Object.fromEntries(langs.map((l) => [l, read(l)]))
  const bases = Object.fromEntries(langs.map((l) => [l, new Set([...L[l].keys()].map(base))]))
  for (const a of langs)
    for (const b of langs)
      for (const k of bases[a]) if (!bases[b].has(k)) faults.push(`${b}/${ns} lacks ${k}`)
  for (const l of langs)
    for (const [k, v] of L[l]) {
      if (v === '') faults.push(`${l}/${ns} is empty at ${k}`)
      if (base(k) === k) continue
      for (const c of new Intl.PluralRules(l).resolvedOptions().pluralCategories)
        if (!L[l].has(`${base(k)}_${c}`)) faults.push(`${l}/${ns} lacks plural ${base(k)}_${c}`)
    }
  for (const [k, v] of L.vi) {
    const e = L.en.get(k) ?? L.en.get(`${base(k)}_other`)
    if (e !== undefined && placeholders(e) !== placeholders(v))
      faults.push(`${ns}: placeholders differ at ${k}`)
  }
  for (const k of bases.vi) all.set(`${ns}:${k}`, k)
}

const used = new Set()
const prefixes = new Set()

/** The first argument of the call whose parenthesis opens at `from`. */
function firstArgument(s, from) {
  let depth = 1
  let quote = ''
  for (let i = from; i < s.length; i++) {
    const c = s[i]
    if (quote) {
      if (c === '\\') i++
      else if (c === quote) quote = ''
    } else if (c === "'" || c === '"' || c === '`') quote = c
    else if ('([{'.includes(c)) depth++
    else if (')]}'.includes(c)) depth--
    if (depth === 0 || (depth === 1 && c === ',' && !quote)) return s.slice(from, i)
  }
  return ''
}

function scan(s) {
  const own = s.match(/useTranslation\(\s*\[?\s*'(\w+)'/)?.[1] ?? s.match(/TFunction<'(\w+)'>/)?.[1] ?? 'common'
  const name = k => (k.includes(':') ? k : `${own}:${k}`)
  for (const m of s.matchAll(/\b(?:t|tc|tk)\(/g)) {
    const arg = firstArgument(s, m.index + m[0].length).trim()
    for (const lit of arg.matchAll(/'([^']+)'|"([^"]+)"|`([^`$]+)`/g)) {
      const key = name(lit[1] ?? lit[2] ?? lit[3])
      if (all.has(key)) used.add(key)
      else if (lit[0] === arg) faults.push(`unknown key ${key}`)
    }
    for (const lit of arg.matchAll(/`([^`$]+)\$\{/g)) prefixes.add(name(lit[1]))
  }
  // A key written as data: 'nav.dashboard', or `live:scene.${…}`.
  for (const lit of s.matchAll(/'([\w:]+(?:\.\w+)+)'/g))
    for (const key of [name(lit[1]), `common:${lit[1]}`]) if (all.has(key)) used.add(key)
  for (const lit of s.matchAll(/`(\w+:[\w.]+)\$\{/g)) prefixes.add(lit[1])
}

const walk = dir => {
  for (const f of fs.readdirSync(dir, { withFileTypes: true })) {
    const p = path.join(dir, f.name)
    if (f.isDirectory()) walk(p)
    else if (/\.tsx?$/.test(p) && !p.includes('i18n/') && !/\.test\./.test(p)) scan(fs.readFileSync(p, 'utf8'))
  }
}
walk('src')
const unused = [...all.keys()].filter((k) => !used.has(k) && ![...prefixes].some((p) => k.startsWith(p)))
for (const k of unused) faults.push(`unused key ${k}`)
for (const f of faults) console.log(f)
console.log(
  `${all.size} keys in ${langs.join(', ')}: ${faults.length ? `${faults.length} faults` : 'catalogues agree'}`,
)
process.exit(faults.length ? 1 : 0)
