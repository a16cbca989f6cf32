import { randomUUID } from 'node:crypto'
import { Id } from '#platform/contract.ts'
import { Moment, momentOf, pages } from '#platform/paging.ts'
import { type Context, type Happened, on, Problem, roomFor } from '#platform/room.ts'
import { checklistById, findCase } from '#record/cases/cases.ts'
import { stepFell } from '#record/cases/clocks/contract.ts'
import { assigned, changed, entryAdded, moved, opened } from '#record/cases/contract.ts'
import { membersWith, peopleByIds, rolesOf, teamById } from '#record/people/people.ts'
import { assignByRules } from '../assignment/reads.ts'
import { tellAll } from '../notices/reads.ts'
import { caseInside } from '../who/reads.ts'
import { deskRuling, type RuleDefinition, ruleChanged, rulePaused, ruleTold } from './contract.ts'
import { follow, type Happening } from './firing/module.ts'
import { forgetOldCauses, lookBack } from './jobs.ts'
import { imagine, shownFirings, shownRules } from './reads.ts'
import type { Occasion } from './rules.ts'
import { insertRule, listRules, listVersions, placeRules, type RulingTables, readRule, removeRule, updateRule } from './store.ts'
import { deskRulingTexts } from './texts.ts'

const mostRules = 200
const configures = (ctx: Context, organisationId: string) => {
  if (!ctx.actor.permissions.get('desk.configure')?.includes(organisationId)) throw new Problem('platform.notFound', 404)
}

type Refused = 'desk.ruling.noSuchTeam' | 'desk.ruling.noSuchPerson' | 'desk.ruling.noSuchList' | 'desk.ruling.noSuchCase'
const isId = (text: string) => /^[0-9a-f-]{36}$/.test(text)
/** Everybody and everything that the actions name belongs to the organisation. */
async function wrongWith(ctx: Context, organisationId: string, { actions }: Pick<RuleDefinition, 'actions'>): Promise<Refused | undefined> {
  const works = (await membersWith(ctx, 'desk.work', organisationId)).map(({ id }) => id)
  const belongs = async (id: string) => (await rolesOf(ctx, id)).some((role) => role.organisationId === organisationId)
  for (const action of actions) {
    if (action.do === 'team' && (await teamById(ctx, action.teamId))?.organisationId !== organisationId) return 'desk.ruling.noSuchTeam'
    if (action.do === 'assign' && !works.includes(action.personId)) return 'desk.ruling.noSuchPerson'
    if (action.do === 'person' && !(await belongs(action.personId))) return 'desk.ruling.noSuchPerson'
    if ((action.do === 'notify' || action.do === 'mail') && isId(action.whom) && !(await belongs(action.whom))) return 'desk.ruling.noSuchPerson'
    if (action.do === 'checklist' && (await checklistById(ctx, action.checklistId))?.organisationId !== organisationId)
      return 'desk.ruling.noSuchList'
    if (action.do === 'link' && (await findCase(ctx, action.other))?.organisationId !== organisationId) return 'desk.ruling.noSuchCase'
  }
  return undefined
}
const tell = (ctx: Context, organisationId: string, ruleId: string, version: number, what: 'added' | 'changed' | 'removed' | 'ordered') =>
  ctx.emit(ruleChanged, { about: `organisation/${organisationId}`, organisationId, data: { ruleId, version, what } })
const shown = async (ctx: Context, organisationId: string) => ({ items: await shownRules(ctx, await listRules(ctx.db, organisationId)) })
async function one(ctx: Context, organisationId: string, id: string) {
  const found = (await shown(ctx, organisationId)).items.find((rule) => rule.id === id)
  return found ?? Promise.reject(new Problem('platform.notFound', 404))
}

/** What happened, as rules look at it. */
async function happens(ctx: Context, h: Happened<{ caseId: string }>, occasion: Omit<Occasion, 'key'>, more: Partial<Happening> = {}) {
  const { organisationId, id, at, data } = h
  if (organisationId === null) return
  await follow(ctx, { occasion: { ...occasion, key: `event/${id}` }, caseId: data.caseId, organisationId, at, eventId: id, ...more })
}

const firingsBy = pages(Moment, Id)

