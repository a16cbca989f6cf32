/** What is installed, as inventories tell it: pure. */
import { createHash } from 'node:crypto'
import { cut, dayOf, partsOf, type Tree, textOf } from '../intake/adapters/tree.ts'

export interface Software {
  name: string
  version: string
  publisher: string
  arch: string
  /** YYYY-MM-DD; '' when not told. */
  installedOn: string
}
/**
 * What one document says of it. Two thousand names are read in a thread and compared by the database: on the way they stay one text, so that a
 * thousand devices that report at once do not fill the memory of the program.
 */
export interface ToldSoftware {
  /** What is there: JSON of Software[]. */
  there: string
  /** JSON of the days on which those were installed, in their order; null when none is told. */
  days: string | null
  /** Named as taken away. */
  gone: Software[]
  /** What is not named is still there. */
  partial: boolean
  /** The moment it was so, ISO 8601. */
  at: string
  /** The same list has the same digest, in whatever order (SHA-256, hex); null when it is a part of one. */
  digest: string | null
}
/** More than any real machine has; what is past it is left out. */
const mostSoftware = 20_000

/** Packages of Debian carry their architecture in the name when OCS reports them: zlib1g:amd64. */
function nameAndArch(part: Tree): { name: string; arch: string } {
  const full = cut(textOf(part, 'name', 'guid'), 300)
  const [, name = full, arch = ''] = /^([a-z0-9][a-z0-9.+-]*):([a-z0-9-]{2,20})$/.exec(full) ?? []
  return { name, arch: cut(textOf(part, 'arch', 'architecture'), 40) || arch }
}

/** Each name, version and architecture once; null when the document does not tell of it. */
export function softwareIn(content: Tree): Software[] | null {
  // An empty element is a part that its agent could not fill.
  if (content.softwares === undefined || content.softwares === null || content.softwares === '') return null
  const found = new Map<string, Software>()
  for (const part of partsOf(content, 'softwares')) {
    if (found.size >= mostSoftware) break
    const { name, arch } = nameAndArch(part)
    if (name === '') continue
    const one = {
      ...{ name, arch, version: cut(textOf(part, 'version'), 100), publisher: cut(textOf(part, 'publisher'), 200) },
      installedOn: dayOf(textOf(part, 'installdate', 'install_date')) ?? '',
    }
    found.set(JSON.stringify([name, arch, one.version]), one)
  }
  return [...found.values()]
}
const keyOf = ({ name, arch, version }: Software) => `${name} ${arch} ${version}`
export function toldSoftware(there: readonly Software[], gone: Software[], { partial, at }: Pick<ToldSoftware, 'partial' | 'at'>): ToldSoftware {
  const sorted = () => [...there].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
  const digest = partial ? null : createHash('sha256').update(JSON.stringify(sorted())).digest('hex')
  const days = there.some(({ installedOn }) => installedOn !== '') ? JSON.stringify(there.map(({ installedOn }) => installedOn)) : null
  return { there: JSON.stringify(there), days, gone, partial, at, digest }
}

/** Under which name versions and editions of one product stand together: without versions, years, languages and architectures in the name. */
export function productOf(name: string): string {
  const plain = name
    .normalize('NFKC')
    .slice(0, 600)
    .replace(/\((x?\d\d-?bit|x86|x64|x86_64|amd64|arm64|[a-z]{2}[-_][a-z]{2})\)/gi, ' ')
    .replace(/\b(x64|x86|64-bit|32-bit)\b/gi, ' ')
    .replace(/(\s|-|^)v?\d+(\.\d+)+[\w.+-]*/gi, ' ')
    .replace(/\([\s,]*\)/g, ' ')
    .replace(/\s-\s[a-z]{2}-[a-z]{2}\s*$/i, ' ')
    .replace(/\s{2,}/g, ' ')
    // Only from where such a run begins: a name may be nothing but dashes.
    .replace(/(?<![\s-])[\s-]+$/, '')
    .trim()
  return cut((plain || name).toLowerCase(), 300)
}
