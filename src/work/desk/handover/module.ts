import { sql } from 'kysely'
import { type Context, on, Problem, roomFor } from '#platform/room.ts'
import {
  addEntry,
  agreementOf,
  answerNote,
  assignCase,
  type CaseRow,
  caseById,
  findCase,
  type HandoverRow,
  handoverRules,
  listCases,
  noteAhead,
  noteById,
  requiredBy,
  saveHandoverRule,
  waitingNotes,
  workInHand,
  writeNote,
} from '#record/cases/cases.ts'
import { handedOver, handoverAccepted, handoverReturned, numberOf } from '#record/cases/contract.ts'
import type { casesTexts } from '#record/cases/texts.ts'
import { membersWith, teamById, teamsOf } from '#record/people/people.ts'
import { substitutesOf } from '../absence/reads.ts'
import { tellAll } from '../notices/reads.ts'
import { caseOf, itemOf } from '../reads.ts'
import type { deskTexts } from '../texts.ts'
import { deskHandover, type HandoverNote, type ShiftItem } from './contract.ts'
import { handoverOf, handoversOf, isFor } from './reads.ts'
import { byUrgency, closingToday } from './rules.ts'
import { type Db, forgetShift, type ShiftTables, saveShift, shiftsOf, teamsOfPerson } from './store.ts'
import { deskHandoverTexts } from './texts.ts'

const worksIn = (ctx: Context, organisationId: string) => ctx.actor.scopes.work.includes(organisationId)

async function working(ctx: Context, ref: string): Promise<CaseRow> {
  const row = await findCase(ctx, ref)
  if (!row) throw new Problem('platform.notFound', 404)
  if (!worksIn(ctx, row.organisationId)) throw new Problem('platform.notAllowed', 403)
  return row
}

interface Whom {
  toId?: string | undefined
  teamId?: string | undefined
}
/** To a person, or to a team of which whoever is there takes it. Checked per case: people and teams belong to its organisation. */
async function give(ctx: Context, ref: string, version: number, whom: Whom, note: HandoverNote | undefined): Promise<CaseRow> {
  const row = await working(ctx, ref)
  const { toId, teamId } = whom
  if (toId && !(await membersWith(ctx, 'desk.work', row.organisationId)).some(({ id }) => id === toId)) throw new Problem('desk.noSuchPerson', 400)
  if (teamId && (await teamById(ctx, teamId))?.organisationId !== row.organisationId) throw new Problem('desk.noSuchTeam', 400)
  if (row.assigneeId === (toId ?? null) && (teamId === undefined || teamId === row.teamId)) throw new Problem('desk.handover.noChange', 409)
  if (note && row.version === version && row.assigneeId !== null) await writeNote(ctx, row, note)
  return assignCase(ctx, row.id, { version, assigneeId: toId ?? null, ...(teamId && { teamId }) })
}

/** The shared note is for who has none of their own. */
async function sharedFor(ctx: Context, ref: string, note: HandoverNote | undefined): Promise<HandoverNote | undefined> {
  const row = note && (await findCase(ctx, ref))
  return row && (await noteAhead(ctx, row)) ? undefined : note
}
/** Each case by itself: one that is refused changes nothing and stops no other. */
async function giveMany(
  ctx: Context,
  body: Whom & { note?: HandoverNote | undefined; items: { case: string; version: number; note?: HandoverNote | undefined }[] },
) {
  const items: { case: string; done: boolean; code: string | null; why: string | null }[] = []
  for (const one of body.items) {
    await sql`savepoint one`.execute(ctx.db)
    try {
      const row = await give(ctx, one.case, one.version, body, one.note ?? (await sharedFor(ctx, one.case, body.note)))
      items.push({ case: numberOf(row.number), done: true, code: null, why: null })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      await sql`rollback to savepoint one`.execute(ctx.db)
      items.push({ case: one.case, done: false, code: error.code, why: ctx.t(error.code) })
    }
  }
  return { done: items.filter(({ done }) => done).length, items }
}

