/** Which release of which product something is, and until when it is supported. Pure. */
import type { Changed, Cycle, Standing } from './contract.ts'
import { shippedSupport } from './shipped/rules.ts'

export type Catalogue = ReadonlyMap<string, readonly Cycle[]>
export interface Os {
  name: string
  version: string
  fullName: string
}
export interface Found extends Standing {
  /** As it was observed. */
  found: string
}

/** Of these the extended support costs nothing and reaches everybody: it counts. */
const freelyExtended = new Set(['debian'])
/** Over, nobody says since when. */
export const longAgo = '1970-01-01'
const dayOf = (end: string | boolean | undefined): string | null => (typeof end === 'string' ? end : end === true ? longAgo : null)
export function standingOf(product: string, about: Standing['about'], { cycle, eol, extendedSupport }: Cycle): Standing {
  const [until, extendedUntil] = [dayOf(eol), dayOf(extendedSupport)]
  const longer = freelyExtended.has(product) && until !== null && extendedUntil !== null && extendedUntil > until
  const label = `${shippedSupport[product]?.label ?? product} ${cycle}`
  return { product, label, cycle, about, until: longer ? extendedUntil : until, extendedUntil: longer ? null : extendedUntil }
}

/** The release that a version is of: the longest that it begins with, at a dot. */
export function cycleOf(version: string, cycles: readonly Cycle[]): Cycle | undefined {
  return cycles
    .filter(({ cycle }) => version === cycle || (version.startsWith(cycle) && !/^[\w]/.test(version.slice(cycle.length))))
    .sort((one, other) => other.cycle.length - one.cycle.length)[0]
}

const buildIn = (text: string): string | undefined => /\b(?:(?:6\.[1-3]|10\.0)\.)?(\d{4,5})(?:\.\d{1,5})?\b/.exec(text)?.[1]
const builtAs = (build: string, cycles: readonly Cycle[]) => cycles.filter(({ latest }) => latest?.split('.')[2] === build)
/** A build stands in the version; a year in the name is none. */
const buildOf = ({ version, fullName }: Os) => buildIn(version) ?? /\b(?:6\.[1-3]|10\.0)\.(\d{4,5})\b/.exec(fullName)?.[1]

function windowsServer(os: Os, cycles: readonly Cycle[]): Cycle | undefined {
  const [, year, second] = /server[^\d]{0,12}(20\d\d)(\s*r2)?/i.exec(`${os.fullName} ${os.name}`) ?? []
  if (year !== undefined) {
    const named = second ? `${year}-r2` : year
    return cycles.find(({ cycle }) => cycle === named) ?? cycles.find(({ cycle }) => cycle.startsWith(`${named}-sp`))
  }
  const build = buildOf(os)
  const built = build === undefined ? [] : builtAs(build, cycles)
  // Without a year in its name it is one of the channels that had none, where there was one.
  return built.find(({ cycle }) => /-s?ac$/.test(cycle)) ?? built[0]
}

/** Editions in the order in which they fit; who does not say which has the one that ends first. */
function editionsOf(name: string): readonly string[] {
  const lasting = /\bLTS[BC]\b/i.test(name)
  const things = /\bIoT\b/i.test(name)
  if (lasting) return things ? ['-iot-lts', '-e-lts', '-e', ''] : ['-e-lts', '-e', '']
  return things || /enterprise|education/i.test(name) ? ['-e', ''] : ['-w', '']
}
function windows(os: Os, cycles: readonly Cycle[]): Cycle | undefined {
  const name = `${os.fullName} ${os.name}`
  const build = buildOf(os)
  const built = build === undefined ? [] : builtAs(build, cycles)
  const [, old] = /windows\s+(7|8\.1)\b/i.exec(name) ?? []
  if (built.length === 0) return old === undefined ? undefined : cycles.find(({ cycle }) => cycle === old || cycle.startsWith(`${old}-`))
  const suffixOf = (cycle: string) => /-(?:w|e|e-lts|iot-lts|lts)$/.exec(cycle)?.[0] ?? ''
  // Pro Education is an edition of Pro.
  for (const edition of /\bpro\b/i.test(name) ? ['-w', ''] : editionsOf(name)) {
    const found = built.find(({ cycle }) => suffixOf(cycle) === edition)
    if (found) return found
  }
  return built.length === 1 ? built[0] : undefined
}

