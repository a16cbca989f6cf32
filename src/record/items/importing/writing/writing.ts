/** Writes what was understood of a file: all of it in the caller's transaction, or nothing. */
import { type Context, Problem } from '#platform/room.ts'
import { relationKindsOf, relationRow, writeChanges, writeItems, writeRelations } from '../../items.ts'
import { holdKinds } from '../../kinds/store.ts'
import { type Db, type Ref, readRefs } from '../../store.ts'
import type { Counts } from '../contract.ts'
import type { FaultRow } from '../faults/faults.ts'
import { insertParts, type Part } from '../store.ts'
import { inChunks, type Making, type Relation, type Understood } from '../understanding/rules.ts'

/** Errors turned up: nothing is written, and they are told at their rows. */
export class RefusedError extends Error {
  override name = 'RefusedError'
  understood: Understood
  constructor(understood: Understood) {
    super('the import has errors')
    this.understood = understood
  }
}

/** What must wait for a place waits behind it: places first, those around others before those. */
function inOrder(make: readonly Making[]): Making[] {
  const places = new Map(make.flatMap(({ filled }) => (filled.row.kind === 'location' ? [[filled.row.id, filled.row.locationId] as const] : [])))
  const depths = new Map<string, number>()
  const depth = (id: string) => {
    const way: string[] = []
    let at: string | null | undefined = id
    for (; at && places.has(at) && !depths.has(at); at = places.get(at)) way.push(at)
    let steps = at ? (depths.get(at) ?? -1) : -1
    for (const one of way.reverse()) depths.set(one, ++steps)
    return depths.get(id) ?? 0
  }
  const rank = new Map(make.map(({ filled: { row } }) => [row.id, row.kind === 'location' ? depth(row.id) : Number.MAX_SAFE_INTEGER]))
  return make.toSorted((one, other) => (rank.get(one.filled.row.id) ?? 0) - (rank.get(other.filled.row.id) ?? 0) || one.row - other.row)
}

/** Somebody else took the code between looking and writing. */
function refuse(understood: Understood, error: unknown, rows: readonly { row: number; code: string | null }[]): never {
  if (!(error instanceof Problem) || error.code !== 'items.codeTaken') throw error
  const code = (error.data as { code?: string } | undefined)?.code
  const at = rows.find((one) => one.code !== null && one.code === code) ?? rows[0]
  const fault: FaultRow = { row: at?.row ?? 0, column: null, weight: 'error', code: 'items.codeTaken', given: { code: code ?? at?.code ?? '' } }
  understood.faults.add(fault.row, fault)
  throw new RefusedError(understood)
}

type Written = Pick<Counts, 'make' | 'change' | 'relate'>
/** `tick`: how many rows are written. Throws RefusedError. */
export async function writeUnderstood(
  ctx: Context,
  given: { importId: string; organisationId: string; why: string },
  understood: Understood,
  tick: (done: number) => Promise<void>,
): Promise<Written> {
  const { importId, organisationId, why } = given
  const refs = new Map<string, Ref>()
  let done = 0
  await holdKinds(ctx.db, organisationId, false)
  for (const part of inChunks(inOrder(understood.make))) {
    const rows = await writeItems(
      ctx,
      part.map(({ filled }) => filled),
    ).catch((error) =>
      refuse(
        understood,
        error,
        part.map(({ row, filled }) => ({ row, code: filled.row.code })),
      ),
    )
    for (const row of rows) refs.set(row.id, row)
    await insertParts(
      ctx.db,
      importId,
      rows.map((row, at): Part => ({ what: 'made', id: row.id, row: part[at]?.row ?? 0, version: row.version })),
    )
    done += part.length
    await tick(done)
  }
  let changed = 0
  for (const part of inChunks(understood.change)) {
    const at = new Map(part.map(({ before, row }) => [before.id, row]))
    const rows = await writeChanges(ctx, part, why).catch((error) =>
      refuse(
        understood,
        error,
        part.map(({ row, after }) => ({ row, code: after.row.code })),
      ),
    )
    for (const { before, after } of part) refs.set(before.id, after.row)
    changed += rows.length
    await insertParts(
      ctx.db,
      importId,
      rows.map((row): Part => ({ what: 'changed', id: row.id, row: at.get(row.id) ?? 0, version: row.version })),
    )
    done += part.length
    await tick(done)
  }
  const relate = await writeRelated(ctx, given, understood.relate, refs)
  return { make: understood.make.length, change: changed, relate }
}

async function writeRelated(
  ctx: Context,
  { importId, organisationId }: { importId: string; organisationId: string },
  relations: readonly Relation[],
  refs: Map<string, Ref>,
): Promise<number> {
  const kinds = await relationKindsOf(ctx, [organisationId])
  // The same said from both sides is one relation.
  const once = [...new Map(relations.map((one) => [`${one.kind} ${one.fromId} ${one.toId}`, one])).values()]
  let count = 0
  for (const part of inChunks(once)) {
    const others = part.flatMap(({ fromId, toId }) => [fromId, toId]).filter((id) => !refs.has(id))
    for (const [id, ref] of await readRefs(ctx.db as Db, others)) refs.set(id, ref)
    const rows = part.flatMap(({ kind: key, fromId, toId, row }) => {
      const [kind, from, to] = [kinds.get(key), refs.get(fromId), refs.get(toId)]
      return kind && from && to ? [{ row, relation: relationRow(ctx, kind, [from, to]) }] : []
    })
    const written = new Set(
      await writeRelations(
        ctx,
        rows.map(({ relation }) => relation),
      ),
    )
    const parts = rows
      .filter(({ relation }) => written.has(relation.id))
      .map(({ row, relation }): Part => ({ what: 'related', id: relation.id, row, version: 0 }))
    await insertParts(ctx.db, importId, parts)
    count += written.size
  }
  return count
}
