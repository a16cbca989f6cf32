/** How a back-up stands: from what its last runs found, and how old its newest copy is. Pure. */
import type { BackupState } from './contract.ts'

/** Why it is not good: a key of the texts, with what goes in it. */
export const wrongs = [
  ...(['noCopies', 'old', 'future', 'emptyCopy', 'shrunk', 'anomaly', 'noEnd', 'truncated', 'corrupt', 'changed', 'gone'] as const),
  ...(['vendorFailed', 'differs', 'manifestReplaced', 'manifestWrong', 'notRestored', 'notSeen'] as const),
] as const
/** It could not be looked at. */
export const unknowns = [
  ...(['notYet', 'sealed', 'outside', 'missing', 'noRepository', 'wrongPassword', 'locked', 'notReachable', 'noRoom'] as const),
  ...(['toolMissing', 'tooSlow', 'tooMuch', 'stopped', 'failed', 'crashed', 'notUnderstood'] as const),
  ...(['tooLarge', 'several', 'notLoaded'] as const),
] as const
export interface Reason {
  code: (typeof wrongs)[number] | (typeof unknowns)[number]
  given?: Readonly<Record<string, string | number>>
}
export const isUnknown = ({ code }: Reason): boolean => (unknowns as readonly string[]).includes(code)
export const stateOf = (why: readonly Reason[]): BackupState => (why.length === 0 ? 'good' : why.every(isUnknown) ? 'unknown' : 'wrong')

export interface Point {
  at: Date
  bytes: number | null
  files: number | null
  flaw: Reason['code'] | null
}
const hour = 3_600_000
export const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}
/** Below this share of the median it is (nearly) nothing, whatever is allowed. */
const nearlyNothing = 0.05
const fewest = 3

/** What is wrong with the copies, the newest first. */
export function copiesWrong(
  copies: readonly Point[],
  { mostAgeHours, anomalyPercent }: { mostAgeHours: number; anomalyPercent: number },
  now: Date,
): Reason[] {
  const [newest, ...before] = copies
  if (!newest) return [{ code: 'noCopies' }]
  const why: Reason[] = []
  const age = (now.getTime() - newest.at.getTime()) / hour
  if (age > mostAgeHours) why.push({ code: 'old', given: { hours: Math.floor(age), most: mostAgeHours } })
  if (age < -1) why.push({ code: 'future' })
  if (newest.flaw) why.push({ code: newest.flaw })
  else if (newest.bytes === 0 || newest.files === 0) why.push({ code: 'emptyCopy' })
  const sizes = before.slice(0, 10).flatMap(({ bytes, flaw }) => (bytes === null || flaw ? [] : [bytes]))
  const usual = median(sizes)
  if (newest.bytes !== null && newest.bytes > 0 && usual > 0) {
    const share = newest.bytes / usual
    const given = { percent: Math.round(share * 100) }
    if (share < nearlyNothing) why.push({ code: 'shrunk', given })
    else if (sizes.length >= fewest && Math.abs(1 - share) * 100 > anomalyPercent) why.push({ code: 'anomaly', given })
  }
  return why
}

export interface Standing {
  found: Partial<Record<'look' | 'read' | 'test', readonly Reason[]>>
  newest: Date | null
  lookedAt: Date | null
  createdAt: Date
  mostAgeHours: number
}
/** As it stands now: what was found, and what time alone makes of it. Not having been able to look for too long is wrong. */
export function standing({ found, newest, lookedAt, createdAt, mostAgeHours }: Standing, now: Date): { state: BackupState; why: Reason[] } {
  const why = [...(found.look ?? [{ code: 'notYet' as const }]), ...(found.read ?? []), ...(found.test ?? [])]
  const has = (code: Reason['code']) => why.some((one) => one.code === code)
  const age = newest ? (now.getTime() - newest.getTime()) / hour : null
  if (age !== null && age > mostAgeHours && !has('old')) why.push({ code: 'old', given: { hours: Math.floor(age), most: mostAgeHours } })
  const unseen = (now.getTime() - (lookedAt ?? createdAt).getTime()) / hour
  if (unseen > mostAgeHours) why.push({ code: 'notSeen', given: { hours: Math.floor(unseen) } })
  return { state: stateOf(why), why }
}

/** 'Web server (nightly)' as it stands in facts and series: web_server_nightly. */
export const keyOf = (name: string): string => {
  const bare = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 40)
  return /^[a-z]/.test(bare) ? bare : `b_${bare}`
}

/** Where it is, when nothing is known but the words: 'local' (absolute, without steps up), a repository elsewhere, or not right. */
export function placeOf(kind: string, place: string): { at: 'local'; path: string } | { at: 'remote'; host: string } | undefined {
  if (/\p{Cc}/u.test(place)) return undefined
  const remote =
    kind === 'restic'
      ? /^sftp:(?:\/\/)?(?:[A-Za-z0-9_][\w.-]*@)?([A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9a-fA-F:]+\])(?::\d{1,5})?:?\/?[^\s]*$/.exec(place)
      : kind === 'borg'
        ? /^ssh:\/\/(?:[A-Za-z0-9_][\w.-]*@)?([A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9a-fA-F:]+\])(?::\d{1,5})?\/[^\s]*$/.exec(place)
        : null
  if (remote?.[1]) return { at: 'remote', host: remote[1].replace(/^\[|\]$/g, '') }
  if (!place.startsWith('/') || place.split('/').includes('..')) return undefined
  return { at: 'local', path: place.replace(/\/+/g, '/').replace(/(.)\/$/, '$1') }
}
/** At or below one of these folders. */
export const isBelow = (path: string, roots: readonly string[]): boolean =>
  roots.some((root) => path === root || path.startsWith(root.endsWith('/') ? root : `${root}/`))

const wordsIn = (text: string) => text.split(',').flatMap((word) => word.trim().toLowerCase() || [])
/** What a message of a vendor says. Failure counts before success; none of both is not understood. */
export function verdictIn(
  message: string,
  { successWords, failureWords }: { successWords: string; failureWords: string },
): 'success' | 'failure' | undefined {
  const text = message.toLowerCase()
  const says = (words: string) =>
    wordsIn(words).some((word) => new RegExp(`(?<![\\p{L}\\p{N}])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}])`, 'u').test(text))
  return says(failureWords) ? 'failure' : says(successWords) ? 'success' : undefined
}
