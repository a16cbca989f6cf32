/** Why Spil did something to a case by itself, in words, beside the logbook. */
import { randomUUID } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Context } from '#platform/room.ts'
import { peopleByIds, teamById } from '#record/people/people.ts'
import { toldOf } from '../changes/changes.ts'
import { type ExplanationSource, explained } from '../contract.ts'
import type { CaseRow } from '../store.ts'

type Given = Readonly<Record<string, string | number | null>>
export interface Explaining {
  source: ExplanationSource
  /** The rule, bulk action or schedule, and its version. */
  sourceId: string
  version: number
  /** Text key of the room that explains, and what fills it. `personId` and `teamId` are kept as ids and read as {person} and {team}. */
  key: string
  given: Given
}
interface Row extends Explaining {
  id: string
  caseId: string
  at: string
}

/** In this transaction; it stands in the history of the case, for staff. */
export async function explainOn(ctx: Context, row: CaseRow, { source, sourceId, version, key, given }: Explaining): Promise<void> {
  const db: Kysely<unknown> = ctx.db
  const id = randomUUID()
  await sql`insert into case_explanation (id, case_id, organisation_id, source, source_id, version, key, given, at)
    values (${id}, ${row.id}, ${row.organisationId}, ${source}, ${sourceId}, ${version}, ${key}, ${JSON.stringify(given)}::jsonb, ${ctx.now})`.execute(
    db,
  )
  await ctx.emit(explained, {
    ...(await toldOf(ctx, row, true)),
    data: { caseId: row.id, number: row.number, explanationId: id, source, sourceId, version },
  })
}

export interface Explained {
  id: string
  caseId: string
  at: string
  source: ExplanationSource
  sourceId: string
  version: number
  /** In the language of who asks. */
  text: string
}
async function inWords(ctx: Context, rows: readonly Row[]): Promise<Explained[]> {
  const people = await peopleByIds(
    ctx,
    rows.map(({ given }) => given.personId).filter((id) => typeof id === 'string'),
  )
  const teams = new Map<string, string>()
  for (const id of new Set(rows.map(({ given }) => given.teamId))) if (typeof id === 'string') teams.set(id, (await teamById(ctx, id))?.name ?? '')
  return rows.map(({ id, caseId, at, source, sourceId, version, key, given }) => {
    const named = {
      ...given,
      person: people.get(String(given.personId))?.name ?? ctx.t('cases.someone'),
      team: teams.get(String(given.teamId)) ?? '',
    }
    return { id, caseId, at, source, sourceId, version, text: ctx.t(key, named) }
  })
}

const columns = sql.raw('id, case_id, source, source_id, version, key, given, at')
/** Newest first, at most 100. */
export async function explanationsOf(ctx: Context, caseId: string): Promise<Explained[]> {
  const db: Kysely<unknown> = ctx.db
  const { rows } = await sql<Row>`select ${columns} from case_explanation where case_id = ${caseId} order by at desc, id limit 100`.execute(db)
  return inWords(ctx, rows)
}
/** By id, for the history. */
export async function explanationsByIds(ctx: Context, ids: readonly string[]): Promise<Map<string, Explained>> {
  if (ids.length === 0) return new Map()
  const db: Kysely<unknown> = ctx.db
  const { rows } = await sql<Row>`select ${columns} from case_explanation where id = any (${[...ids]}::uuid[])`.execute(db)
  return new Map((await inWords(ctx, rows)).map((one) => [one.id, one]))
}
