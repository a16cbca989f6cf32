import { randomUUID } from 'node:crypto'
import { type Context, Problem, roomFor } from '#platform/room.ts'
import { type CaseRow, findCase } from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { explanationsOf } from '#record/cases/explanations/explanations.ts'
import { newestCases, unassignedCases } from '#record/cases/past/past.ts'
import { membersWith, peopleByIds, teamById, teamsOf } from '#record/people/people.ts'
import { type AssignmentRule, assignmentRuleChanged, deskAssignment, type NewAssignmentRule, type Outcome } from './contract.ts'
import { assignByRules, type Choice, imagine } from './reads.ts'
import { type AssignmentTables, deleteRule, insertRule, lastTurns, listRules, placeRules, type RuleRow, readRule, updateRule } from './store.ts'
import { deskAssignmentTexts } from './texts.ts'

const mostRules = 200
const configures = (ctx: Context, organisationId: string) => {
  if (!ctx.actor.permissions.get('desk.configure')?.includes(organisationId)) throw new Problem('platform.notFound', 404)
}

async function shown(ctx: Context, rows: readonly RuleRow[]): Promise<AssignmentRule[]> {
  const last = await lastTurns(
    ctx.db,
    rows.flatMap(({ teamId }) => teamId ?? []),
  )
  const names = await peopleByIds(ctx, [...rows.flatMap(({ personId }) => personId ?? []), ...[...last.values()].flatMap((id) => id ?? [])])
  const teams = new Map((rows[0] ? await teamsOf(ctx, rows[0].organisationId) : []).map(({ id, name }) => [id, name]))
  const named = (id: string | null | undefined) => (id ? { id, name: names.get(id)?.name ?? ctx.t('cases.someone') } : null)
  return rows.map(({ teamId, personId, changedBy: _by, changedAt: _at, ...row }, at) => ({
    ...row,
    place: at + 1,
    team: teamId === null ? null : { id: teamId, name: teams.get(teamId) ?? '' },
    person: named(personId),
    lastTurn: teamId === null || row.rotation === 'none' ? null : named(last.get(teamId)),
  }))
}
async function oneShown(ctx: Context, id: string, organisationId: string): Promise<AssignmentRule> {
  const found = (await shown(ctx, await listRules(ctx.db, organisationId))).find((rule) => rule.id === id)
  return found ?? Promise.reject(new Problem('platform.notFound', 404))
}

type Fields = Omit<(typeof NewAssignmentRule)['_output'], 'organisationId'>
async function wrongWith(ctx: Context, organisationId: string, { teamId, personId, rotation }: Fields) {
  if ((teamId === null && personId === null) || (rotation !== 'none' && (teamId === null || personId !== null))) return 'desk.assignment.target'
  if (teamId && (await teamById(ctx, teamId))?.organisationId !== organisationId) return 'desk.assignment.noSuchTeam'
  if (personId && !(await membersWith(ctx, 'desk.work', organisationId)).some(({ id }) => id === personId)) return 'desk.assignment.noSuchPerson'
  return undefined
}
const tell = (ctx: Context, organisationId: string, ruleId: string, version: number, what: 'added' | 'changed' | 'removed' | 'ordered') =>
  ctx.emit(assignmentRuleChanged, { about: `organisation/${organisationId}`, organisationId, data: { ruleId, organisationId, version, what } })

async function outcomesOf(ctx: Context, found: readonly { row: CaseRow; choice: Choice | undefined }[]): Promise<Outcome[]> {
  const names = await peopleByIds(
    ctx,
    found.flatMap(({ choice }) => choice?.personId ?? []),
  )
  const teams = new Map((found[0] ? await teamsOf(ctx, found[0].row.organisationId) : []).map(({ id, name }) => [id, name]))
  return found.map(({ row, choice }) => {
    const { id, number, title, openedAt } = row
    const person = choice?.personId ? { id: choice.personId, name: names.get(choice.personId)?.name ?? ctx.t('cases.someone') } : null
    const team = choice?.teamId ? { id: choice.teamId, name: teams.get(choice.teamId) ?? '' } : null
    const words = choice && { number: choice.number, rule: choice.rule.name, team: team?.name ?? '', person: person?.name ?? '' }
    const text = choice ? ctx.t(choice.key, words) : null
    return { id, number: numberOf(number), title, openedAt, ruleNumber: choice?.number ?? null, team, person, text }
  })
}