const codenames: Readonly<Record<string, string>> = {
  ...{ stretch: '9', buster: '10', bullseye: '11', bookworm: '12', trixie: '13' },
}
const versionIn = (text: string): string | undefined => /\b(\d{1,2}(?:\.\d{1,3}){0,3})\b/.exec(text)?.[1]
const numbered = ({ version, fullName, name }: Os): string => versionIn(version) ?? versionIn(fullName) ?? versionIn(name) ?? ''
function debian(os: Os, cycles: readonly Cycle[]): Cycle | undefined {
  const all = `${os.version} ${os.fullName}`.toLowerCase()
  // What is being made is not a release.
  if (/\bsid\b|testing|unstable/.test(all)) return undefined
  const named = Object.entries(codenames).find(([name]) => all.includes(name))?.[1]
  return cycleOf(named ?? numbered(os), cycles)
}
/** Service packs stand behind the number: 15 SP5, 15-SP5. */
const suse = (os: Os, cycles: readonly Cycle[]) => {
  const [, major, pack] = /\b(\d\d)[\s-]*sp(\d)\b/i.exec(`${os.version} ${os.fullName}`) ?? []
  return cycleOf(major === undefined ? numbered(os) : `${major}.${pack}`, cycles)
}
const byNumber = (os: Os, cycles: readonly Cycle[]) => cycleOf(numbered(os), cycles)

/** The first that fits. */
const systems: readonly (readonly [product: string, is: RegExp, of: (os: Os, cycles: readonly Cycle[]) => Cycle | undefined])[] = [
  ['windows-server', /windows.*server/i, windowsServer],
  ['windows', /windows/i, windows],
  ['ubuntu', /ubuntu/i, byNumber],
  ['debian', /debian/i, debian],
  ['rhel', /red hat enterprise|\brhel\b/i, byNumber],
  ['almalinux', /almalinux/i, byNumber],
  ['rocky-linux', /rocky/i, byNumber],
  ['centos-stream', /centos.*stream/i, byNumber],
  ['centos', /centos/i, byNumber],
  ['sles', /suse linux enterprise|\bsles\b/i, suse],
  ['macos', /mac ?os|\bos x\b/i, byNumber],
  ['esxi', /esxi/i, byNumber],
]
export function osOf(os: Os, catalogue: Catalogue): Found | undefined {
  const text = `${os.fullName} ${os.name}`
  const found = os.fullName || [os.name, os.version].filter(Boolean).join(' ')
  const known = systems.find(([, is]) => is.test(text))
  if (known) {
    const [product, , of] = known
    const cycle = of(os, catalogue.get(product) ?? [])
    return cycle && { ...standingOf(product, 'os', cycle), found }
  }
  // Others that somebody brought data of go by their name.
  for (const [product, cycles] of catalogue) {
    const named = product.split('-').every((word) => word.length > 1 && new RegExp(`\\b${word.replaceAll('.', '\\.')}\\b`, 'i').test(text))
    const cycle = named ? byNumber(os, cycles) : undefined
    if (cycle) return { ...standingOf(product, 'os', cycle), found }
  }
  return undefined
}

/**
 * Names as makers themselves install it. Packages of a distribution (postgresql-15, python3.11) are looked after by the distribution, whatever the
 * maker does: those are not named here. The first group is the version; without one it is told beside the name.
 */
