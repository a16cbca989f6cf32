/** Which version is newer, and what that says of a product. Pure. */

/** What comes before the version that it stands with, the earliest first. */
const before = ['dev', 'snapshot', 'nightly', 'alpha', 'preview', 'pre', 'beta', 'rc']
/**
 * One part of a version, to be compared by its class first: `~`, what comes before, nothing or zero, letters, numbers. So 1.0~rc1 and 1.0-beta come
 * before 1.0, which is 1 and 1.0.0, and before 1.0b; 1.0.1 comes after all of them.
 */
interface Part {
  class: 0 | 1 | 2 | 3 | 4
  length: number
  text: string
}
const nothing: Part = { class: 2, length: 0, text: '' }

function partOf(text: string): Part {
  if (text === '~') return { class: 0, length: 0, text: '' }
  if (/^\d/.test(text)) {
    const digits = text.replace(/^0+/, '')
    return digits === '' ? nothing : { class: 4, length: digits.length, text: digits }
  }
  const place = before.indexOf(text)
  return place < 0 ? { class: 3, length: 0, text } : { class: 1, length: place, text: '' }
}
const comparePart = (one: Part, other: Part): number =>
  one.class - other.class || one.length - other.length || (one.text < other.text ? -1 : one.text > other.text ? 1 : 0)

const partsIn = (text: string): Part[] => (text.match(/~|\d+|\p{L}+/gu) ?? []).map(partOf)
function compareParts(one: readonly Part[], other: readonly Part[]): number {
  for (let at = 0; at < Math.max(one.length, other.length); at++) {
    const found = comparePart(one[at] ?? nothing, other[at] ?? nothing)
    if (found !== 0) return found
  }
  return 0
}

/** Epoch, version and revision, as packages of Debian have them; of other versions the last part after a dash stands for the revision. */
function read(version: string): Part[][] {
  const [, epoch = '', rest = ''] = /^(?:(\d{1,9}):)?v?(.*)$/s.exec(version.trim().toLowerCase()) ?? []
  // Words of what comes before belong to the version: 2.0-rc1.
  const dash = /-(?=[^-]*$)(?!(?:dev|snapshot|nightly|alpha|preview|pre|beta|rc)(?![a-z]))/.exec(rest)?.index ?? rest.length
  return [partsIn(epoch), partsIn(rest.slice(0, dash)), partsIn(rest.slice(dash))]
}
/** Below zero when `one` is older. A total order, in which different ways to write a version are the same: 1.0 and v1.00. */
export function compareVersions(one: string, other: string): number {
  const [first, second] = [read(one), read(other)]
  for (const [at, parts] of first.entries()) {
    const found = compareParts(parts, second[at] ?? [])
    if (found !== 0) return found
  }
  return 0
}

/** The newest; '' when none of them says. */
export const newestOf = (versions: readonly string[]): string =>
  versions.reduce((newest, one) => (newest === '' || (one !== '' && compareVersions(one, newest) > 0) ? one : newest), '')

/** Below what is wanted, or when nobody named that: below the newest. What does not tell its version is not. */
export const isBehind = (version: string, { newest, minimum }: { newest: string; minimum: string | null }): boolean =>
  version !== '' && compareVersions(version, minimum ?? newest) < 0
