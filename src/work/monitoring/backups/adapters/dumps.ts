/** Dumps of databases: files in a folder, each a copy. Of PostgreSQL plain SQL or custom format, of MariaDB SQL; both also as gzip. */
import { lstat, opendir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type Dialect, endOf, headOf, isCustom } from './dump.ts'
import { fileOf, partOf, sha256Of } from './folder.ts'
import { type Kind, type Measured, type Seen, type Source, SourceError } from './kind.ts'
import { tool } from './tool.ts'

const most = 1000
const named = /\.(sql|sql\.gz|dump|dmp|pgdump|backup|custom)$/i

interface DumpFile extends Seen {
  size: number
}
/** What is being written has another name until it is whole, or is younger than a minute. */
async function dumpsIn({ place }: Source): Promise<DumpFile[]> {
  const at = async (path: string): Promise<DumpFile[]> => {
    const found = await lstat(path).catch(() => undefined)
    return found?.isFile() ? [{ id: basename(path), at: found.mtime, size: found.size }] : []
  }
  if ((await lstat(place)).isFile()) return at(place)
  const all: DumpFile[] = []
  for await (const entry of await opendir(place)) {
    if (entry.isFile() && named.test(entry.name) && !/\p{Cc}/u.test(entry.name)) all.push(...(await at(join(place, entry.name))))
    if (all.length > 100_000) throw new SourceError('tooMuch')
  }
  return all.sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, most)
}
/** The file of a copy. */
export async function dumpPath({ place }: Source, id: string): Promise<string> {
  return (await lstat(place)).isFile() ? join(dirname(place), basename(id)) : join(place, basename(id))
}

async function measureCustom(source: Source, path: string, size: number): Promise<Measured> {
  const { scratch, signal, bounds } = source
  const run = (args: readonly string[]) =>
    tool('pg_restore', [...args, path], { scratch, signal, timeoutMs: bounds.lookMs, maxBytes: bounds.maxBytes })
  const list = await run(['--list'])
  if (list.code !== 0) return { bytes: size, files: null, flaw: 'corrupt' }
  const files = (list.out.match(/^\d+; .* TABLE DATA /gm) ?? []).length
  // The list stands at the beginning: only who reads everything sees that the end is there.
  const whole = await run(['--file=/dev/null'])
  return { bytes: size, files, flaw: whole.code === 0 ? null : 'truncated' }
}

export const dumps = (dialect: Dialect): Kind => ({
  copies: dumpsIn,
  async measure(source, { id }) {
    const path = await dumpPath(source, id)
    const { size } = await lstat(path)
    if (size === 0) return { bytes: 0, files: null, flaw: 'emptyCopy' }
    if (dialect === 'postgresql' && isCustom(await headOf(path))) return measureCustom(source, path, size)
    return { ...(await endOf(path, size, dialect, source.signal)), files: null }
  },
  parts: async (source) => (await dumpsIn(source)).map((one) => ({ part: partOf(one), weight: Math.max(1, one.size) })),
  async read(source, part) {
    return { sha256: await sha256Of(await dumpPath(source, fileOf(part)), source.signal), why: [], problems: [] }
  },
})
