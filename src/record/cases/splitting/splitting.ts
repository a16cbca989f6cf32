/** Splitting entries off a case into one of their own. The entries stay where they were said; the new case has them too. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Context, Problem } from '#platform/room.ts'
import { findCase, toldOf } from '../changes/changes.ts'
import { numberOf } from '../contract.ts'
import { attachmentsOf, entryById } from '../conversation/conversation.ts'
import { insertAttachments, insertEntry } from '../conversation/store.ts'
import { familyOf } from '../family/family.ts'
import { linkCases } from '../linking/linking.ts'
import { moveCase } from '../moves/moves.ts'
import type { CaseRow, Db, EntryRow } from '../store.ts'
import { type Split, split, splitUndone } from './contract.ts'

export interface Splitting {
  entryIds: readonly string[]
  title: string
  /** Who wrote the first of the entries unless told; else the reporter of the case. */
  reporterId: string
}

async function entriesOf(ctx: Context, row: CaseRow, ids: readonly string[]): Promise<EntryRow[]> {
  const { rows } = await sql<{
    id: string
  }>`select id from entry where case_id = ${familyOf(row.id)} and id = any (${[...ids]}::uuid[]) order by place`.execute(ctx.db)
  if (rows.length !== new Set(ids).size || rows.length === 0) throw new Problem('cases.noSuchEntry', 400)
  const found: EntryRow[] = []
  for (const { id } of rows) {
    const entry = await entryById(ctx, id)
    if (entry) found.push(entry)
  }
  return found
}

/** Opens a case, as `openCase` does: the room hands it in, because it stands above this. */
type Open = (ctx: Context, wish: Opening) => Promise<CaseRow>
interface Opening
  extends Pick<
    CaseRow,
    'organisationId' | 'kind' | 'impact' | 'urgency' | 'confidential' | 'teamId' | 'channel' | 'title' | 'text' | 'reporterId' | 'registeredBy'
  > {}

/** The first entry becomes what the new case is about; the others are said on it, by whom and when they were said. Files come along. */
export async function splitCase(ctx: Context, row: CaseRow, wish: Splitting, open: Open): Promise<CaseRow> {
  const db = ctx.db as Db
  const entries = await entriesOf(ctx, row, wish.entryIds)
  const [first, ...others] = entries
  if (!first) throw new Problem('cases.noSuchEntry', 400)
  const { organisationId, kind, impact, urgency, confidential, teamId } = row
  const fresh = await open(ctx, {
    ...{ organisationId, kind, impact, urgency, confidential, teamId },
    channel: first.channel,
    title: wish.title,
    text: first.text,
    reporterId: wish.reporterId,
    registeredBy: ctx.actor.personId,
  })
  const files = await attachmentsOf(ctx, row.id)
  const placed = new Map<string, string | null>([[first.id, null]])
  for (const { place: _, ...entry } of others) {
    const id = randomUUID()
    placed.set(entry.id, id)
    // What was said by others is said here by Spil for them: an id of a mail stays with the case it came to.
    await insertEntryAs(db, { ...entry, id, caseId: fresh.id, messageId: null })
  }
  const copies = files.flatMap((file) => {
    const to = file.entryId === null ? undefined : placed.get(file.entryId)
    return to === undefined ? [] : [{ ...file, id: randomUUID(), caseId: fresh.id, entryId: to, addedBy: ctx.actor.personId }]
  })
  await insertAttachments(db, copies)
  await linkCases(ctx, fresh.id, row.id, 'follows')
  const splitId = randomUUID()
  await sql`insert into case_split (id, case_id, into_id, organisation_id, at, by_id, entries)
    values (${splitId}, ${row.id}, ${fresh.id}, ${organisationId}, ${ctx.now}, ${ctx.actor.personId}, ${others.length})`.execute(ctx.db)
  await sql`insert into case_split_entry (split_id, entry_id, case_id) select ${splitId}, one, ${row.id} from unnest(${entries.map(({ id }) => id)}::uuid[]) one`.execute(
    ctx.db,
  )
  await tell(ctx, split, row, fresh, { splitId, entryIds: entries.map(({ id }) => id) })
  return fresh
}