/** The note, when it is for the actor; its case; otherwise refused. */
async function forMe(ctx: Context, id: string): Promise<{ note: HandoverRow; row: CaseRow }> {
  const note = await noteById(ctx, id)
  const row = note && (await caseById(ctx, note.caseId))
  if (!note || !row) throw new Problem('platform.notFound', 404)
  if (!worksIn(ctx, row.organisationId)) throw new Problem('platform.notAllowed', 403)
  if (note.status !== 'offered') throw new Problem('desk.handover.ended', 409)
  const leads = ctx.actor.scopes.lead.includes(row.organisationId)
  if (!leads && !(await isFor(ctx, note, ctx.actor.personId))) throw new Problem('desk.handover.notYou', 403)
  return { note, row }
}
const one = async (ctx: Context, note: HandoverRow | undefined) => {
  const [shown] = note ? await handoversOf(ctx, [note]) : []
  return shown ?? Promise.reject(new Problem('desk.handover.ended', 409))
}

interface Ends {
  endsAt: string | null
  own: boolean
  absent: boolean
}
/** Until when each of them works, per organisation: away already, as they said, else closing time. */
async function endings(ctx: Context, people: readonly string[]): Promise<(personId: string, organisationId: string) => Promise<Ends>> {
  const said = await shiftsOf(ctx.db as Db, people, ctx.now)
  const away = await substitutesOf(ctx, people, ctx.now)
  const closing = new Map<string, string | null>()
  return async (personId, organisationId) => {
    // Who is away has stopped already: their work is to be handed over now.
    if (away.get(personId)?.away) return { endsAt: ctx.now.toISOString(), own: false, absent: true }
    const own = said.find((shift) => shift.personId === personId)
    if (own) return { endsAt: new Date(own.endsAt).toISOString(), own: true, absent: false }
    if (!closing.has(organisationId))
      closing.set(organisationId, closingToday(await agreementOf(ctx, organisationId), ctx.now)?.toISOString() ?? null)
    return { endsAt: closing.get(organisationId) ?? null, own: false, absent: false }
  }
}

async function shiftOf(ctx: Context, query: { teamId?: string | undefined; within: number }) {
  const me = ctx.actor.personId ?? ''
  const team = query.teamId === undefined ? undefined : await teamById(ctx, query.teamId)
  if (query.teamId !== undefined && (!team || !worksIn(ctx, team.organisationId))) throw new Problem('desk.noSuchTeam', 400)
  const people = team ? team.memberIds : [me]
  const { to, from } = await waitingNotes(ctx, people, team ? [team.id] : await teamsOfPerson(ctx.db as Db, me))
  const work = await workInHand(ctx, people)
  const ids = [...new Set([...to, ...from, ...work].map(({ caseId }) => caseId))]
  const { rows } = ids.length === 0 ? { rows: [] } : await listCases(ctx, { ids }, { limit: 600, sort: 'updated' })
  const cases = new Map(rows.map((row) => [row.id, row]))
  const ends = await endings(ctx, [...people, me])
  const until = ctx.now.getTime() + query.within * 3_600_000
  const itemsOf = async (notes: readonly { caseId: string; note: HandoverRow | null }[]): Promise<ShiftItem[]> => {
    const shown = await handoversOf(
      ctx,
      notes.flatMap(({ note }) => note ?? []),
    )
    const items: ShiftItem[] = []
    for (const { caseId, note } of notes) {
      const row = cases.get(caseId)
      if (!row) continue
      const end = row.assigneeId === null ? { endsAt: null, absent: false } : await ends(row.assigneeId, row.organisationId)
      items.push({ case: itemOf(ctx, row), note: shown.find(({ id }) => id === note?.id) ?? null, endsAt: end.endsAt, absent: end.absent })
    }
    return items
  }
  const withNote = (notes: readonly HandoverRow[]) => notes.map((note) => ({ caseId: note.caseId, note }))
  const offered = new Set([...to, ...from].filter(({ status }) => status === 'offered').map(({ caseId }) => caseId))
  const ending = (await itemsOf(work.filter(({ caseId }) => !offered.has(caseId)))).filter(
    ({ endsAt }) => endsAt !== null && Date.parse(endsAt) <= until,
  )
  const { endsAt, own } = await ends(me, team?.organisationId ?? ctx.actor.scopes.work[0] ?? '')
  return { toMe: await itemsOf(withNote(to)), byMe: await itemsOf(withNote(from)), ending: ending.sort(byUrgency), myShift: { endsAt, own } }
}

async function settingsOf(ctx: Context, organisationId: string) {
  if (!ctx.actor.scopes.read.includes(organisationId)) throw new Problem('platform.notFound', 404)
  const rules = await handoverRules(ctx, organisationId)
  const teams = await teamsOf(ctx, organisationId)
  return {
    organisationId,
    required: requiredBy(rules, null),
    teams: teams.map(({ id, name }) => ({ team: { id, name }, required: rules.find(({ teamId }) => teamId === id)?.required ?? null })),
  }
}

