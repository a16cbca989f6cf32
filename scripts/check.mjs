/** Types, lint with formatting and boundaries, what nobody uses, and a lock that npm ci takes. All of them always run, so that one look shows everything. */
import { spawnSync } from 'node:child_process'

const checks = [
  ['types', 'node_modules/typescript/bin/tsc', '--noEmit'],
  ['lint', 'node_modules/@biomejs/biome/bin/biome', 'ci', '--error-on-warnings'],
  ['unused', 'node_modules/knip/bin/knip.js'],
  ['lock', 'scripts/complete-lock.mjs', '--check'],
]

/** How many passed and failed; each says for itself what is wrong. */
export function check() {
  const results = checks.map(([name, ...args]) => {
    const passed = spawnSync('node_modules/.bin/node', args, { stdio: 'inherit' }).status === 0
    console.log(`${passed ? 'passed' : 'FAILED'}: ${name}`)
    return passed
  })
  const passed = results.filter(Boolean).length
  return { passed, failed: results.length - passed }
}

if (process.argv[1] === import.meta.filename) process.exit(check().failed === 0 ? 0 : 1)
