// Counts tests. Every stage adds one line to a ledger; `total` sums it up.
//
//   go test -json … | node counts.mjs go       LEDGER STAGE
//                     node counts.mjs report   LEDGER STAGE FILE   (vitest, playwright: JSON)
//                     node counts.mjs check    LEDGER STAGE STATUS (one check, exit status)
//                     node counts.mjs total    LEDGER
//
// `go` prints one line per package, the whole output of what failed, the reason
// of what was skipped, and from passing tests each line that says "measured".
import fs from 'node:fs'
import readline from 'node:readline'

const [verb, ledger, stage, argument] = process.argv.slice(2)
const none = { passed: 0, failed: 0, skipped: 0 }

function enter(count) {
  fs.appendFileSync(ledger, `${JSON.stringify({ stage, ...none, ...count })}\n`)
}

// Only tests without subtests are counted, so that nothing counts twice; a
// parent counts where it failed by itself.
function leaves(results) {
  const names = [...results.keys()]
  const parents = new Set(names.flatMap((n) => n.split('/').map((_, i, part) => part.slice(0, i).join('/'))))
  const count = { ...none }
  for (const [name, state] of results) {
    const below = names.filter((n) => n.startsWith(`${name}/`))
    if (parents.has(name) && (state !== 'failed' || below.some((n) => results.get(n) === 'failed'))) continue
    count[state]++
  }
  return count
}

const add = (a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped })

async function goTests() {
  const packages = new Map() // name → { results, output by test, outcome }
  const of = (name) => {
    if (!packages.has(name)) packages.set(name, { results: new Map(), output: new Map(), outcome: null })
    return packages.get(name)
  }
  const close = (name, p, outcome, seconds) => {
    p.outcome = outcome
    // What never ended was running when the package died or was stopped.
    for (const [test, state] of p.results) if (state === 'running') p.results.set(test, 'failed')
    const count = leaves(p.results)
    if (outcome === 'fail' && count.failed === 0) count.failed = 1 // did not compile, or died outside a test
    p.count = count
    if (outcome === 'skip' && p.results.size === 0) return // no test files
    const skipped = count.skipped ? `, ${count.skipped} skipped` : ''
    const failed = count.failed ? `, ${count.failed} FAILED` : ''
    console.log(`${outcome === 'fail' ? 'FAIL' : 'ok  '} ${name}  ${count.passed} passed${failed}${skipped}  ${seconds ?? '?'} s`)
    for (const [test, lines] of p.output) {
      const state = p.results.get(test)
      if (outcome === 'fail' && (state === 'failed' || test === '')) process.stdout.write(lines.join(''))
      else if (state === 'skipped') process.stdout.write(lines.filter((l) => !l.startsWith('===')).join(''))
      else for (const l of lines) if (/\bmeasured\b/i.test(l)) console.log(`     ${l.trim()}`)
    }
  }
  for await (const line of readline.createInterface({ input: process.stdin })) {
    let e
    try {
      e = JSON.parse(line)
    } catch {
      console.log(line)
      continue
    }
    if (e.Action === 'build-output') process.stdout.write(e.Output)
    if (!e.Package) continue
    const p = of(e.Package)
    const test = e.Test ?? ''
    switch (e.Action) {
      case 'run':
        p.results.set(test, 'running')
        break
      case 'output':
        if (!p.output.has(test)) p.output.set(test, [])
        p.output.get(test).push(e.Output)
        break
      case 'pass':
      case 'fail':
      case 'skip':
        if (e.Test) p.results.set(test, { pass: 'passed', fail: 'failed', skip: 'skipped' }[e.Action])
        else close(e.Package, p, e.Action, e.Elapsed)
        break
    }
  }
  for (const [name, p] of packages) if (!p.outcome) close(name, p, 'fail')
  const sum = [...packages.values()].map((p) => p.count).reduce(add, none)
  if (packages.size === 0) sum.failed = 1
  enter(sum)
  process.exitCode = sum.failed ? 1 : 0
}

// Each try of a story that did not pass: its title, where, and how its error begins.
function stories(suite, path = []) {
  const own = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.flatMap((t) =>
      t.results
        .filter((x) => !['passed', 'skipped'].includes(x.status))
        .map((x) => {
          const error = (x.error?.message ?? x.status).replace(/\u001b\[[0-9;]*m/g, '')
          const at = x.error?.location ? `:${x.error.location.line}` : ''
          return `${spec.file}${at} ${[...path, spec.title].join(' › ')}, try ${x.retry + 1}: ${error.split('\n').slice(0, 6).join(' | ')}`
        }),
    ),
  )
  return [...own, ...(suite.suites ?? []).flatMap((s) => stories(s, s.line ? [...path, s.title] : path))]
}

function report() {
  let r
  try {
    r = JSON.parse(fs.readFileSync(argument, 'utf8'))
  } catch {
    console.log(`${stage}: no report was written`)
    enter({ failed: 1 })
    process.exitCode = 1
    return
  }
  const count = r.stats
    ? { passed: r.stats.expected + r.stats.flaky, failed: r.stats.unexpected, skipped: r.stats.skipped }
    : { passed: r.numPassedTests, failed: r.numFailedTests, skipped: r.numPendingTests + r.numTodoTests }
  count.what = r.stats ? stories(r) : []
  // A file that could not even be loaded has no tests to fail.
  if (count.failed === 0 && (r.success === false || r.errors?.length)) count.failed = 1
  if (r.stats?.flaky) console.log(`${stage}: ${r.stats.flaky} passed only on a second try`)
  enter(count)
  process.exitCode = count.failed ? 1 : 0
}

function total() {
  const rows = fs.readFileSync(ledger, 'utf8').trim().split('\n').filter(Boolean).map((l) => JSON.parse(l))
  const sum = rows.reduce(add, none)
  console.log()
  for (const w of rows.flatMap((r) => r.what ?? [])) console.log(w)
  for (const r of [...rows, { stage: 'all', ...sum }]) {
    const n = (v) => String(v).padStart(6)
    console.log(`${r.stage.padEnd(24)}${n(r.passed)} passed ${n(r.failed)} failed ${n(r.skipped)} skipped`)
  }
  fs.writeFileSync(`${ledger}.total`, `${sum.passed} passed, ${sum.failed} failed\n`)
  process.exitCode = sum.failed || sum.passed === 0 ? 1 : 0
}

switch (verb) {
  case 'go':
    await goTests()
    break
  case 'report':
    report()
    break
  case 'check':
    enter(argument === '0' ? { passed: 1 } : { failed: 1 })
    break
  case 'total':
    total()
    break
  default:
    console.error('counts.mjs: go | report | check | total')
    process.exitCode = 2
}
