/** A change of a case: decided by its version in the database, remembered field by field, and told to who was too late. */
import { type Context, Problem } from '#platform/room.ts'
import { peopleByIds, teamById } from '#record/people/people.ts'
import type { Conflict } from '../contract.ts'
import { type CaseRow, type Change, changesSince, type Db, insertChange, listPeople, readCase, updateCase } from '../store.ts'

const tracked = [
  'state',
  'title',
  'text',
  'kind',
  'impact',
  'urgency',
  'priority',
  'priorityReason',
  'assigneeId',
  'teamId',
  'reporterId',
  'confidential',
  'waitingFor',
] as const satisfies readonly (keyof CaseRow)[]
/** Fields whose values are words of people: not in the logbook. */
const wordy: readonly string[] = ['title', 'text', 'priorityReason']

/** By id or number ('C-1042', '1042'); of a case that was merged the one it leads to. Undefined when it is not there, or not for this actor. */
export async function findCase(ctx: Context, ref: string, lock = false): Promise<CaseRow | undefined> {
  const number = /^(?:c-?)?(\d{1,9})$/i.exec(ref)?.[1]
  if (number !== undefined && Number(number) > 2_147_483_647) return undefined
  return readCase(ctx.db as Db, number === undefined ? { id: ref } : { number: Number(number) }, { lock, follow: true })
}

/** The case to change, held until the end of the transaction: its clocks follow from what it is. With `version`: as the screen showed it, otherwise 409. */
export async function caseToChange(ctx: Context, ref: string, version: number | undefined): Promise<CaseRow> {
  const row = await findCase(ctx, ref, true)
  if (!row) throw new Problem('platform.notFound', 404)
  if (version !== undefined && version !== row.version) throw await conflict(ctx, row, version)
  return row
}

/** Writes it when nobody was first; otherwise nothing is written and the Problem says what is different. */
export async function applyChange(ctx: Context, row: CaseRow, set: Partial<CaseRow>): Promise<{ row: CaseRow; changes: Change[] }> {
  const db = ctx.db as Db
  const at = ctx.now.toISOString()
  const changedBy = ctx.actor.personId
  const after = await updateCase(db, row.id, row.version, { ...set, updatedAt: at, changedBy })
  if (!after) {
    const now = await readCase(db, { id: row.id })
    if (!now) throw new Problem('platform.notFound', 404)
    if (now.version === row.version) throw new Problem('platform.notAllowed', 403)
    throw await conflict(ctx, now, row.version)
  }
  const changes = tracked
    .filter((field) => after[field] !== row[field])
    .map((field) => ({ field, from: asText(row[field]), to: asText(after[field]) }))
  await insertChange(db, { caseId: row.id, version: after.version, changedBy, at, changes })
  return { row: after, changes }
}

const asText = (value: string | boolean | null): string | null => (value === null ? null : String(value))

/** The changes as the logbook may keep them: values of words left out. */
export const forLogbook = (changes: readonly Change[]): Change[] =>
  changes.map((change) => (wordy.includes(change.field) ? { field: change.field, from: null, to: null } : change))

async function conflict(ctx: Context, now: CaseRow, version: number): Promise<Problem> {
  const since = await changesSince(ctx.db as Db, now.id, version)
  const merged = new Map<string, Change>()
  for (const { changes } of since)
    for (const change of changes) merged.set(change.field, { ...change, from: (merged.get(change.field) ?? change).from })
  const last = since.at(-1)
  const people = await peopleByIds(ctx, last?.changedBy ? [last.changedBy] : [])
  const by = last?.changedBy ? people.get(last.changedBy) : undefined
  const data: Conflict = {
    version: now.version,
    changedBy: by ? { id: by.id, name: by.name } : null,
    changedAt: now.updatedAt,
    changes: await inWords(
      ctx,
      [...merged.values()].filter((change) => change.from !== change.to),
    ),
  }
  return new Problem('cases.changed', 409, data)
}

/** Values as people say them, in the language of the actor; long text is left out. */
export async function inWords(ctx: Context, changes: readonly Change[]): Promise<Change[]> {
  const idsIn = (...fields: string[]) =>
    changes.filter(({ field }) => fields.includes(field)).flatMap(({ from, to }) => [from, to].filter((id) => id !== null))
  const people = await peopleByIds(ctx, idsIn('assigneeId', 'reporterId'))
  const teams = new Map<string, string>()
  for (const id of new Set(idsIn('teamId'))) teams.set(id, (await teamById(ctx, id))?.name ?? '')
  const word = (field: string, value: string | null): string | null => {
    if (value === null) return null
    if (field === 'assigneeId' || field === 'reporterId') return people.get(value)?.name ?? ctx.t('cases.someone')
    if (field === 'teamId') return teams.get(value) ?? null
    if (field === 'confidential') return ctx.t(value === 'true' ? 'cases.yes' : 'cases.no')
    if (field === 'text') return null
    const group = field === 'waitingFor' ? 'waiting' : field
    return field === 'title' || field === 'priorityReason' ? value : ctx.t(`cases.${group}.${value}`)
  }
  return changes.map(({ field, from, to }) => ({ field, from: word(field, from), to: word(field, to) }))
}

export interface Told {
  about: string
  organisationId: string
  people: string[]
  confined: boolean
}
/** Who may know that something happened. What is internal reaches staff only: readers of the organisation, or who is named on a confidential case. */
export async function toldOf(ctx: Context, row: Pick<CaseRow, 'id' | 'organisationId' | 'confidential'>, internal = false): Promise<Told> {
  const people = await listPeople(ctx.db as Db, row.id)
  const seen = people.filter(({ role }) => !internal || (row.confidential && role === 'named'))
  return { about: `case/${row.id}`, organisationId: row.organisationId, people: seen.map(({ personId }) => personId), confined: row.confidential }
}