/** Row level security lets people speak for themselves only; here somebody puts down what another one said before. */
async function insertEntryAs(db: Db, entry: Omit<EntryRow, 'place'>): Promise<void> {
  const was = await sql<{ was: string }>`select coalesce(current_setting('spil.system', true), 'off') as was`.execute(db)
  await sql`select set_config('spil.system', 'on', true)`.execute(db)
  await insertEntry(db, entry)
  await sql`select set_config('spil.system', ${was.rows[0]?.was ?? 'off'}, true)`.execute(db)
}

async function tell(
  ctx: Context,
  type: typeof split | typeof splitUndone,
  from: CaseRow,
  into: CaseRow,
  more: Record<string, unknown>,
): Promise<void> {
  const told = await toldOf(ctx, from, true)
  const data = { caseId: from.id, number: from.number, intoId: into.id, intoNumber: into.number, ...more } as never
  for (const about of [`case/${from.id}`, `case/${into.id}`]) await ctx.emit(type, { ...told, about, data })
}

interface SplitRow {
  id: string
  caseId: string
  number: number
  intoId: string
  intoNumber: number
  at: string
  entryIds: string[]
  untouched: boolean
}
/** Untouched: nothing was said on the new case, and nothing of it was changed. */
const splits = (where: ReturnType<typeof sql>) => sql<SplitRow>`
  select s.id, s.case_id, a.number, s.into_id, b.number as into_number, s.at,
    array(select e.entry_id::text from case_split_entry e where e.split_id = s.id) as entry_ids,
    b.version = 1 and (select count(*) from entry n where n.case_id = s.into_id) = s.entries as untouched
  from case_split s join "case" a on a.id = s.case_id join "case" b on b.id = s.into_id where s.undone_at is null and ${where} order by s.at limit 100`

/** What was split off the case, and what it was split off. */
export async function splitsOf(ctx: Context, row: CaseRow): Promise<Split[]> {
  const { rows } = await splits(sql`(s.case_id = ${familyOf(row.id)} or s.into_id = ${familyOf(row.id)})`).execute(ctx.db)
  return rows.map(({ id, caseId, number, intoId, intoNumber, at, entryIds, untouched }) => ({
    id,
    from: { id: caseId, number: numberOf(number) },
    into: { id: intoId, number: numberOf(intoNumber) },
    entryIds,
    at,
    mayUndo: untouched && ctx.actor.scopes.work.includes(row.organisationId),
  }))
}

/** While nothing happened on the new case: it is cancelled, and says where it belongs. */
export async function undoSplit(ctx: Context, splitId: string): Promise<CaseRow> {
  const { rows } = await splits(sql`s.id = ${splitId}`).execute(ctx.db)
  const found = rows[0]
  if (!found) {
    const { rows: undone } = await sql`select from case_split where id = ${splitId}`.execute(ctx.db)
    throw undone.length > 0 ? new Problem('cases.splitUndone', 409) : new Problem('platform.notFound', 404)
  }
  const into = await findCase(ctx, found.intoId, true)
  const from = await findCase(ctx, found.caseId)
  if (!into || !from) throw new Problem('platform.notFound', 404)
  // Held now: what was said in the meantime counts.
  const [now] = (await splits(sql`s.id = ${splitId}`).execute(ctx.db)).rows
  if (!now?.untouched || into.id !== found.intoId) throw new Problem('cases.splitUsed', 409, { number: numberOf(into.number) })
  const done =
    await sql`update case_split set undone_at = ${ctx.now}, undone_by = ${ctx.actor.personId} where id = ${splitId} and undone_at is null`.execute(
      ctx.db,
    )
  if (done.numAffectedRows !== 1n) throw new Problem('cases.splitUndone', 409)
  const reason = ctx.t('cases.splitBack', { number: numberOf(from.number) })
  const after = await moveCase(ctx, { caseId: into.id, move: 'cancel', by: 'engineer', reason })
  await tell(ctx, splitUndone, from, after, { splitId })
  return after
}
