/**
 * Completes package-lock.json: npm leaves out the optional packages of other platforms when the registry it asked does not carry them,
 * and then refuses its own lock (npm/cli issue 9846). Their versions stand in the packages that ask for them, their platform in their names.
 * Run it after adding a package: node scripts/complete-lock.mjs. With --check it only says whether that was done.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64']

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const { packages } = lock

/** Where a package asked for by the one at `from` is looked up: beside it, then each level up. */
function* placesOf(from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))) {
    yield `${at === '' ? '' : `${at}/`}node_modules/${name}`
    if (at === '') return
  }
}

let added = 0
for (const [from, one] of Object.entries({ ...packages })) {
  for (const [name, range] of Object.entries(one.optionalDependencies ?? {})) {
    const parts = name.split(/[-/]/)
    const os = systems.find((system) => parts.includes(system))
    const cpu = processors.find((processor) => parts.includes(processor))
    const exact = /^\d+\.\d+\.\d+[\w.+-]*$/.test(range)
    const places = [...placesOf(from, name)]
    const found = places.find((place) => packages[place])
    if (!exact || !(os || cpu === 'wasm32') || (found && packages[found].version === range)) continue
    // As high as it can stand without pushing another version aside.
    const place = found ? places[places.indexOf(found) - 1] : places.at(-1)
    const libc = os !== 'linux' ? undefined : /musl/.test(name) ? ['musl'] : /gnu/.test(name) ? ['glibc'] : undefined
    packages[place] = { version: range, cpu: cpu && [cpu], dev: one.dev, libc, optional: true, os: os && [os] }
    added += 1
  }
}
if (process.argv.includes('--check')) {
  if (added > 0)
    console.error(`package-lock.json lacks ${added} packages of other platforms, so npm ci refuses it. Run: node scripts/complete-lock.mjs`)
  process.exit(added === 0 ? 0 : 1)
}
const [root, ...others] = Object.entries(packages)
lock.packages = Object.fromEntries([root, ...others.sort(([a], [b]) => (a < b ? -1 : 1))])
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added} packages of other platforms added to package-lock.json`)
