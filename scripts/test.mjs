/**
 * Everything: the peers, the checks, all tests on our own PostgreSQL, and those of platform and rooms on Debian's older one.
 * With arguments it runs only vitest with those (npm test -- src/platform). Ends with `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { check } from './check.mjs'
import { debianPostgres, providePeers } from './peers.mjs'

const folder = mkdtempSync(join(tmpdir(), 'spil-results-'))
let passed = 0
let failed = 0
const names = []
const add = (one) => {
  passed += one.passed
  failed += one.failed
  names.push(...(one.names ?? []))
}

function vitest(name, args, env = {}) {
  console.log(`\n${name}`)
  const report = join(folder, `${name.replace(/\W+/g, '-')}.json`)
  const run = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args]
  const { status } = spawnSync('node_modules/.bin/node', run, { stdio: 'inherit', env: { ...process.env, ...env } })
  add(countsOf(report, status))
}

/** A file that could not be loaded has no tests to fail: it counts as one failure; so does anything else that made vitest say no. */
function countsOf(report, status) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    const broken = testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((one) => one.status === 'failed')).length
    const failures = numFailedTests + broken
    return { passed: numPassedTests, failed: failures === 0 && status !== 0 ? 1 : failures, names: testResults.flatMap(failedIn) }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

/** What failed in a file, with the first line of why: the last lines of a run must tell it, since only those are kept. */
function failedIn({ name, status, message, assertionResults }) {
  const file = relative(process.cwd(), name)
  const tests = assertionResults.filter((one) => one.status === 'failed')
  if (status === 'failed' && tests.length === 0) return [`${file}: ${firstLine(message)}`]
  return tests.map((one) => `${file} > ${one.fullName}: ${firstLine(one.failureMessages[0])}`)
}

const firstLine = (text = '') => text.split('\n')[0]

const only = process.argv.slice(2)
if (!providePeers()) failed += 1
if (only.length > 0) vitest('Chosen tests', only)
else {
  add(check())
  const older = debianPostgres()
  // The stories of work rooms once, on the oldest PostgreSQL; on our own they are gone through in the browser. What they stand on: on both.
  vitest('All tests', older ? ['--exclude=src/work/**'] : [])
  if (older) vitest('Platform and rooms on an older PostgreSQL', ['src/'], { SPIL_TEST_POSTGRES: older })
}
rmSync(folder, { recursive: true, force: true })
for (const name of names) console.log(`\nFAILED ${name}`)
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 ? 0 : 1)
