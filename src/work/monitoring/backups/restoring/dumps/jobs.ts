/** A dump of a database, loaded into one of a minute: its rows beside what was counted when it was made, or beside what it says itself. */
import type { Log } from '#platform/log.ts'
import { bytesIn, type Counted, countRows, type Dialect, headOf, isCustom } from '../../adapters/dump.ts'
import { dumpPath } from '../../adapters/dumps.ts'
import type { Source } from '../../adapters/kind.ts'
import { compare, type Manifest, type Rows } from '../../manifest/rules.ts'
import type { Reason } from '../../rules.ts'
import { type Restored, restoreCustom, restorePlain } from '../adapters/database.ts'
import { restoreMariadb } from '../adapters/mariadb.ts'
import { nothing, type Tested } from '../rules.ts'

interface Dumped {
  source: Source
  copy: { id: string }
  mostBytes: number
  log: Log
}
const same = (one: Rows, other: Rows) => one.rows === other.rows && (one.hash === undefined || other.hash === undefined || one.hash === other.hash)

export async function testDump(testing: Dumped, dialect: Dialect, manifest: Manifest | undefined): Promise<Tested> {
  const { source, copy, log } = testing
  const path = await dumpPath(source, copy.id)
  const sent = manifest?.sort === 'counts' ? manifest.counts : undefined
  const hashed = [...(sent?.values() ?? [])].some(({ hash }) => hash !== undefined)
  if (dialect === 'postgresql' && isCustom(await headOf(path))) {
    const restored = await restoreCustom(source, path, log, hashed)
    return outcome(restored, sent ?? restored.tables, sent ? 'sent' : 'listing', [])
  }
  const counted = await countRows(path, dialect, source.signal)
  const why: Reason[] = counted.truncated ? [{ code: 'truncated' }] : counted.ended ? [] : [{ code: 'noEnd' }]
  const not = notLoadable(testing, counted)
  if (not) return { ...nothing, whole: false, compared: 'parsed', why: [...why, not] }
  const sql = whatIs(path, source.signal)
  const restored = dialect === 'mariadb' ? await restoreMariadb(source, sql) : await restorePlain(source, sql, log, hashed)
  const itself = new Map([...counted.tables].map(([name, rows]) => [name, { rows }]))
  return outcome(restored, sent ?? itself, sent ? 'sent' : 'parsed', why)
}

function notLoadable({ mostBytes }: Dumped, { bytes, several }: Counted): Reason | undefined {
  if (several) return { code: 'several' }
  return bytes > mostBytes ? { code: 'tooLarge', given: { megabytes: Math.round(mostBytes / 1e6) } } : undefined
}
/** Its text, as far as it can be read: that it was cut off is known already. */
async function* whatIs(path: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  try {
    yield* bytesIn(path, signal)
  } catch (error) {
    if (signal.aborted) throw error
  }
}
/** Not damaged: this server is another one than the dump was made of. */
const unknownHere =
  /Unknown (?:collation|character set|storage engine|table engine)|extension "[^"]*" is not available|could not open extension control file/

function outcome({ tables, problems }: Restored, expected: ReadonlyMap<string, Rows>, compared: Tested['compared'], before: Reason[]): Tested {
  const strange = problems.find((line) => unknownHere.test(line))
  const said = (code: 'notLoaded' | 'corrupt', what: string): Reason => ({ code, given: { what: what.slice(0, 200) } })
  if (strange) return { ...nothing, whole: false, compared, why: [...before, said('notLoaded', strange)], problems }
  const tested = compare<Rows>(expected, tables, same)
  const [first] = problems
  const why = first === undefined ? before : [...before, said('corrupt', first)]
  return { ...tested, bytes: 0, whole: true, compared, why, problems: [...tested.problems, ...problems].slice(0, 100) }
}
