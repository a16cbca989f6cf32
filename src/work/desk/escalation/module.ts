import { Id } from '#platform/contract.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import { type Context, on, Problem, roomFor } from '#platform/room.ts'
import { addEntry, addPerson, assignCase, type CaseRow, caseById, editCase, findCase, toldOf, writeNote } from '#record/cases/cases.ts'
import { stepFell } from '#record/cases/clocks/contract.ts'
import { moved } from '#record/cases/contract.ts'
import type { casesTexts } from '#record/cases/texts.ts'
import { membersWith, teamById } from '#record/people/people.ts'
import type { HandoverNote } from '../handover/contract.ts'
import { writeTo } from '../mail/letters/module.ts'
import { tellAll } from '../notices/reads.ts'
import type { deskTexts } from '../texts.ts'
import {
  type Decision,
  deskEscalation,
  escalated,
  escalationAcknowledged,
  escalationAnswered,
  escalationDecided,
  escalationKept,
  escalationWithdrawn,
} from './contract.ts'
import { escalationsShown, inTheirLanguage, rightsOn, stepReason } from './reads.ts'
import {
  type Asking,
  askersOf,
  changeEscalation,
  type EscalationRow,
  type EscalationTables,
  endOpen,
  escalationsOfCase,
  insertEscalation,
  listEscalations,
  readEscalation,
} from './store.ts'
import { deskEscalationTexts } from './texts.ts'

const worksIn = (ctx: Context, organisationId: string) => ctx.actor.scopes.work.includes(organisationId)
const over = (row: CaseRow) => row.state === 'closed' || row.state === 'cancelled'

async function working(ctx: Context, ref: string): Promise<CaseRow> {
  const row = await findCase(ctx, ref)
  if (!row) throw new Problem('platform.notFound', 404)
  if (!worksIn(ctx, row.organisationId)) throw new Problem('platform.notAllowed', 403)
  return row
}

const dataOf = (row: CaseRow, one: EscalationRow) => ({
  caseId: row.id,
  number: row.number,
  escalationId: one.id,
  kind: one.kind,
  teamId: one.teamId,
  toId: one.toId,
  askedById: one.askedBy,
})
/** What was asked and answered stands in the conversation among staff. Spil itself says it without an author. */
const note = (ctx: Context, row: CaseRow, text: string) =>
  addEntry(ctx, {
    caseId: row.id,
    authorId: ctx.actor.personId,
    visibility: 'internal',
    channel: 'portal',
    kind: ctx.actor.personId === null ? 'system' : 'note',
    text,
  })
const teamName = async (ctx: Context, id: string | null) => (id === null ? '' : ((await teamById(ctx, id))?.name ?? ''))

/** Asks, tells the case and the logbook. Undefined: it is there already. */
async function ask(
  ctx: Context,
  row: CaseRow,
  asking: Omit<Asking, 'caseId' | 'organisationId' | 'askedAt' | 'askedBy'>,
): Promise<EscalationRow | undefined> {
  const { id: caseId, organisationId } = row
  const one = await insertEscalation(ctx.db, { ...asking, caseId, organisationId, askedAt: ctx.now.toISOString(), askedBy: ctx.actor.personId })
  if (!one) return undefined
  await note(ctx, row, ctx.t(`desk.escalation.said.${one.kind}`, { team: await teamName(ctx, one.teamId), text: one.text }))
  await ctx.emit(escalated, { ...(await toldOf(ctx, row, true)), data: dataOf(row, one) })
  return one
}

async function asked(ctx: Context, id: string, right: keyof Awaited<ReturnType<typeof rightsOn>>): Promise<{ one: EscalationRow; row: CaseRow }> {
  const one = await readEscalation(ctx.db, id)
  const row = one && (await caseById(ctx, one.caseId))
  if (!one || !row) throw new Problem('platform.notFound', 404)
  if (!worksIn(ctx, one.organisationId)) throw new Problem('platform.notAllowed', 403)
  if (one.status !== 'open' && one.status !== 'acknowledged') throw new Problem('desk.escalation.ended', 409)
  if (!(await rightsOn(ctx, one))[right]) throw new Problem('desk.escalation.notYou', 403)
  if (over(row)) throw new Problem('desk.escalation.caseEnded', 409)
  return { one, row }
}
const shownOne = async (ctx: Context, one: EscalationRow) =>
  (await escalationsShown(ctx, [one]))[0] ?? Promise.reject(new Problem('platform.notFound', 404))

/** Of two who answer at once the database lets one. */
async function end(ctx: Context, one: EscalationRow, set: Partial<EscalationRow>): Promise<EscalationRow> {
  const ended = await changeEscalation(ctx.db, one.id, ['open', 'acknowledged'], {
    ...set,
    endedBy: ctx.actor.personId,
    endedAt: ctx.now.toISOString(),
  })
  return ended ?? Promise.reject(new Problem('desk.escalation.ended', 409))
}

