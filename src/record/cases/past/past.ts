/** Cases as they were: for rules that are tried on what has been, without effect. */
import { type Kysely, sql } from 'kysely'
import type { Context } from '#platform/room.ts'
import { openStates } from '../contract.ts'
import { type CaseRow, type Change, type Db, readCase } from '../store.ts'

const words = ['confidential'] as const

/** The fields as they were before these changes, newest first: each is put back to what it came from. */
export function before(row: CaseRow, changes: readonly Change[]): CaseRow {
  const was: Record<string, unknown> = { ...row }
  for (const { field, from } of changes) was[field] = (words as readonly string[]).includes(field) ? from === 'true' : from
  return was as unknown as CaseRow
}

interface Since {
  caseId: string
  at: string
  changes: Change[]
}
/** Every change of these cases after a moment, newest first. */
export async function changesAfter(ctx: Context, caseIds: readonly string[], at: Date): Promise<Since[]> {
  if (caseIds.length === 0) return []
  const db: Kysely<unknown> = ctx.db
  const { rows } = await sql<Since>`select case_id, at, changes from case_change
    where case_id = any (${[...caseIds]}::uuid[]) and at > ${at} order by case_id, version desc`.execute(db)
  return rows
}

/** The newest cases of an organisation, with their text, oldest first. */
export async function newestCases(ctx: Context, organisationId: string, limit: number): Promise<CaseRow[]> {
  return readAll(ctx, sql`organisation_id = ${organisationId}`, 'opened_at desc, id desc', limit).then((rows) => rows.reverse())
}
/** Open, and neither of a person; oldest first. */
export async function unassignedCases(ctx: Context, organisationId: string, limit: number): Promise<CaseRow[]> {
  const open = sql.join(openStates.map((state) => sql.lit(state)))
  return readAll(
    ctx,
    sql`organisation_id = ${organisationId} and assignee_id is null and state in (${open})`,
    'updated_at desc, id desc',
    limit,
  ).then((rows) => rows.reverse())
}
export async function casesByIds(ctx: Context, ids: readonly string[]): Promise<CaseRow[]> {
  return ids.length === 0 ? [] : readAll(ctx, sql`id = any (${[...ids]}::uuid[])`, 'id', ids.length)
}

async function readAll(ctx: Context, where: ReturnType<typeof sql>, order: string, limit: number): Promise<CaseRow[]> {
  const db = ctx.db as Db
  const { rows } = await sql<{ id: string }>`select id from "case" where ${where} order by ${sql.raw(order)} limit ${limit}`.execute(db)
  const found: CaseRow[] = []
  for (const { id } of rows) {
    const row = await readCase(db, { id })
    if (row) found.push(row)
  }
  return found
}

/** How many open cases each of these people has. */
export async function openWorkOf(ctx: Context, personIds: readonly string[]): Promise<Map<string, number>> {
  const db: Kysely<unknown> = ctx.db
  const open = sql.join(openStates.map((state) => sql.lit(state)))
  const { rows } = await sql<{ assigneeId: string; count: number }>`select assignee_id, count(*)::int as count from "case"
    where assignee_id = any (${[...personIds]}::uuid[]) and state in (${open}) group by assignee_id`.execute(db)
  return new Map(personIds.map((id) => [id, rows.find(({ assigneeId }) => assigneeId === id)?.count ?? 0]))
}