export default roomFor<AssignmentTables>()({
  name: 'desk.assignment',
  contract: deskAssignment,
  texts: deskAssignmentTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    rules: async ({ query }, ctx) => ({ items: await shown(ctx, await listRules(ctx.db, query.organisationId)) }),
    async addRule({ body }, ctx) {
      configures(ctx, body.organisationId)
      const wrong = await wrongWith(ctx, body.organisationId, body)
      if (wrong) return ctx.fail(wrong)
      const id = randomUUID()
      if (!(await insertRule(ctx.db, { ...body, id, version: 1, changedBy: ctx.actor.personId, changedAt: ctx.now }, mostRules)))
        return ctx.fail('desk.assignment.tooMany')
      await tell(ctx, body.organisationId, id, 1, 'added')
      return oneShown(ctx, id, body.organisationId)
    },
    async changeRule({ params, body }, ctx) {
      const row = await readRule(ctx.db, params.id)
      if (!row) return ctx.fail('platform.notFound')
      configures(ctx, row.organisationId)
      const { version, ...set } = body
      const wrong = await wrongWith(ctx, row.organisationId, set)
      if (wrong) return ctx.fail(wrong)
      if (!(await updateRule(ctx.db, row.id, version, { ...set, changedBy: ctx.actor.personId, changedAt: ctx.now })))
        return ctx.fail('desk.assignment.changed')
      await tell(ctx, row.organisationId, row.id, version + 1, 'changed')
      return oneShown(ctx, row.id, row.organisationId)
    },
    async removeRule({ params }, ctx) {
      const row = await readRule(ctx.db, params.id)
      if (!row) return ctx.fail('platform.notFound')
      configures(ctx, row.organisationId)
      await deleteRule(ctx.db, row.id)
      await tell(ctx, row.organisationId, row.id, row.version, 'removed')
    },
    async orderRules({ body }, ctx) {
      configures(ctx, body.organisationId)
      if (!(await placeRules(ctx.db, body.organisationId, body.ids))) return ctx.fail('desk.assignment.changed')
      if (body.ids[0]) await tell(ctx, body.organisationId, body.ids[0], 1, 'ordered')
      return { items: await shown(ctx, await listRules(ctx.db, body.organisationId)) }
    },
    async tryRules({ body }, ctx) {
      configures(ctx, body.organisationId)
      const rules = await listRules(ctx.db, body.organisationId)
      const { rule: draft } = body
      const tried = { version: 0, ...draft, id: draft?.id ?? randomUUID() }
      const all = !draft
        ? rules
        : rules.some(({ id }) => id === draft.id)
          ? rules.map((rule) => (rule.id === draft.id ? { ...rule, ...draft, id: rule.id } : rule))
          : [...rules, { ...draft, ...tried }]
      const outcomes = await imagine(ctx, body.organisationId, all, await newestCases(ctx, body.organisationId, body.last))
      return { items: (await outcomesOf(ctx, outcomes)).reverse() }
    },
    async assignOpen({ body }, ctx) {
      configures(ctx, body.organisationId)
      const done: { row: CaseRow; choice: Choice | undefined }[] = []
      for (const row of await unassignedCases(ctx, body.organisationId, 200)) {
        const choice = await assignByRules(ctx, row.id, row.organisationId, ctx.now)
        if (choice) done.push({ row, choice })
      }
      return { assigned: done.length, items: await outcomesOf(ctx, done) }
    },
    async why({ params }, ctx) {
      const row = await findCase(ctx, params.id)
      if (!row || !ctx.actor.scopes.inside.includes(row.organisationId)) return ctx.fail('platform.notFound')
      return { items: (await explanationsOf(ctx, row.id)).map(({ caseId: _, ...one }) => one) }
    },
  },
})