async function keep(ctx: Context, id: string, body: { answer: string; note?: HandoverNote | undefined }) {
  const { one, row } = await asked(ctx, id, 'keep')
  const me = ctx.actor.personId ?? ''
  if (body.note && row.assigneeId !== null && row.assigneeId !== me) await writeNote(ctx, row, body.note)
  const { version } = row
  await assignCase(ctx, row.id, { version, assigneeId: me, ...(one.teamId !== null && { teamId: one.teamId }) })
  const done = await end(ctx, one, { status: 'kept', answer: body.answer || null })
  await note(ctx, row, ctx.t('desk.escalation.said.keep', { team: await teamName(ctx, one.teamId), text: body.answer }).trim())
  await ctx.emit(escalationKept, { ...(await toldOf(ctx, row, true)), data: dataOf(row, done) })
  return done
}

interface Deciding {
  decision: Decision
  text: string
  priority?: CaseRow['priority'] | undefined
  people: readonly string[]
}
/** What the decision does to the case. A major incident follows from the event. */
async function carryOut(ctx: Context, row: CaseRow, { decision, text, priority, people }: Deciding): Promise<void> {
  if (decision === 'otherPriority') {
    if (!priority) throw new Problem('desk.escalation.priorityNeeded', 400)
    await editCase(ctx, row.id, { version: row.version, priority, priorityReason: text.slice(0, 500) })
  }
  if (decision === 'morePeople') {
    if (people.length === 0) throw new Problem('desk.escalation.peopleNeeded', 400)
    const known = await membersWith(ctx, 'desk.work', row.organisationId)
    if (people.some((id) => !known.some((member) => member.id === id))) throw new Problem('desk.noSuchPerson', 400)
    for (const id of people) await addPerson(ctx, row, id, row.confidential ? 'named' : 'participant')
  }
  if (decision === 'majorIncident' && row.kind !== 'incident') throw new Problem('desk.escalation.onlyIncident', 409)
  if (decision === 'informClient') {
    const clients = (await membersWith(ctx, 'client', row.organisationId)).filter(({ email }) => email !== null)
    if (clients.length === 0) throw new Problem('desk.escalation.noClient', 409)
    for (const to of clients) await writeTo(ctx, { at: row, to, letter: 'desk.letter.client', values: { text }, byHand: true, page: 'none' })
  }
}

async function decide(ctx: Context, id: string, body: Deciding): Promise<EscalationRow> {
  const { one, row } = await asked(ctx, id, 'decide')
  await carryOut(ctx, row, body)
  const people = body.decision === 'morePeople' ? [...body.people] : []
  const done = await end(ctx, one, { status: 'decided', decision: body.decision, answer: body.text, people })
  const decision = ctx.t(`desk.escalation.decision.${body.decision}`)
  await note(ctx, row, ctx.t('desk.escalation.said.decision', { decision, text: body.text }))
  await ctx.emit(escalationDecided, { ...(await toldOf(ctx, row, true)), data: { ...dataOf(row, done), decision: body.decision, people } })
  return done
}

const escalationsBy = pages(Moment, Id)

/** Whom it waits for. */
async function askedPeople(
  ctx: Context,
  one: { kind: string; teamId: string | null; toId: string | null },
  organisationId: string,
): Promise<string[]> {
  if (one.teamId !== null) return (await teamById(ctx, one.teamId))?.memberIds ?? []
  if (one.toId !== null) return [one.toId]
  return (await membersWith(ctx, 'lead', organisationId)).map(({ id }) => id)
}