export const installers: readonly (readonly [product: string, begins: string, is: RegExp])[] = [
  ['postgresql', 'PostgreSQL ', /^PostgreSQL (\d+(?:\.\d+)?)\b/],
  ['mariadb', 'MariaDB ', /^MariaDB (?:Server )?(\d+\.\d+)/],
  ['mysql', 'MySQL Server ', /^MySQL Server (\d+\.\d+)/],
  ['mssqlserver', 'Microsoft SQL Server ', /^Microsoft SQL Server (20\d\d)(?: \(64-bit\))?$/],
  ['msexchange', 'Microsoft Exchange Server ', /^Microsoft Exchange Server (20\d\d)\b/],
  ['office', 'Microsoft Office ', /^Microsoft Office (?:[A-Z][\w-]* ){0,4}(20\d\d)\b/],
  ['dotnet', 'Microsoft .NET ', /^Microsoft \.NET(?: Core)? Runtime - (\d+\.\d+)/],
  ['dotnet', 'Microsoft ASP.NET ', /^Microsoft ASP\.NET Core (\d+\.\d+)\.\d+.*Shared Framework/],
  ['dotnet', 'Microsoft Windows Desktop ', /^Microsoft Windows Desktop Runtime - (\d+\.\d+)/],
  ['eclipse-temurin', 'Eclipse Temurin ', /^Eclipse Temurin (?:JDK|JRE)\b.*? (\d+)/],
  ['nodejs', 'Node.js', /^Node\.js$/],
  ['python', 'Python ', /^Python (\d+\.\d+)\.\d+(?: \(|$)/],
  ['php', 'PHP ', /^PHP (\d+\.\d+)/],
  ['openssl', 'OpenSSL ', /^OpenSSL (\d+\.\d+(?:\.\d+)?)/],
  ['apache-http-server', 'Apache HTTP Server ', /^Apache HTTP Server (\d+\.\d+)/],
  ['kubernetes', 'kubelet', /^kubelet$/],
]
/** SQL Server is named by its year, and its releases by a number. */
const years: Readonly<Record<string, string>> = { 2012: '11.0', 2014: '12.0', 2016: '13.0', 2017: '14.0', 2019: '15.0', 2022: '16.0', 2025: '17.0' }
export function softwareOf({ name, version }: { name: string; version: string }, catalogue: Catalogue): Found | undefined {
  for (const [product, begins, is] of installers) {
    const told = name.startsWith(begins) ? is.exec(name) : null
    if (!told) continue
    const number = told[1] ?? version
    const cycles = catalogue.get(product) ?? []
    const cycle = cycleOf(product === 'mssqlserver' ? (years[number] ?? number) : number, cycles) ?? cycleOf(number, cycles)
    if (cycle) return { ...standingOf(product, 'software', cycle), found: name.includes(number) ? name : `${name} ${version}` }
  }
  return undefined
}

/** Each release once, what ends first in front. */
export function supportOf(os: Os | undefined, software: readonly { name: string; version: string }[], catalogue: Catalogue): Found[] {
  const all = [os && osOf(os, catalogue), ...software.map((one) => softwareOf(one, catalogue))].filter((one) => one !== undefined)
  const once = new Map(all.reverse().map((one) => [`${one.product} ${one.cycle}`, one]))
  return [...once.values()].sort((one, other) => ((one.until ?? '9999') < (other.until ?? '9999') ? -1 : 1))
}

/** What no end is known of has one that is far away: it is supported, and a norm may say so. */
export const noEnd = '9999-12-31'
/** Facts about an item: of its system, of each product the release that ends first, and what ends first of all. */
const nameOf = ({ about, product }: Pick<Found, 'about' | 'product'>): string => `support.${about === 'os' ? 'os' : product}.until`
/** Keys of facts that follow from what was found before. */
export const keysOf = (all: readonly Pick<Found, 'about' | 'product'>[]): string[] =>
  all.length === 0 ? [] : [...new Set([...all.map(nameOf), 'support.until', 'support.soonest'])]
export function factsOfSupport(all: readonly Found[]): { key: string; value: string }[] {
  const first = new Map<string, Found>()
  for (const one of all) {
    const key = nameOf(one)
    const before = first.get(key)
    if (!before || (one.until ?? noEnd) < (before.until ?? noEnd)) first.set(key, one)
  }
  const [soonest] = [...first.values()].sort((one, other) => ((one.until ?? noEnd) < (other.until ?? noEnd) ? -1 : 1))
  return [
    ...[...first].map(([key, { until }]) => ({ key, value: until ?? noEnd })),
    ...(soonest
      ? [
          { key: 'support.until', value: soonest.until ?? noEnd },
          { key: 'support.soonest', value: soonest.label },
        ]
      : []),
  ]
}

export function differences(product: string, before: readonly Cycle[], after: readonly Cycle[]): Changed {
  const was = new Map(before.map((one) => [one.cycle, one]))
  const now = new Map(after.map((one) => [one.cycle, one]))
  return {
    product,
    added: [...now.keys()].filter((cycle) => !was.has(cycle)),
    removed: [...was.keys()].filter((cycle) => !now.has(cycle)),
    changed: [...now.values()].flatMap(({ cycle, eol }) => {
      const old = was.get(cycle)
      return old && old.eol !== eol ? [{ cycle, was: old.eol, now: eol }] : []
    }),
  }
}
