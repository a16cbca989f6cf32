import { randomUUID } from 'node:crypto'
import { Id } from '#platform/contract.ts'
import { translator } from '#platform/i18n.ts'
import { MomentOrNever, momentOrNever, pages } from '#platform/paging.ts'
import { type Context, on, Problem, roomFor } from '#platform/room.ts'
import { addEntry, type CaseRow, caseById, findCase, linkCases, mayReopen, moveCase, openCase, roundNow } from '#record/cases/cases.ts'
import { moved, numberOf } from '#record/cases/contract.ts'
import { membersWith, organisationById, teamById } from '#record/people/people.ts'
import { readsAsStaff } from '../reads.ts'
import { satisfactionLow } from '../satisfaction/contract.ts'
import { aftercareRuleChanged, deskAftercare } from './contract.ts'
import { aftercareFallsDue } from './jobs.ts'
import { type Changed, cancelFor, type For, log, moments, plan, planFor, tell } from './planning/module.ts'
import { meOf, viewsOf } from './reads.ts'
import {
  type AftercareRow,
  type AftercareTables,
  counts,
  insertRule,
  type ListRow,
  list,
  listOf,
  listRules,
  type RuleRow,
  readOne,
  readRule,
  updateAftercare,
  updateRule,
} from './store.ts'
import { deskAftercareTexts } from './texts.ts'

const notFound = () => new Problem('platform.notFound', 404)
async function here(ctx: Context, ref: string): Promise<CaseRow> {
  const row = await findCase(ctx, ref)
  if (!row || !readsAsStaff(ctx, row)) throw notFound()
  return row
}
const one = async (ctx: Context, id: string) => {
  const row = await readOne(ctx.db, id, meOf(ctx))
  const [view] = row ? await viewsOf(ctx, [row]) : []
  return view ?? Promise.reject(notFound())
}
/** The contact to change, held, when the actor works there and it has not ended; and its case. */
async function working(ctx: Context, id: string, version: number): Promise<{ row: ListRow; at: CaseRow }> {
  const row = await readOne(ctx.db, id, meOf(ctx), true)
  const at = row && (await caseById(ctx, row.caseId))
  if (!row || !at) throw notFound()
  if (!ctx.actor.scopes.work.includes(row.organisationId)) throw new Problem('platform.notAllowed', 403)
  if (row.state !== 'planned' && row.state !== 'wished') throw new Problem('desk.aftercare.over', 409)
  if (row.version !== version) throw new Problem('desk.aftercare.changed', 409)
  return { row, at }
}
async function change(ctx: Context, { row, at }: { row: ListRow; at: CaseRow }, what: Changed, set: Partial<AftercareRow>, note = '') {
  if (!(await updateAftercare(ctx.db, row.id, row.version, set))) throw new Problem('desk.aftercare.changed', 409)
  await log(ctx, row, what, note, what === 'postponed' || what === 'notReached' ? (set.dueAt ?? null) : null)
  await tell(ctx, at, row.id, what, set.nextCaseId ?? null)
  return one(ctx, row.id)
}
const ending = (ctx: Context) => ({ endedBy: ctx.actor.personId, endedAt: ctx.now.toISOString() })

interface To {
  personId?: string | null | undefined
  teamId?: string | null | undefined
  forLeads?: boolean | undefined
}
/** Whose list: as chosen, else who worked on it, else mine. */
async function forWhom(ctx: Context, at: CaseRow, to: To): Promise<For> {
  const { organisationId } = at
  if (to.teamId) {
    if ((await teamById(ctx, to.teamId))?.organisationId !== organisationId) throw new Problem('desk.aftercare.noSuchTeam', 400)
    return { personId: null, teamId: to.teamId, forLeads: false }
  }
  if (to.forLeads) return { personId: null, teamId: null, forLeads: true }
  const personId = to.personId ?? at.assigneeId ?? ctx.actor.personId
  if (!(await membersWith(ctx, 'desk.work', organisationId)).some(({ id }) => id === personId)) {
    if (to.personId) throw new Problem('desk.aftercare.noSuchPerson', 400)
    return { personId: null, teamId: null, forLeads: true }
  }
  return { personId, teamId: null, forLeads: false }
}

/** It is back: the case opens again while it may, later a new one follows it. */
async function goOn(ctx: Context, at: CaseRow, note: string): Promise<CaseRow> {
  const by = ctx.actor.scopes.lead.includes(at.organisationId) ? 'lead' : 'engineer'
  if (at.state !== 'closed') {
    await addEntry(ctx, { caseId: at.id, authorId: ctx.actor.personId, visibility: 'internal', channel: 'phone', kind: 'note', text: note })
    return at
  }
  if (await mayReopen(ctx, at)) return moveCase(ctx, { caseId: at.id, move: 'reopen', by, reason: note })
  const { organisationId, kind, title, impact, urgency, reporterId, teamId, confidential } = at
  const from = ctx.t('cases.backAgain', { number: numberOf(at.number) })
  const asked = { organisationId, kind, title, impact, urgency, reporterId, teamId, confidential }
  const fresh = await openCase(ctx, { ...asked, text: `${note}\n\n${from}`, channel: 'phone', registeredBy: ctx.actor.personId })
  await linkCases(ctx, fresh.id, at.id, 'follows')
  return fresh
}

