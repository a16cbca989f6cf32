/** Everything that stands around a case, in one question: the page of a case is opened all day, and each question costs a round trip. */
import { type RawBuilder, sql } from 'kysely'
import type { Context } from '#platform/room.ts'
import { type Agreement, agreementFrom } from '../clocks/agreements/agreements.ts'
import { type ClockRow, clockFrom, clocksJson, type SettingsRow, settingsJson } from '../clocks/store.ts'
import type { PartRole } from '../contract.ts'
import { familyOf } from '../family/family.ts'
import { type MergedRow, mergedInto } from '../merging/store.ts'
import { type AttachmentRow, type CaseRow, type Db, type EntryRow, type LinkRow, linksAround, peopleOf } from '../store.ts'

export interface Around {
  /** Oldest first, at most `limit` of the newest. */
  entries: EntryRow[]
  people: { personId: string; role: PartRole }[]
  attachments: AttachmentRow[]
  links: LinkRow[]
  /** Cases that are shown on this one, oldest merge first. */
  merged: MergedRow[]
  /** Of everybody in it whose name the actor may know. */
  names: Map<string, { id: string; name: string }>
  teamName: string | null
  agreement: Agreement
  clocks: ClockRow[]
}
type Row = Omit<Around, 'names' | 'agreement'> & { names: { id: string; name: string }[]; settings: SettingsRow | null }

/** Instants in JSON have the zone as PostgreSQL writes it; elsewhere they are ISO 8601 in UTC. */
const iso = (at: string) => new Date(at).toISOString()
const instants = <T extends { at: string }>(rows: T[]): T[] => rows.map((row) => ({ ...row, at: iso(row.at) }))

const list = (rows: RawBuilder<unknown>, order: string) =>
  sql`(select coalesce(jsonb_agg(to_jsonb(one) order by ${sql.raw(order)}), '[]') from (${rows}) one)`

export async function aroundCase(ctx: Context, row: CaseRow, limit: number): Promise<Around> {
  const known = [row.reporterId, row.assigneeId, row.registeredBy].filter((id) => id !== null)
  // One plan for every case: making it anew for each takes as long as the answer. It is sent along, not waited for.
  const planned = sql`select set_config('plan_cache_mode', 'force_generic_plan', true)`.execute(ctx.db as Db)
  const asked = sql<Row>`
    with said as materialized (
      select id, case_id as "caseId", organisation_id as "organisationId", confidential, author_id as "authorId", visibility, channel, kind, text, html,
        message_id as "messageId", at, place from entry where case_id = ${familyOf(row.id)} order by place desc limit ${limit}),
    part as materialized (select person_id as "personId", role, added_at from (${peopleOf(row.id)}) p),
    other as materialized (${mergedInto(row.id)})
    select ${list(sql`select * from said`, 'place')} as entries,
      ${list(sql`select "personId", role, added_at from part`, 'added_at')} as people,
      ${list(
        sql`select id, case_id as "caseId", entry_id as "entryId", organisation_id as "organisationId", confidential, visibility, hash, name, type, size, inline,
          added_by as "addedBy", at from attachment where case_id = ${familyOf(row.id)} order by at, id limit 1000`,
        'at, id',
      )} as attachments,
      ${list(linksAround(row.id), 'number')} as links,
      ${list(sql`select * from other`, '"mergedAt", number')} as merged,
      ${list(
        sql`select p.id, p.name from spil_people(array(select "authorId" from said union select "personId" from part union select "reporterId" from other union select "byId" from other union select unnest(${known}::uuid[]))) p`,
        'id',
      )} as names,
      (select name from team where id = ${row.teamId}) as team_name,
      ${clocksJson(row.id)} as clocks, ${settingsJson(row.organisationId)} as settings`.execute(ctx.db as Db)
  const [{ rows }] = await Promise.all([asked, planned])
  const found = rows[0]
  if (!found) throw new Error('one question has one answer')
  return {
    entries: instants(found.entries),
    people: found.people.map(({ personId, role }) => ({ personId, role })),
    attachments: instants(found.attachments),
    links: found.links,
    merged: found.merged.map((one) => ({ ...one, openedAt: iso(one.openedAt), mergedAt: iso(one.mergedAt) })),
    names: new Map(found.names.map((one) => [one.id, one])),
    teamName: found.teamName,
    agreement: agreementFrom(row.organisationId, found.settings),
    clocks: found.clocks.map(clockFrom),
  }
}
