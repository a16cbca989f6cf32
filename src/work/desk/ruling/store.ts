/** The SQL of rules and firings. */
import { type Insertable, type Kysely, sql } from 'kysely'
import type { ConditionGroup, Held } from '../conditions/contract.ts'
import type { RuleAction, RuleDefinition, When } from './contract.ts'

export interface RulingTables {
  rulingRule: {
    id: string
    organisationId: string
    place: number
    name: string
    active: boolean
    stop: boolean
    event: When['event']
    occasion: When
    condition: ConditionGroup
    actions: RuleAction[]
    version: number
    pausedAt: string | Date | null
    pausedByCase: string | null
    removedAt: string | Date | null
    changedBy: string | null
    changedAt: string | Date
  }
}
export type Db = Kysely<RulingTables>
export type RuleRow = RulingTables['rulingRule']
const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`

export async function listRules(db: Db, organisationId: string): Promise<RuleRow[]> {
  const query = db.selectFrom('rulingRule').selectAll().where('organisationId', '=', organisationId).where('removedAt', 'is', null)
  return query.orderBy('place').orderBy('id').execute()
}
/** Those that wait for this kind of event, in order. */
export async function rulesFor(db: Db, organisationId: string, event: When['event']): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`select * from ruling_rule where organisation_id = ${organisationId} and event = ${event}
    and active and paused_at is null and removed_at is null order by place, id`.execute(db)
  return rows
}
/** Of every organisation: those that wait for so long since something. */
export async function rulesSince(db: Db): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`select * from ruling_rule where event = 'since'
    and active and paused_at is null and removed_at is null order by organisation_id, place, id`.execute(db)
  return rows
}
export async function readRule(db: Db, id: string): Promise<RuleRow | undefined> {
  return db.selectFrom('rulingRule').selectAll().where('id', '=', id).where('removedAt', 'is', null).executeTakeFirst()
}

const rowOf = ({ when, condition, actions, ...rest }: RuleDefinition) => ({
  ...rest,
  event: when.event,
  occasion: json(when),
  condition: json(condition),
  actions: json(actions),
})
interface Writing {
  id: string
  organisationId: string
  version: number
  by: string | null
  at: Date
}
async function keepVersion(db: Db, { id, organisationId, version, by, at }: Writing, definition: RuleDefinition): Promise<void> {
  await sql`insert into ruling_version (rule_id, version, organisation_id, definition, changed_by, changed_at)
    values (${id}, ${version}, ${organisationId}, ${JSON.stringify(definition)}::jsonb, ${by}, ${at})`.execute(db)
}
/** As the last one. False when there are too many. */
export async function insertRule(db: Db, writing: Writing, definition: RuleDefinition, most: number): Promise<boolean> {
  const rules = await listRules(db, writing.organisationId)
  if (rules.length >= most) return false
  const { id, organisationId, by, at } = writing
  const row = { id, organisationId, place: (rules.at(-1)?.place ?? 0) + 1, ...rowOf(definition), version: 1, changedBy: by, changedAt: at }
  await db
    .insertInto('rulingRule')
    .values(row as unknown as Insertable<RuleRow>)
    .execute()
  await keepVersion(db, writing, definition)
  return true
}
/** A new version; false when somebody was first. `version`: the one that was seen. */
export async function updateRule(db: Db, writing: Writing, definition: RuleDefinition): Promise<boolean> {
  const { id, version, by, at } = writing
  const set = { ...rowOf(definition), version: version + 1, pausedAt: null, pausedByCase: null, changedBy: by, changedAt: at }
  const done = await db
    .updateTable('rulingRule')
    .set(set as unknown as Partial<RuleRow>)
    .where('id', '=', id)
    .where('version', '=', version)
    .where('removedAt', 'is', null)
    .executeTakeFirst()
  if (done.numUpdatedRows !== 1n) return false
  await keepVersion(db, { ...writing, version: version + 1 }, definition)
  return true
}
export async function removeRule(db: Db, id: string, at: Date): Promise<void> {
  await sql`update ruling_rule set removed_at = ${at} where id = ${id}`.execute(db)
}
/** False when these are not exactly the rules there are. */
export async function placeRules(db: Db, organisationId: string, ids: readonly string[]): Promise<boolean> {
  await sql`select id from ruling_rule where organisation_id = ${organisationId} and removed_at is null for update`.execute(db)
  const known = (await listRules(db, organisationId)).map(({ id }) => id)
  if (known.length !== ids.length || !known.every((id) => ids.includes(id))) return false
  await sql`update ruling_rule r set place = o.place from unnest(${[...ids]}::uuid[]) with ordinality as o (id, place) where r.id = o.id`.execute(db)
  return true
}
/** False when it was paused already. */
export async function pauseRule(db: Db, id: string, caseId: string, at: Date): Promise<boolean> {
  const done = await sql`update ruling_rule set paused_at = ${at}, paused_by_case = ${caseId} where id = ${id} and paused_at is null`.execute(db)
  return done.numAffectedRows === 1n
}

export interface VersionRow {
  version: number
  definition: RuleDefinition
  changedBy: string | null
  changedAt: string
}
export async function listVersions(db: Db, ruleId: string): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`select version, definition, changed_by, changed_at from ruling_version
    where rule_id = ${ruleId} order by version desc limit 100`.execute(db)
  return rows
}

/** What came of an action; why not as a code, put in words for whoever reads it. `state`: in which the case was when the code is about that. */
export interface Kept {
  action: RuleAction
  done: boolean
  why: string | null
  state?: string
}
export interface FiringRow {
  id: string
  ruleId: string
  occasion: string
  caseId: string
  organisationId: string
  version: number
  at: string
  depth: number
  held: Held[]
  did: Kept[]
}
export interface Fired {
  count: number
  last: string | null
}
/** How often each rule fired since a moment, and when last. */
export async function countFirings(db: Db, ruleIds: readonly string[], since: Date): Promise<Map<string, Fired>> {
  if (ruleIds.length === 0) return new Map()
  const { rows } = await sql<Fired & { ruleId: string }>`select rule_id, count(*)::int as count, max(at) as last from ruling_firing
    where rule_id = any (${[...ruleIds]}::uuid[]) and at > ${since} group by rule_id`.execute(db)
  return new Map(rows.map((row) => [row.ruleId, row]))
}
/** Of a rule or of a case, the last first, with the case and the rule. */
export async function listFirings(
  db: Db,
  of: { ruleId: string } | { caseId: string },
  limit: number,
  after?: readonly [string, string],
): Promise<(FiringRow & { number: number; title: string; ruleName: string; rulePlace: number | null })[]> {
  const where = 'ruleId' in of ? sql`f.rule_id = ${of.ruleId}` : sql`f.case_id = ${of.caseId}`
  const { rows } = await sql<FiringRow & { number: number; title: string; ruleName: string; rulePlace: number | null }>`
    select f.*, c.number, c.title, r.name as rule_name, case when r.removed_at is null then
      (select count(*)::int from ruling_rule o where o.organisation_id = r.organisation_id and o.removed_at is null and (o.place, o.id) <= (r.place, r.id)) end as rule_place
    from ruling_firing f join "case" c on c.id = f.case_id join ruling_rule r on r.id = f.rule_id
    where ${where} ${after ? sql`and (f.at, f.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by f.at desc, f.id desc limit ${limit}`.execute(db)
  return rows
}