const ruleView = ({ id, name, active, rule, version }: RuleRow) => ({ id, name, active, rule, version })
async function demandTeam(ctx: Context, organisationId: string, teamId: string | null): Promise<void> {
  if (!ctx.actor.permissions.get('desk.configure')?.includes(organisationId)) throw notFound()
  if (teamId !== null && (await teamById(ctx, teamId))?.organisationId !== organisationId) throw new Problem('desk.aftercare.noSuchTeam', 400)
}
async function ruleNow(ctx: Context, id: string) {
  const row = await readRule(ctx.db, id)
  if (!row) throw notFound()
  const { organisationId, version } = row
  await ctx.emit(aftercareRuleChanged, { about: `organisation/${organisationId}`, organisationId, data: { organisationId, ruleId: id, version } })
  return ruleView(row)
}

const careBy = pages(MomentOrNever, Id)

export default roomFor<AftercareTables>()({
  name: 'desk.aftercare',
  contract: deskAftercare,
  texts: deskAftercareTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [aftercareFallsDue],
  on: [
    on(moved, 'desk.aftercare.moved', async ({ data }, ctx) => {
      if (data.to === 'closed') return planFor(ctx, data.caseId, data.round)
      if (data.from !== 'closed') return
      const at = await caseById(ctx, data.caseId)
      const locale = (at && (await organisationById(ctx, at.organisationId))?.locale) ?? 'nl'
      await cancelFor(ctx, data.caseId, translator(ctx.app.texts, locale)('desk.aftercare.reopened'))
    }),
    on(satisfactionLow, 'desk.aftercare.low', ({ data }, ctx) => planFor(ctx, data.caseId, data.round)),
  ],
  handlers: {
    async list({ query }, ctx) {
      const { view, organisationId, limit, after } = query
      const found = await list(ctx.db, { view, organisationId, limit: limit + 1, after: careBy.after(after) }, meOf(ctx))
      const { rows, next } = careBy.of(found, limit, ({ id, endedAt, dueAt }) => [momentOrNever(view === 'ended' ? endedAt : dueAt), id])
      return { items: await viewsOf(ctx, rows), next }
    },
    counts: (_, ctx) => counts(ctx.db, meOf(ctx)),
    async ofCase({ params }, ctx) {
      const at = await here(ctx, params.id)
      return { items: await viewsOf(ctx, await listOf(ctx.db, at.id, meOf(ctx))) }
    },
    async plan({ params, body }, ctx) {
      const at = await here(ctx, params.id)
      if (!ctx.actor.scopes.work.includes(at.organisationId)) throw new Problem('platform.notAllowed', 403)
      const { why, afterDays, ...to } = body
      const id = await plan(ctx, at, { why, afterDays, mostAttempts: 3, ruleId: null, round: roundNow(at), ...(await forWhom(ctx, at, to)) })
      return one(ctx, id ?? '')
    },
    async finish({ params, body }, ctx) {
      const held = await working(ctx, params.id, body.version)
      const { row, at } = held
      const attempts = row.attempts + 1
      if (body.result === 'well') return change(ctx, held, 'well', { state: 'done', result: 'well', attempts, ...ending(ctx) }, body.note)
      if (body.result === 'back') {
        if (body.note.trim() === '') return ctx.fail('desk.aftercare.noteNeeded')
        const next = await goOn(ctx, at, body.note)
        return change(ctx, held, 'back', { state: 'done', result: 'back', attempts, nextCaseId: next.id, ...ending(ctx) }, body.note)
      }
      const over = attempts >= row.mostAttempts
      const later = over ? { state: 'done', result: 'notReached', ...ending(ctx) } : { ...(await moments(ctx, row.organisationId, 1)), toldAt: null }
      return change(ctx, held, 'notReached', { attempts, ...later } as Partial<AftercareRow>, body.note)
    },
    async postpone({ params, body }, ctx) {
      const held = await working(ctx, params.id, body.version)
      const until = new Date(body.until)
      if (until <= ctx.now) return ctx.fail('desk.aftercare.past')
      const { lateAt } = await moments({ ...ctx, now: until }, held.row.organisationId, 0)
      return change(ctx, held, 'postponed', { dueAt: until.toISOString(), lateAt, toldAt: null }, body.reason)
    },
    async give({ params, body }, ctx) {
      const held = await working(ctx, params.id, body.version)
      const { version: _, ...to } = body
      return change(ctx, held, 'given', { ...(await forWhom(ctx, held.at, to)), toldAt: null })
    },
    async cancel({ params, body }, ctx) {
      const held = await working(ctx, params.id, body.version)
      return change(ctx, held, 'cancelled', { state: 'cancelled', ...ending(ctx) }, body.reason)
    },
    async rules({ query }, ctx) {
      if (!ctx.actor.scopes.inside.includes(query.organisationId)) throw notFound()
      return { items: (await listRules(ctx.db, query.organisationId)).map(ruleView) }
    },
    async addRule({ body }, ctx) {
      const id = randomUUID()
      await demandTeam(ctx, body.organisationId, body.rule.teamId)
      await insertRule(ctx.db, { ...body, id, version: 1, changedAt: ctx.now, changedBy: ctx.actor.personId })
      return ruleNow(ctx, id)
    },
    async changeRule({ params, body }, ctx) {
      const row = await readRule(ctx.db, params.id)
      if (!row) throw notFound()
      const { version, name, active, rule } = body
      await demandTeam(ctx, row.organisationId, rule.teamId)
      const stamp = { changedAt: ctx.now, changedBy: ctx.actor.personId }
      if (!(await updateRule(ctx.db, row.id, version, { name, active, rule, ...stamp }))) return ctx.fail('desk.aftercare.changed')
      return ruleNow(ctx, row.id)
    },
  },
})
