/** What a host told of its updates, in facts; and since when each of it waits. Pure. */
import * as z from 'zod'
import type { FactValue } from '#record/items/facts/contract.ts'

/** What waits on a host, as any package manager tells it. */
export interface Told {
  packages: readonly { name: string; security: boolean }[]
  waiting: number
  security: number
  reboot: boolean | null
  why: string
  /** YYYY-MM-DD */
  updatedOn: string | null
}
const lines = z.array(z.string().max(400)).max(400)
export const Printed = z.object({
  spil: z.literal('updates'),
  by: z.enum(['apt', 'dnf']),
  waiting: z.int().min(0).max(100_000),
  security: z.int().min(0).max(100_000),
  lines,
  /** What a reboot is for; `required`: the host says so itself. */
  required: z.boolean().nullable(),
  reasons: lines,
  running: z.string().max(200),
  newest: z.string().max(200),
  needrestart: z.string().max(40),
  last: z.string().max(40),
})
export type Printed = z.output<typeof Printed>

/** Names that fit in a fact, those for security in front with a mark; what does not fit is counted only. */
function namesOf(packages: Told['packages']): string {
  const sorted = [...packages].sort((one, other) => Number(other.security) - Number(one.security) || (one.name < other.name ? -1 : 1))
  let text = ''
  for (const { name, security } of sorted) {
    const next = `${text}${text === '' ? '' : ' '}${security ? '!' : ''}${name}`
    if (next.length > 3900) break
    text = next
  }
  return text
}
export function factsOf({ packages, waiting, security, reboot, why, updatedOn }: Told): { key: string; value: FactValue }[] {
  return [
    { key: 'updates.waiting', value: waiting },
    { key: 'updates.security', value: security },
    { key: 'updates.packages', value: namesOf(packages) },
    ...(reboot === null ? [] : [{ key: 'reboot.pending', value: reboot }]),
    { key: 'reboot.why', value: reboot === true ? why.slice(0, 500) : '' },
    ...(updatedOn === null ? [] : [{ key: 'updates.last', value: updatedOn }]),
  ]
}

/** The same moment in two files of the kernel is one kernel: the newest by version is what the next start runs. */
export const rebootOf = ({ required, reasons, running, newest, needrestart }: Printed): Pick<Told, 'reboot' | 'why'> => {
  const kernel = running !== '' && newest !== '' && running !== newest
  // 3: the newest kernel does not run (needrestart -b).
  const reboot = required === true || kernel || /^3$/.test(needrestart)
  const why = [...reasons, ...(kernel ? [`${running} → ${newest}`] : [])]
  // Who says nothing at all (a container without a kernel of its own) is not known.
  const known = required !== null || newest !== '' || needrestart !== ''
  return { reboot: reboot ? true : known ? false : null, why: [...new Set(why)].join(', ') }
}

/** Facts that are read here, whoever observed them: a check, an agent, a person. */
export const keys = ['updates.waiting', 'updates.security', 'updates.packages', 'updates.last', 'reboot.pending', 'reboot.why'] as const
export interface Package {
  name: string
  security: boolean
  since: string
}
export interface Host {
  waiting: number | null
  security: number | null
  reboot: boolean | null
  why: string
  updatedOn: string | null
  packages: Package[]
  waitingSince: string | null
  securitySince: string | null
  rebootSince: string | null
}
export const nothingKnown: Host = {
  ...{
    waiting: null,
    security: null,
    reboot: null,
    why: '',
    updatedOn: null,
    packages: [],
    waitingSince: null,
    securitySince: null,
    rebootSince: null,
  },
}
export type Known = ReadonlyMap<string, { value: FactValue; since: string; seenAt: string }>

const numberIn = (value: FactValue | undefined): number | null => (typeof value === 'number' && value >= 0 ? Math.floor(value) : null)
const namesIn = (text: string): { name: string; security: boolean }[] =>
  text.split(' ').flatMap((part) => {
    const name = part.replace(/^!/, '')
    return name === '' ? [] : [{ name, security: part.startsWith('!') }]
  })
const earliest = (moments: readonly (string | null)[]): string | null => moments.filter((one) => one !== null).sort()[0] ?? null
/**
 * Since when the oldest of so many waits. Where not all of them have a name, what was known before counts as well: one of those may be the oldest.
 */
function oldest(count: number | null, named: readonly Package[], before: { count: number | null; since: string | null }, at: string): string | null {
  if (count === null || count === 0) return null
  const all = named.map(({ since }) => since)
  const kept = (before.count ?? 0) > 0 ? before.since : null
  return earliest(named.length >= count ? all : [...all, kept]) ?? kept ?? at
}
/** How a host stands with what is known of it at this moment. */
export function hostAfter(before: Host, known: Known, at: string): Host {
  const waiting = numberIn(known.get('updates.waiting')?.value)
  const security = numberIn(known.get('updates.security')?.value)
  const pending = known.get('reboot.pending')
  const reboot = typeof pending?.value === 'boolean' ? pending.value : null
  const was = new Map(before.packages.map((one) => [one.name, one]))
  const packages = namesIn(waiting === 0 ? '' : String(known.get('updates.packages')?.value ?? '')).map(({ name, security: secure }) => {
    const old = was.get(name)
    // What waited already waits for security only since that was told.
    return { name, security: secure, since: old && (old.security || !secure) ? old.since : at }
  })
  const secure = packages.filter((one) => one.security)
  const updatedOn = String(known.get('updates.last')?.value ?? '').slice(0, 10)
  return {
    ...{ waiting, security, reboot, packages },
    why: reboot === true ? String(known.get('reboot.why')?.value ?? '') : '',
    updatedOn: /^\d{4}-\d\d-\d\d$/.test(updatedOn) ? updatedOn : null,
    waitingSince: oldest(waiting, packages, { count: before.waiting, since: before.waitingSince }, at),
    securitySince: oldest(security, secure, { count: before.security, since: before.securitySince }, at),
    rebootSince: reboot === true ? (pending?.since ?? at) : null,
  }
}
/** What matters first stands first: security by age, reboots by age, other updates by age, and the rest by number. */
export function orderOf({ securitySince, rebootSince, waitingSince }: Host, number: number): string {
  const [rank, since] =
    securitySince !== null
      ? ['1', securitySince]
      : rebootSince !== null
        ? ['2', rebootSince]
        : waitingSince !== null
          ? ['3', waitingSince]
          : ['4', '']
  return `${rank} ${since} ${String(number).padStart(10, '0')}`
}
/** What norms read; what is not there is to be forgotten. */
export function derivedOf({ waitingSince, securitySince, rebootSince }: Host): { key: string; value: string | null }[] {
  return [
    { key: 'updates.waitingSince', value: waitingSince },
    { key: 'updates.securitySince', value: securitySince },
    { key: 'reboot.since', value: rebootSince },
  ]
}
