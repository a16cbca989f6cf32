/** The manifest: what was there when the back-up was made. Lines as our script writes them; read line by line, refused as a whole where one is not right. */

/** Of a table. The hash of all its rows is only there when it was asked. */
export interface Rows {
  rows: number
  hash?: string
}
/** `files`: size, sha256 and path of each. `counts`: rows of each table, and their hash. */
export interface Manifest {
  sort: 'files' | 'counts'
  files: Map<string, { size: number; sha256: string }>
  counts: Map<string, Rows>
}
export const mostLines = 2_000_000
export const manifestName = 'spil-manifest.sha256'
export class ManifestError extends Error {
  override name = 'ManifestError'
  readonly line: number
  constructor(why: string, line: number) {
    super(why)
    this.line = line
  }
}

/** As sha256sum writes a name with a line break or backslash in it. */
const unescaped = (name: string) => name.replace(/\\([\\nr])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign === 'r' ? '\r' : '\\'))
/** Below the folder, and nowhere else. */
function pathIn(text: string): string | undefined {
  const path = text.replace(/^(\.\/)+/, '')
  if (path === '' || path.startsWith('/') || path.includes('\u0000')) return undefined
  return path.split('/').some((part) => part === '' || part === '.' || part === '..') ? undefined : path
}

/** Takes line after line; `end` gives the whole. Throws ManifestError. */
export function manifestReader(): { line(text: string): void; end(): Manifest } {
  const manifest: Manifest = { sort: 'files', files: new Map(), counts: new Map() }
  let at = 0
  let closed = false
  let bytes = 0
  let hashed = false
  const wrong = (why: string): never => {
    throw new ManifestError(why, at)
  }
  const file = (text: string) => {
    const [, size, slash, sha256 = '', name = ''] = /^(\d{1,15}) (\\?)([0-9a-f]{64}) [ *](.+)$/s.exec(text) ?? wrong('line')
    const path = pathIn(slash ? unescaped(name) : name) ?? wrong('path')
    if (manifest.files.has(path)) wrong('twice')
    bytes += Number(size)
    manifest.files.set(path, { size: Number(size), sha256 })
  }
  const count = (text: string) => {
    const [, rows, hash, table = ''] = (hashed ? /^(\d{1,15}) (\d{1,40}) (.{1,300})$/ : /^(\d{1,15})( )(.{1,300})$/).exec(text) ?? wrong('line')
    if (manifest.counts.has(table)) wrong('twice')
    manifest.counts.set(table, { rows: Number(rows), ...(hashed && hash && { hash }) })
  }
  const ends = (text: string) => {
    const [, what, n, total] = /^# (files|tables) (\d+) (?:bytes|rows) (\d+)$/.exec(text) ?? wrong('line')
    const here =
      what === 'files' ? [manifest.files.size, bytes] : [manifest.counts.size, [...manifest.counts.values()].reduce((sum, { rows }) => sum + rows, 0)]
    if ((what === 'files') !== (manifest.sort === 'files') || Number(n) !== here[0] || Number(total) !== here[1]) wrong('count')
    closed = true
  }
  return {
    line(text) {
      at += 1
      if (at > mostLines) wrong('tooLong')
      if (closed) return text === '' ? undefined : wrong('line')
      if (at === 1) {
        const [, sort] = /^# spil-(manifest 1|counts [12])\b/.exec(text) ?? wrong('line')
        manifest.sort = sort === 'manifest 1' ? 'files' : 'counts'
        hashed = sort === 'counts 2'
      } else if (text.startsWith('#')) ends(text)
      else if (manifest.sort === 'files') file(text)
      else count(text)
    },
    end() {
      if (!closed) wrong('cut')
      return manifest
    },
  }
}

export interface Compared {
  ok: number
  missing: number
  different: number
  extra: number
  bytes: number
  problems: string[]
}
export const mostProblems = 100
/** A name as one line of plain signs, bounded. */
export const shownName = (name: string): string => JSON.stringify(name).slice(1, -1).slice(0, 300)

/** What was restored beside what should be there. `only`: names that were chosen; left out: all. */
export function compare<T>(
  expected: ReadonlyMap<string, T>,
  found: ReadonlyMap<string, T & { size?: number }>,
  same: (one: T, other: T) => boolean,
  only?: ReadonlySet<string>,
): Compared {
  const compared: Compared = { ok: 0, missing: 0, different: 0, extra: 0, bytes: 0, problems: [] }
  const problem = (mark: string, name: string) => compared.problems.length < mostProblems && compared.problems.push(`${mark} ${shownName(name)}`)
  for (const [name, one] of expected) {
    if (only && !only.has(name)) continue
    const other = found.get(name)
    if (other === undefined) {
      compared.missing += 1
      problem('−', name)
    } else if (same(one, other)) compared.ok += 1
    else {
      compared.different += 1
      problem('≠', name)
    }
  }
  for (const [name, { size = 0 }] of found) {
    compared.bytes += size
    if (!expected.has(name)) compared.extra += 1
  }
  return compared
}
