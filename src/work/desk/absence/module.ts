import { randomUUID } from 'node:crypto'
import type * as z from 'zod'
import { Id } from '#platform/contract.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import { agreementOf, inOrder, listCases } from '#record/cases/cases.ts'
import { openStates } from '#record/cases/contract.ts'
import { openWorkOf } from '#record/cases/past/past.ts'
import { membersWith, peopleByIds, rolesOf, teamById } from '#record/people/people.ts'
import { itemOf } from '../reads.ts'
import { type Absence, absenceChanged, absenceGrants, type ChangedAbsence, deskAbsence } from './contract.ts'
import { absenceBegins } from './jobs.ts'
import { awayAt, substitutesOf } from './reads.ts'
import * as store from './store.ts'
import { type AbsenceRow, type AbsenceTables, type Db, hoursOf } from './store.ts'
import { deskAbsenceTexts } from './texts.ts'

const notFound = () => new Problem('platform.notFound', 404)
const leads = (ctx: Context, organisationId: string) => ctx.actor.scopes.lead.includes(organisationId)
const mayChange = (ctx: Context, row: Pick<AbsenceRow, 'personId' | 'organisationId'>) =>
  row.personId === ctx.actor.personId || leads(ctx, row.organisationId)

/** Absences as the screens show them. */
async function shown(ctx: Context, rows: readonly AbsenceRow[]): Promise<Absence[]> {
  const ids = rows.map(({ personId }) => personId)
  const standing = await substitutesOf(ctx, ids, ctx.now)
  const open = await openWorkOf(ctx, ids)
  const names = await peopleByIds(ctx, [
    ...ids,
    ...rows.flatMap(({ substituteId }) => substituteId ?? []),
    ...[...standing.values()].flatMap(({ people }) => people),
  ])
  const named = (id: string) => ({ id, name: names.get(id)?.name ?? ctx.t('cases.someone') })
  const teams = new Map<string, string>()
  for (const { substituteTeamId: id } of rows) if (id) teams.set(id, (await teamById(ctx, id))?.name ?? '')
  return rows.map((row) => ({
    id: row.id,
    organisationId: row.organisationId,
    person: named(row.personId),
    from: row.fromAt,
    until: row.untilAt,
    substitute: row.substituteId === null ? null : named(row.substituteId),
    substituteTeam: row.substituteTeamId === null ? null : { id: row.substituteTeamId, name: teams.get(row.substituteTeamId) ?? '' },
    note: mayChange(ctx, row) ? row.note : null,
    version: row.version,
    mine: mayChange(ctx, row),
    standsIn: (standing.get(row.personId)?.people ?? []).map(named),
    open: Math.min(1000, open.get(row.personId) ?? 0),
  }))
}
const one = async (ctx: Context, id: string): Promise<Absence> => {
  const row = await store.readAbsence(ctx.db, id)
  const [found] = row ? await shown(ctx, [row]) : []
  return found ?? Promise.reject(notFound())
}

type Fields = Omit<z.output<typeof ChangedAbsence>, 'version'>
/** What is wrong with it, or undefined. */
async function wrongWith(ctx: Context, personId: string, organisationId: string, given: Fields) {
  const { from, until, substituteId, substituteTeamId } = given
  if (until !== null && Date.parse(until) <= Date.parse(from)) return 'desk.absence.order'
  if (substituteId && substituteTeamId) return 'desk.absence.twoSubstitutes'
  if (substituteId === personId) return 'desk.absence.self'
  const fits =
    (!substituteId || (await rolesOf(ctx, substituteId)).some((role) => role.organisationId === organisationId)) &&
    (!substituteTeamId || (await teamById(ctx, substituteTeamId))?.organisationId === organisationId)
  // Somebody without work at the desk cannot read the roles of others; a name is enough.
  const known =
    fits || (substituteId && !ctx.actor.scopes.read.includes(organisationId) && (await peopleByIds(ctx, [substituteId])).has(substituteId))
  return known ? undefined : 'desk.absence.noSuchSubstitute'
}
const fieldsOf = ({ from, until, substituteId, substituteTeamId, note }: Fields) => ({
  fromAt: new Date(from),
  untilAt: until === null ? null : new Date(until),
  substituteId,
  substituteTeamId,
  note,
})
async function tell(ctx: Context, row: AbsenceRow, what: 'added' | 'changed' | 'removed'): Promise<void> {
  const { id: absenceId, personId, organisationId, version, fromAt } = row
  await ctx.emit(absenceChanged, { about: `person/${personId}`, organisationId, people: [personId], data: { absenceId, personId, what } })
  if (what !== 'removed') await ctx.enqueue(absenceBegins, { absenceId, version }, { at: new Date(fromAt), key: `absence begins ${absenceId}` })
}