export default roomFor<EscalationTables>()({
  name: 'desk.escalation',
  contract: deskEscalation,
  texts: deskEscalationTexts as typeof deskEscalationTexts & typeof casesTexts & typeof deskTexts,
  grants: {},
  folder: import.meta.dirname,
  on: [
    on(escalated, 'desk.escalation.asked', async (happened, ctx) =>
      tellAll(ctx, happened, await askedPeople(ctx, happened.data, happened.organisationId ?? ''), happened.data.caseId, 'escalated'),
    ),
    ...([escalationAcknowledged, escalationAnswered, escalationKept] as const).map((event) =>
      on(event, `${event.name}.told`, (happened, ctx) =>
        tellAll(ctx, happened, [happened.data.askedById], happened.data.caseId, event.name.slice('desk.'.length) as 'escalationKept'),
      ),
    ),
    on(escalationDecided, 'desk.escalation.decided', async (happened, ctx) => {
      const { caseId, people, askedById } = happened.data
      await tellAll(ctx, happened, people, caseId, 'askedToHelp')
      await tellAll(ctx, happened, [askedById], caseId, 'escalationDecided')
    }),
    // By the ladder: to its team with a question, else to its person or whoever leads. A step falls once, and what is there already stays.
    on(stepFell, 'desk.escalation.stepFell', async ({ data }, ctx) => {
      const row = data.action === 'escalate' ? await caseById(ctx, data.caseId) : undefined
      if (!row || over(row)) return
      const spil = await inTheirLanguage(ctx, row.organisationId)
      const { teamId, clockId, step } = data
      const kind = teamId === null ? 'hierarchical' : 'functional'
      await ask(spil, row, { kind, text: stepReason(spil, data), teamId, toId: teamId === null ? data.personId : null, clockId, step })
    }),
    // Who asked keeps following, also when the case has become somebody else's.
    on(moved, 'desk.escalation.moved', async (happened, ctx) => {
      const { caseId, to, assigneeId } = happened.data
      if (to === 'closed' || to === 'cancelled') await endOpen(ctx.db, caseId, ctx.now)
      if (to !== 'solved') return
      const others = (await askersOf(ctx.db, caseId)).filter((id) => id !== assigneeId)
      await tellAll(ctx, happened, others, caseId, 'askedSolved')
    }),
  ],
  handlers: {
    async escalationsOf({ params }, ctx) {
      const row = await working(ctx, params.id)
      return escalationsShown(ctx, await escalationsOfCase(ctx.db, row.id))
    },
    async escalate({ params, body }, ctx) {
      const row = await working(ctx, params.id)
      if (over(row)) return ctx.fail('desk.escalation.caseEnded')
      const { kind, text } = body
      if (kind === 'functional' && !body.teamId) return ctx.fail('desk.escalation.teamNeeded')
      const teamId = kind === 'functional' ? (body.teamId ?? null) : null
      if (teamId && (await teamById(ctx, teamId))?.organisationId !== row.organisationId) return ctx.fail('desk.noSuchTeam')
      const toId = kind === 'hierarchical' ? (body.toId ?? null) : null
      if (toId && !(await membersWith(ctx, 'desk.decide', row.organisationId)).some(({ id }) => id === toId))
        return ctx.fail('desk.escalation.noLead')
      const one = await ask(ctx, row, { kind, text, teamId, toId, clockId: null, step: null })
      return one ? shownOne(ctx, one) : ctx.fail('desk.escalation.already')
    },
    async escalations({ query }, ctx) {
      const { which, limit, after } = query
      const before = escalationsBy.after(after)
      const me = ctx.actor.personId ?? ''
      const found = await listEscalations(ctx.db, { which, me, leads: ctx.actor.scopes.lead, limit: limit + 1, before })
      const { rows, next } = escalationsBy.of(found, limit, ({ askedAt, id }) => [momentOf(askedAt), id])
      return { items: await escalationsShown(ctx, rows), next }
    },
    async answerEscalation({ params, body }, ctx) {
      const { one, row } = await asked(ctx, params.id, 'answer')
      const done = await end(ctx, one, { status: 'answered', answer: body.answer })
      await note(ctx, row, ctx.t('desk.escalation.said.answer', { team: await teamName(ctx, one.teamId), text: body.answer }))
      await ctx.emit(escalationAnswered, { ...(await toldOf(ctx, row, true)), data: dataOf(row, done) })
      return shownOne(ctx, done)
    },
    async keepEscalation({ params, body }, ctx) {
      return shownOne(ctx, await keep(ctx, params.id, body))
    },
    async acknowledgeEscalation({ params }, ctx) {
      const { one, row } = await asked(ctx, params.id, 'acknowledge')
      const at = ctx.now.toISOString()
      const done = await changeEscalation(ctx.db, one.id, ['open'], {
        status: 'acknowledged',
        acknowledgedBy: ctx.actor.personId,
        acknowledgedAt: at,
      })
      if (!done) return ctx.fail('desk.escalation.ended')
      await ctx.emit(escalationAcknowledged, { ...(await toldOf(ctx, row, true)), data: dataOf(row, done) })
      return shownOne(ctx, done)
    },
    async decideEscalation({ params, body }, ctx) {
      return shownOne(ctx, await decide(ctx, params.id, body))
    },
    async withdrawEscalation({ params }, ctx) {
      const { one, row } = await asked(ctx, params.id, 'withdraw')
      const done = await end(ctx, one, { status: 'withdrawn' })
      await ctx.emit(escalationWithdrawn, { ...(await toldOf(ctx, row, true)), data: dataOf(row, done) })
      return shownOne(ctx, done)
    },
  },
})
