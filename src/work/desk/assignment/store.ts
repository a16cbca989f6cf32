/** The SQL of assignment rules and of turns. */
import { type Insertable, type Kysely, sql } from 'kysely'
import type { ConditionGroup } from '../conditions/contract.ts'

export interface AssignmentTables {
  assignmentRule: {
    id: string
    organisationId: string
    place: number
    name: string
    active: boolean
    condition: ConditionGroup
    teamId: string | null
    personId: string | null
    rotation: 'none' | 'turn' | 'least'
    withinHours: boolean
    version: number
    changedBy: string | null
    changedAt: string | Date
  }
  rotationTurn: { teamId: string; organisationId: string; lastId: string | null; turns: number }
}
export type Db = Kysely<AssignmentTables>
export type RuleRow = AssignmentTables['assignmentRule']
const json = (value: unknown) => sql<ConditionGroup>`${JSON.stringify(value)}::jsonb`

/** In order. */
export async function listRules(db: Db, organisationId: string): Promise<RuleRow[]> {
  return db.selectFrom('assignmentRule').selectAll().where('organisationId', '=', organisationId).orderBy('place').orderBy('id').execute()
}
export async function readRule(db: Db, id: string): Promise<RuleRow | undefined> {
  return db.selectFrom('assignmentRule').selectAll().where('id', '=', id).executeTakeFirst()
}
/** As the last one. False when there are too many. */
export async function insertRule(db: Db, row: Omit<RuleRow, 'place'>, most: number): Promise<boolean> {
  const rules = await listRules(db, row.organisationId)
  if (rules.length >= most) return false
  const place = (rules.at(-1)?.place ?? 0) + 1
  await db
    .insertInto('assignmentRule')
    .values({ ...row, place, condition: json(row.condition) } as unknown as Insertable<RuleRow>)
    .execute()
  return true
}
/** False when somebody was first. */
export async function updateRule(db: Db, id: string, version: number, set: Partial<RuleRow>): Promise<boolean> {
  const done = await db
    .updateTable('assignmentRule')
    .set({ ...set, ...(set.condition && { condition: json(set.condition) }), version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return done.numUpdatedRows === 1n
}
export async function deleteRule(db: Db, id: string): Promise<void> {
  await db.deleteFrom('assignmentRule').where('id', '=', id).execute()
}
/** False when these are not exactly the rules there are. */
export async function placeRules(db: Db, organisationId: string, ids: readonly string[]): Promise<boolean> {
  await sql`select id from assignment_rule where organisation_id = ${organisationId} for update`.execute(db)
  const known = (await listRules(db, organisationId)).map(({ id }) => id)
  if (known.length !== ids.length || !known.every((id) => ids.includes(id))) return false
  await sql`update assignment_rule r set place = o.place from unnest(${[...ids]}::uuid[]) with ordinality as o (id, place) where r.id = o.id`.execute(
    db,
  )
  return true
}

/** Whose turn it was last. Held until the end of the transaction: the next one waits, and then reads what this one wrote. */
export async function takeTurn(db: Db, teamId: string, organisationId: string): Promise<string | null> {
  await sql`insert into rotation_turn (team_id, organisation_id) values (${teamId}, ${organisationId}) on conflict do nothing`.execute(db)
  const { rows } = await sql<{ lastId: string | null }>`select last_id from rotation_turn where team_id = ${teamId} for update`.execute(db)
  return rows[0]?.lastId ?? null
}
export async function gaveTurn(db: Db, teamId: string, personId: string): Promise<void> {
  await sql`update rotation_turn set last_id = ${personId}, turns = turns + 1 where team_id = ${teamId}`.execute(db)
}
/** Without holding it. */
export async function lastTurns(db: Db, teamIds: readonly string[]): Promise<Map<string, string | null>> {
  if (teamIds.length === 0) return new Map()
  const rows = await db.selectFrom('rotationTurn').select(['teamId', 'lastId']).where('teamId', 'in', teamIds).execute()
  return new Map(rows.map(({ teamId, lastId }) => [teamId, lastId]))
}
