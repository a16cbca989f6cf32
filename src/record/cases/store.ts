/** The SQL of cases. Row level security decides which rows there are. */
import { type Generated, type Kysely, type Selectable, sql } from 'kysely'
import type { Pause } from './clocks/calendars/rules.ts'
import type { Channel, EntryKind, Impact, Kind, LinkKind, Matrix, PartRole, Priority, State, Urgency, Visibility, WaitingFor } from './contract.ts'
import { familyOf, leadsTo } from './family/family.ts'
import type { Reason, Service } from './priority/contract.ts'

export interface CaseRow {
  id: string
  number: number
  organisationId: string
  kind: Kind
  state: State
  title: string
  text: string
  reporterId: string
  registeredBy: string | null
  channel: Channel
  impact: Impact
  urgency: Urgency
  proposedPriority: Priority
  /** The arguments for the proposal. */
  why: Reason[]
  /** What it is about, with its importance. */
  concerns: Service | null
  priority: Priority
  priorityReason: string | null
  priorityRank: number
  assigneeId: string | null
  teamId: string | null
  confidential: boolean
  /** What it is about, as a name or an id; agreements may be for some services only. */
  service: string | null
  /** An agreement it was given, besides those that apply by what it is. */
  agreementId: string | null
  waitingFor: WaitingFor | null
  waitingUntil: string | null
  waitingReason: string | null
  done: string | null
  tested: string | null
  /** How often it was offered for testing. */
  round: number
  endReason: string | null
  confirmed: boolean
  openedAt: string
  updatedAt: string
  respondedAt: string | null
  solvedAt: string | null
  closedAt: string | null
  /** From before moments were kept. */
  pauses: Pause[]
  targetResponse: number
  targetSolution: number
  responseDueAt: string | null
  solutionDueAt: string | null
  dueAt: string | null
  riskAt: string | null
  version: number
  changedBy: string | null
}
export interface EntryRow {
  id: string
  caseId: string
  organisationId: string
  confidential: boolean
  authorId: string | null
  visibility: Visibility
  channel: Channel
  kind: EntryKind
  text: string
  html: string | null
  messageId: string | null
  at: string
  /** Order in which it was written. */
  place: number
}
export interface AttachmentRow {
  id: string
  caseId: string
  entryId: string | null
  organisationId: string
  confidential: boolean
  visibility: Visibility
  hash: string
  name: string
  type: string
  size: number
  inline: boolean
  addedBy: string | null
  at: string
}
export interface CasePersonRow {
  caseId: string
  personId: string
  organisationId: string
  confidential: boolean
  role: PartRole
  addedAt: string
}
export interface Change {
  field: string
  from: string | null
  to: string | null
}
interface Setting {
  organisationId: string
  version: number
  changedAt: string | Date
  changedBy: string | null
}
export interface CasesTables {
  case: CaseRow
  entry: Omit<EntryRow, 'place'> & { place: Generated<number> }
  attachment: AttachmentRow
  casePerson: CasePersonRow
  caseLink: { caseId: string; otherId: string; organisationId: string; kind: LinkKind; at: string; addedBy: string | null }
  caseChange: { caseId: string; version: number; changedBy: string | null; at: string; changes: Change[] }
  priorityMatrix: Setting & { matrix: Matrix }
}
export type Db = Kysely<CasesTables>

const columns = `id, number, organisation_id, kind, state, title, text, reporter_id, registered_by, channel, impact, urgency, proposed_priority, why, concerns, priority,
   priority_reason, priority_rank, assignee_id, team_id, confidential, service, agreement_id, waiting_for, waiting_until, waiting_reason, done, tested, round, end_reason,
   confirmed, opened_at, updated_at, responded_at, solved_at, closed_at, pauses, target_response, target_solution, response_due_at,
   solution_due_at, due_at, risk_at, version, changed_by`
const all = sql.raw(columns)

/** Where a number leads now: a case that was merged into another one stands for that one. An array, because only then is the index used (see `leadsTo`). */
const led = (by: { id: string } | { number: number }) =>
  'id' in by
    ? sql`id = any (array(select coalesce((select root_id from case_tree where case_id = ${by.id}), ${by.id})))`
    : sql`number = any (array(select coalesce((select root_number from case_tree where number = ${by.number}), ${by.number})))`
const itself = (by: { id: string } | { number: number }) => ('id' in by ? sql`id = ${by.id}` : sql`number = ${by.number}`)

/** Without the search words, which nobody reads. `lock`: held until the end of the transaction. `follow`: where it leads after merges. */
export async function readCase(db: Db, by: { id: string } | { number: number }, { lock = false, follow = false } = {}): Promise<CaseRow | undefined> {
  const where = follow ? led(by) : itself(by)
  const { rows } = await sql<CaseRow>`select ${all} from "case" where ${where} ${lock ? sql`for no key update` : sql``}`.execute(db)
  return rows[0]
}

