/** One run of each sort, outside any transaction: looking at copies, and reading all data in turn. What it finds goes back as reasons, it throws nothing. */
import type { App } from '#platform/room.ts'
import { fileOf } from '../adapters/folder.ts'
import { type Measured, type Seen, type Source, SourceError } from '../adapters/kind.ts'
import { kinds } from '../adapters/kinds.ts'
import { copiesWrong, type Reason } from '../rules.ts'
import { type BackupRow, copiesOf, type Db, forgetCopies, keepCopy, keepParts, partRead, partsOf } from '../store.ts'
import { dueParts, shareRead } from './rules.ts'

const mostKept = 100
/** How many copies are measured in one look: the first look at an old repository takes the newest. */
const mostMeasured = 12

export async function kindOf({ kind }: Source) {
  if (kind === 'vendor') throw new SourceError('notUnderstood')
  return kinds[kind]
}

/** The copies as they are now, kept, with what is wrong with them. */
export async function look(app: App, row: BackupRow, source: Source): Promise<Reason[]> {
  const kind = await kindOf(source)
  const seen = await kind.copies(source)
  const known = await app.asSystem(async (ctx) => (await copiesOf(ctx.db as Db, [row.id], mostKept)).get(row.id) ?? [])
  const same = ({ id, at }: Seen) => known.some((one) => one.copyId === id && new Date(one.at).getTime() === at.getTime() && one.flaw === null)
  const fresh = seen.slice(0, mostMeasured).filter((copy) => !same(copy))
  for (const copy of fresh) {
    const measured: Measured = await kind.measure(source, copy)
    await app.asSystem((ctx) =>
      keepCopy(ctx.db as Db, { backupId: row.id, organisationId: row.organisationId, copyId: copy.id, at: copy.at, ...measured }),
    )
  }
  await app.asSystem((ctx) => forgetCopies(ctx.db as Db, row.id, mostKept))
  if (seen.length === 0) return [{ code: known.length > 0 ? 'gone' : 'noCopies' }]
  return lookedAt(app, row, new Set(seen.map(({ id }) => id)))
}
/** What is wrong with the copies that are known. `there`: only these still are. */
export async function lookedAt(app: App, row: BackupRow, there?: ReadonlySet<string>): Promise<Reason[]> {
  const copies = await app.asSystem(async (ctx) => (await copiesOf(ctx.db as Db, [row.id], mostKept)).get(row.id) ?? [])
  const points = copies.filter(({ copyId }) => there?.has(copyId) ?? true).map((copy) => ({ ...copy, at: new Date(copy.at) }))
  return copiesWrong(points, row, app.now())
}

export interface ReadFound {
  why: Reason[]
  problems: string[]
  share: number | null
}
/** Reads what has not been read for longest, so much that all is read in `readDays` when this is done every day. */
export async function readShare(app: App, row: BackupRow, source: Source): Promise<ReadFound> {
  const kind = await kindOf(source)
  const parts = await kind.parts(source, row.readDays)
  const known = await app.asSystem(async (ctx) => {
    await keepParts(ctx.db as Db, row, parts)
    return partsOf(ctx.db as Db, row.id)
  })
  const why: Reason[] = []
  const problems: string[] = []
  for (const { part, sha256: before } of dueParts(known, row.readDays)) {
    const { sha256, ...read } = await kind.read(source, part, row.readDays)
    why.push(...read.why)
    problems.push(...read.problems)
    const changed = before !== null && sha256 !== null && before !== sha256
    if (changed) {
      why.push({ code: 'changed', given: { what: fileOf(part) } })
      problems.push(fileOf(part))
    }
    await app.asSystem((ctx) => partRead(ctx.db as Db, row.id, part, { sha256, bad: changed || read.why.length > 0, at: ctx.now }))
  }
  const after = await app.asSystem((ctx) => partsOf(ctx.db as Db, row.id))
  return { why: why.slice(0, 5), problems: problems.slice(0, 100), share: shareRead(after, row.readDays, app.now()) }
}