/** Of whom, and where: myself, or by a lead somebody of the organisation. */
async function whose(ctx: Context, personId: string | undefined, asked: string | undefined): Promise<{ personId: string; organisationId: string }> {
  const me = ctx.actor.personId ?? ''
  const { work, member, lead } = ctx.actor.scopes
  const own = asked ?? work[0] ?? member[0]
  if (personId === undefined || personId === me) {
    if (!own || !member.includes(own)) throw notFound()
    return { personId: me, organisationId: own }
  }
  const roles = (await rolesOf(ctx, personId)).map((role) => role.organisationId)
  const organisationId = roles.find((id) => lead.includes(id) && (asked === undefined || id === asked))
  if (!organisationId) throw new Problem('desk.absence.notYou', 403)
  return { personId, organisationId }
}

const absencesBy = pages(Moment, Id)

async function hoursView(ctx: Context, personId: string) {
  const own = (await hoursOf(ctx.db as Db, [personId])).get(personId)
  const timeZone = own?.timeZone ?? (await peopleByIds(ctx, [personId])).get(personId)?.timeZone
  if (!timeZone) throw notFound()
  return { personId, timeZone, week: own?.week ?? null, version: own?.version ?? 0 }
}

export default roomFor<AbsenceTables>()({
  name: 'desk.absence',
  contract: deskAbsence,
  texts: deskAbsenceTexts,
  grants: absenceGrants,
  folder: import.meta.dirname,
  jobs: [absenceBegins],
  handlers: {
    async absences({ query }, ctx) {
      const found = await store.listAbsences(ctx.db, ctx.now, { ...query, limit: query.limit + 1, after: absencesBy.after(query.after) })
      const { rows, next } = absencesBy.of(found, query.limit, ({ fromAt, id }) => [momentOf(fromAt), id])
      return { items: await shown(ctx, rows), next }
    },
    async away(_, ctx) {
      const ids = await awayAt(ctx, ctx.now)
      const standing = await substitutesOf(ctx, ids, ctx.now)
      const names = await peopleByIds(ctx, [...ids, ...[...standing.values()].flatMap(({ people }) => people)])
      const items = ids.flatMap((id) => {
        const person = names.get(id)
        const { until = null, people = [] } = standing.get(id) ?? {}
        const standsIn = people.flatMap((other) => names.get(other) ?? []).map((other) => ({ id: other.id, name: other.name }))
        return person ? [{ person: { id, name: person.name }, until: until?.toISOString() ?? null, standsIn }] : []
      })
      return { items }
    },
    async addAbsence({ body }, ctx) {
      const { personId, organisationId } = await whose(ctx, body.personId, body.organisationId)
      const wrong = await wrongWith(ctx, personId, organisationId, body)
      if (wrong) return ctx.fail(wrong)
      const id = randomUUID()
      const made = { id, organisationId, personId, version: 1, madeBy: ctx.actor.personId ?? '', madeAt: ctx.now }
      await store.insertAbsence(ctx.db, { ...made, ...fieldsOf(body) })
      const row = await store.readAbsence(ctx.db, id)
      if (row) await tell(ctx, row, 'added')
      return one(ctx, id)
    },
    async changeAbsence({ params, body }, ctx) {
      const row = await store.readAbsence(ctx.db, params.id)
      if (!row || !mayChange(ctx, row)) return ctx.fail('platform.notFound')
      const wrong = await wrongWith(ctx, row.personId, row.organisationId, body)
      if (wrong) return ctx.fail(wrong)
      if (!(await store.updateAbsence(ctx.db, row.id, body.version, fieldsOf(body)))) return ctx.fail('desk.absence.changed')
      const after = await store.readAbsence(ctx.db, row.id)
      if (after) await tell(ctx, after, 'changed')
      return one(ctx, row.id)
    },
    async removeAbsence({ params }, ctx) {
      const row = await store.readAbsence(ctx.db, params.id)
      if (!row || !mayChange(ctx, row)) return ctx.fail('platform.notFound')
      await store.deleteAbsence(ctx.db, row.id)
      await tell(ctx, row, 'removed')
    },
    async left({ params, query }, ctx) {
      const row = await store.readAbsence(ctx.db, params.id)
      if (!row) return ctx.fail('platform.notFound')
      const filter = { assigneeId: row.personId, state: openStates }
      const { rows, next } = await listCases(ctx, filter, { limit: query.limit, after: query.after, sort: 'priority' })
      return { items: rows.map((found) => itemOf(ctx, found)), next }
    },
    hours: ({ query }, ctx) => hoursView(ctx, query.personId ?? ctx.actor.personId ?? ''),
    async changeHours({ body }, ctx) {
      const { personId, organisationId } = await whose(ctx, body.personId, undefined)
      if (body.week && !inOrder(body.week)) return ctx.fail('desk.absence.hours')
      const works = (await membersWith(ctx, 'desk.work', organisationId)).find(({ id }) => id === personId)
      const timeZone = works?.timeZone ?? (await agreementOf(ctx, organisationId)).timeZone
      const row = { personId, organisationId, timeZone, week: body.week ?? [], version: body.version }
      if (!(await store.saveHours(ctx.db, row, body.version, body.week))) return ctx.fail('desk.absence.changed')
      return hoursView(ctx, personId)
    },
  },
})