export default roomFor<ShiftTables>()({
  name: 'desk.handover',
  contract: deskHandover,
  texts: deskHandoverTexts as typeof deskHandoverTexts & typeof casesTexts & typeof deskTexts,
  grants: {},
  folder: import.meta.dirname,
  on: [
    // Who gets a case is told that it was assigned to them; a team has nobody yet.
    on(handedOver, 'desk.handover.handedOver', async (happened, ctx) => {
      const { caseId, toId, teamId } = happened.data
      if (toId === null && teamId !== null) await tellAll(ctx, happened, (await teamById(ctx, teamId))?.memberIds ?? [], caseId, 'handedOver')
    }),
    on(handoverAccepted, 'desk.handover.accepted', (happened, ctx) =>
      tellAll(ctx, happened, [happened.data.fromId], happened.data.caseId, 'handoverAccepted'),
    ),
    on(handoverReturned, 'desk.handover.returned', (happened, ctx) =>
      tellAll(ctx, happened, [happened.data.fromId], happened.data.caseId, 'handoverReturned'),
    ),
  ],
  handlers: {
    async handovers({ params }, ctx) {
      return handoverOf(ctx, await working(ctx, params.id))
    },
    async writeNote({ params, body }, ctx) {
      const row = await working(ctx, params.id)
      if (row.assigneeId === null) return ctx.fail('desk.handover.nobody')
      return one(ctx, await writeNote(ctx, row, body))
    },
    async handOverOne({ params, body }, ctx) {
      if (!body.toId && !body.teamId) return ctx.fail('desk.handover.toWhom')
      return caseOf(ctx, await give(ctx, params.id, body.version, body, body.note))
    },
    async handOver({ body }, ctx) {
      if (!body.toId && !body.teamId) return ctx.fail('desk.handover.toWhom')
      return giveMany(ctx, body)
    },
    async acceptHandover({ params }, ctx) {
      const { note, row } = await forMe(ctx, params.id)
      const me = ctx.actor.personId ?? ''
      const done = await answerNote(ctx, row, note.id, { status: 'accepted', toId: me })
      if (done && row.assigneeId !== me) await assignCase(ctx, row.id, { version: row.version, assigneeId: me, back: true })
      return one(ctx, done)
    },
    async returnHandover({ params, body }, ctx) {
      const { note, row } = await forMe(ctx, params.id)
      const done = await answerNote(ctx, row, note.id, { status: 'sentBack', question: body.question })
      if (!done) return ctx.fail('desk.handover.ended')
      const text = ctx.t('desk.handover.returned', { question: body.question })
      await addEntry(ctx, { caseId: row.id, authorId: ctx.actor.personId, visibility: 'internal', channel: 'portal', kind: 'note', text })
      await assignCase(ctx, row.id, { version: row.version, assigneeId: note.fromId, back: true })
      return one(ctx, done)
    },
    shift: ({ query }, ctx) => shiftOf(ctx, query),
    async myShift({ body }, ctx) {
      const personId = ctx.actor.personId ?? ''
      if (body.endsAt !== null && Date.parse(body.endsAt) <= ctx.now.getTime()) return ctx.fail('desk.handover.past')
      await forgetShift(ctx.db, personId)
      const { endsAt } = body
      if (endsAt !== null)
        for (const organisationId of ctx.actor.scopes.work) await saveShift(ctx.db, { personId, organisationId, endsAt, reason: 'shift' })
      const ends = await (await endings(ctx, [personId]))(personId, ctx.actor.scopes.work[0] ?? '')
      return { endsAt: ends.endsAt, own: ends.own }
    },
    handoverSettings: ({ query }, ctx) => settingsOf(ctx, query.organisationId),
    async changeHandoverSettings({ body }, ctx) {
      if (!ctx.actor.permissions.get('desk.configure')?.includes(body.organisationId)) throw new Problem('platform.notFound', 404)
      if (body.teamId && (await teamById(ctx, body.teamId))?.organisationId !== body.organisationId) return ctx.fail('desk.noSuchTeam')
      await saveHandoverRule(ctx, body.organisationId, body.teamId ?? null, body.teamId ? body.required : body.required === true)
      return settingsOf(ctx, body.organisationId)
    },
  },
})