export default roomFor<RulingTables>()({
  name: 'desk.ruling',
  contract: deskRuling,
  texts: deskRulingTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [lookBack, forgetOldCauses],
  on: [
    // First who gets it, so that rules see it assigned; in the same transaction.
    on(opened, 'desk.assignment.opened', async (h, ctx) => {
      if (h.organisationId !== null) await assignByRules(ctx, h.data.caseId, h.organisationId, h.at)
      await happens(ctx, h, { event: 'opened' })
    }),
    on(moved, 'desk.ruling.moved', (h, ctx) => happens(ctx, h, { event: 'moved', to: h.data.to })),
    on(assigned, 'desk.ruling.assigned', (h, ctx) => happens(ctx, h, { event: 'assigned' })),
    on(changed, 'desk.ruling.changed', (h, ctx) => happens(ctx, h, { event: 'changed', fields: h.data.changes.map(({ field }) => field) })),
    on(entryAdded, 'desk.ruling.entryAdded', (h, ctx) =>
      happens(ctx, h, { event: 'entryAdded' }, { entryId: h.data.entryId, byReporter: h.data.byReporter }),
    ),
    on(stepFell, 'desk.ruling.stepFell', (h, ctx) => happens(ctx, h, { event: 'stepFell' })),
    on(ruleTold, 'desk.ruling.told', (h, ctx) => tellAll(ctx, h, h.data.personIds, h.data.caseId, 'ruleTold')),
    on(rulePaused, 'desk.ruling.paused', async (h, ctx) => {
      const leads = h.organisationId === null ? [] : await membersWith(ctx, 'desk.configure', h.organisationId)
      await tellAll(
        ctx,
        h,
        leads.map(({ id }) => id),
        h.data.caseId,
        'rulePaused',
      )
    }),
  ],
  handlers: {
    rules: ({ query }, ctx) => shown(ctx, query.organisationId),
    async addRule({ body }, ctx) {
      const { organisationId, ...definition } = body
      configures(ctx, organisationId)
      const wrong = await wrongWith(ctx, organisationId, definition)
      if (wrong) return ctx.fail(wrong)
      const writing = { id: randomUUID(), organisationId, version: 1, by: ctx.actor.personId, at: ctx.now }
      if (!(await insertRule(ctx.db, writing, definition, mostRules))) return ctx.fail('desk.ruling.tooMany')
      await tell(ctx, organisationId, writing.id, 1, 'added')
      return one(ctx, organisationId, writing.id)
    },
    async changeRule({ params, body }, ctx) {
      const row = await readRule(ctx.db, params.id)
      if (!row) return ctx.fail('platform.notFound')
      const { organisationId } = row
      configures(ctx, organisationId)
      const { version, ...definition } = body
      const wrong = await wrongWith(ctx, organisationId, definition)
      if (wrong) return ctx.fail(wrong)
      const writing = { id: row.id, organisationId, version, by: ctx.actor.personId, at: ctx.now }
      if (!(await updateRule(ctx.db, writing, definition))) return ctx.fail('desk.ruling.changed')
      await tell(ctx, organisationId, row.id, version + 1, 'changed')
      return one(ctx, organisationId, row.id)
    },
    async removeRule({ params }, ctx) {
      const row = await readRule(ctx.db, params.id)
      if (!row) return ctx.fail('platform.notFound')
      configures(ctx, row.organisationId)
      await removeRule(ctx.db, row.id, ctx.now)
      await tell(ctx, row.organisationId, row.id, row.version, 'removed')
    },
    async orderRules({ body }, ctx) {
      configures(ctx, body.organisationId)
      if (!(await placeRules(ctx.db, body.organisationId, body.ids))) return ctx.fail('desk.ruling.changed')
      if (body.ids[0]) await tell(ctx, body.organisationId, body.ids[0], 1, 'ordered')
      return shown(ctx, body.organisationId)
    },
    tryRule({ body }, ctx) {
      configures(ctx, body.organisationId)
      return imagine(ctx, body.organisationId, body.rule, new Date(ctx.now.getTime() - body.days * 86_400_000))
    },
    async firings({ params, query }, ctx) {
      if (!(await readRule(ctx.db, params.id))) return ctx.fail('platform.notFound')
      const found = await shownFirings(ctx, { ruleId: params.id }, query.limit + 1, firingsBy.after(query.after))
      const { rows, next } = firingsBy.of(found, query.limit, ({ at, id }) => [momentOf(at), id])
      return { items: rows, next }
    },
    async versions({ params }, ctx) {
      if (!(await readRule(ctx.db, params.id))) return ctx.fail('platform.notFound')
      const rows = await listVersions(ctx.db, params.id)
      const names = await peopleByIds(
        ctx,
        rows.flatMap(({ changedBy }) => changedBy ?? []),
      )
      const items = rows.map(({ version, definition, changedAt, changedBy }) => {
        const by = names.get(changedBy ?? '')
        return { version, definition, at: new Date(changedAt).toISOString(), by: by ? { id: by.id, name: by.name } : null }
      })
      return { items }
    },
    async ofCase({ params }, ctx) {
      const row = await caseInside(ctx, params.id)
      return { items: await shownFirings(ctx, { caseId: row.id }, 50) }
    },
  },
})