/** jsonb of a list: the driver would make an array of PostgreSQL from it. */
const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`

export async function nextNumber(db: Db): Promise<number> {
  const { rows } = await sql<{ number: number }>`select nextval('case_number') as number`.execute(db)
  return Number(rows[0]?.number)
}

export type NewCaseRow = Omit<CaseRow, 'priorityRank'>
const written = sql.raw(columns.replace('priority_rank, ', ''))
const inSnake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** One value holds the row: forty of them cost as much as all the rest of opening a case. */
export async function insertCase(db: Db, row: NewCaseRow): Promise<void> {
  const values = JSON.stringify(Object.fromEntries(Object.entries(row).map(([name, value]) => [inSnake(name), value])))
  await sql`insert into "case" (${written}) select ${written} from jsonb_populate_record(null::"case", ${values}::jsonb)`.execute(db)
}
/** Who takes part from the beginning. */
export async function insertPeople(db: Db, row: NewCaseRow, people: readonly Pick<CasePersonRow, 'personId' | 'role'>[]): Promise<void> {
  const { id: caseId, organisationId, confidential, openedAt: addedAt } = row
  await db
    .insertInto('casePerson')
    .values(people.map((one) => ({ ...one, caseId, organisationId, confidential, addedAt })))
    .execute()
}

/**
 * Writes the fields when the row still has this version. Undefined when it has not: somebody was first, and what they wrote stays.
 */
export async function updateCase(db: Db, id: string, version: number, set: Partial<CaseRow>): Promise<CaseRow | undefined> {
  const done = await db
    .updateTable('case')
    .set({
      ...set,
      ...(set.pauses && { pauses: json(set.pauses) as unknown as Pause[] }),
      ...(set.why && { why: json(set.why) as unknown as Reason[] }),
      version: version + 1,
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst()
  return done.numUpdatedRows === 0n ? undefined : readCase(db, { id })
}

/** Something was said: it goes to the top of the list, and changes nothing under anybody's hands. */
export async function touchCase(db: Db, id: string, set: Partial<CaseRow>): Promise<void> {
  await db.updateTable('case').set(set).where('id', '=', id).execute()
}

export async function insertChange(db: Db, row: CasesTables['caseChange']): Promise<void> {
  await db
    .insertInto('caseChange')
    .values({ ...row, changes: json(row.changes) as unknown as Change[] })
    .execute()
}
export async function changesSince(db: Db, caseId: string, version: number): Promise<Selectable<CasesTables['caseChange']>[]> {
  return db.selectFrom('caseChange').selectAll().where('caseId', '=', caseId).where('version', '>', version).orderBy('version').limit(500).execute()
}

/** Of the case and what was merged into it; who reported one of those takes part here. */
export async function listPeople(db: Db, caseId: string): Promise<Pick<CasePersonRow, 'personId' | 'role'>[]> {
  const { rows } = await sql<Pick<CasePersonRow, 'personId' | 'role'>>`select person_id, role from (${peopleOf(caseId)}) p order by added_at`.execute(
    db,
  )
  return rows
}
/** Each person once: as what they are on the case itself, else on one that was merged into it. */
export const peopleOf = (caseId: string) => sql`
  select distinct on (person_id) person_id, added_at,
    case when role = 'reporter' and case_id <> ${caseId} then 'participant' else role end as role
  from case_person where case_id = ${familyOf(caseId)} order by person_id, (case_id = ${caseId}) desc, added_at limit 200`
/** False when they are on it already. */
export async function insertPerson(db: Db, row: CasePersonRow): Promise<boolean> {
  const done = await db
    .insertInto('casePerson')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}
export async function deletePerson(db: Db, caseId: string, personId: string): Promise<PartRole | undefined> {
  const { rows } = await sql<{
    role: PartRole
  }>`delete from case_person where case_id = ${familyOf(caseId)} and person_id = ${personId} and role <> 'reporter' returning role`.execute(db)
  return rows[0]?.role
}
/** Who may see what stands with the case follows the case. */
export async function setConfidential(db: Db, caseId: string, confidential: boolean): Promise<void> {
  for (const table of ['casePerson', 'entry', 'attachment'] as const)
    await db.updateTable(table).set({ confidential }).where('caseId', '=', familyOf(caseId)).execute()
  await db.updateTable('case').set({ confidential }).where('id', '=', familyOf(caseId)).where('id', '<>', caseId).execute()
}
export async function setReporter(db: Db, caseId: string, from: string, to: CasePersonRow): Promise<void> {
  await db.updateTable('casePerson').set({ role: 'participant' }).where('caseId', '=', caseId).where('personId', '=', from).execute()
  await db
    .insertInto('casePerson')
    .values(to)
    .onConflict((conflict) => conflict.columns(['caseId', 'personId']).doUpdateSet({ role: 'reporter' }))
    .execute()
}

/** False when they were linked already. */
export async function insertLink(db: Db, row: CasesTables['caseLink']): Promise<boolean> {
  const done = await db
    .insertInto('caseLink')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return done.numInsertedOrUpdatedRows === 1n
}
export interface LinkRow {
  id: string
  number: number
  title: string
  state: State
  kind: LinkKind
  outgoing: boolean
}
export async function listLinks(db: Db, caseId: string): Promise<LinkRow[]> {
  return (await sql<LinkRow>`${linksAround(caseId)}`.execute(db)).rows
}
/** Of the case and what was merged into it, to where the other one leads now; not to each other. */
export const linksAround = (caseId: string) => sql`
  select distinct on (c.number, l.kind, l.outgoing) c.id, c.number, c.title, c.state, l.kind, l.outgoing from (
    select other_id as id, kind, true as outgoing from case_link where case_id = ${familyOf(caseId)}
    union all select case_id, kind, false from case_link where other_id = ${familyOf(caseId)}) l
  left join case_tree t on t.case_id = l.id join "case" c on c.id = ${leadsTo('t.root_id', 'l.id')}
  where c.id <> ${caseId} order by c.number, l.kind, l.outgoing limit 100`
