/** Carries out the rules on what happened: in order, each once, as far as the chain may go. */
import { randomUUID } from 'node:crypto'
import type { Context } from '#platform/room.ts'
import { type CaseRow, entryById, findCase } from '#record/cases/cases.ts'
import { explainOn } from '#record/cases/explanations/explanations.ts'
import { membersWith } from '#record/people/people.ts'
import { factsOf, fieldsIn, type SaidFacts, surroundingsOf, traceOf } from '../../conditions/reads.ts'
import { actOn } from '../acting/module.ts'
import { ruleFired, rulePaused } from '../contract.ts'
import { consider, type Occasion } from '../rules.ts'
import { type Db, listRules, pauseRule, type RuleRow, rulesFor } from '../store.ts'
import { beginFiring, depthOf, endFiring, firedLately, keepCauses } from './store.ts'

export interface Happening {
  occasion: Occasion
  caseId: string
  organisationId: string
  at: Date
  /** The event, for its place in a chain; null for the clock. */
  eventId: string | null
  entryId?: string
  byReporter?: boolean
}
const hour = 3_600_000

async function saidOn(ctx: Context, { entryId, byReporter = false }: Happening): Promise<SaidFacts | undefined> {
  const entry = entryId === undefined ? undefined : await entryById(ctx, entryId)
  return entry && { text: entry.text, visibility: entry.visibility, byReporter }
}

/** All rules that wait for this, or these ones. Nothing more is asked where there are none. */
export async function follow(ctx: Context, happening: Happening, given?: readonly RuleRow[]): Promise<void> {
  const { occasion, caseId, organisationId, at, eventId } = happening
  const rules = given ?? (await rulesFor(ctx.db as Db, organisationId, occasion.event))
  if (rules.length === 0) return
  const depth = eventId === null ? 0 : await depthOf(ctx.db, eventId)
  const around = await surroundingsOf(ctx, organisationId, new Set(rules.flatMap(({ condition }) => [...fieldsIn(condition)])))
  const said = await saidOn(ctx, happening)
  for (const rule of rules) {
    // As the rules before it left the case.
    const row = await findCase(ctx, caseId, true)
    if (!row) return
    const facts = factsOf(row, at, around, said)
    const deciding = { when: rule.occasion, condition: rule.condition }
    if (consider(deciding, occasion, facts, 0, 0) === 'no') continue
    const lately = await firedLately(ctx.db, rule.id, caseId, new Date(ctx.now.getTime() - hour))
    const verdict = consider(deciding, occasion, facts, depth, lately)
    if (verdict === 'tooDeep' || verdict === 'tooOften') await pause(ctx, rule, row)
    else if ((await fire(ctx, rule, row, occasion, depth, traceOf(rule.condition, facts))) && rule.stop) return
  }
}

/** False when it had fired for this already. */
async function fire(
  ctx: Context,
  rule: RuleRow,
  row: CaseRow,
  occasion: Occasion,
  depth: number,
  held: ReturnType<typeof traceOf>,
): Promise<boolean> {
  const { id: ruleId, version, organisationId } = rule
  const id = randomUUID()
  const begun = await beginFiring(ctx.db, { id, ruleId, occasion: occasion.key, caseId: row.id, organisationId, version, at: ctx.now, depth, held })
  if (!begun) return false
  const caused: string[] = []
  // Every event that comes of it carries the cause along.
  const emit: Context['emit'] = async (type, what) => {
    const eventId = await ctx.emit(type, what)
    caused.push(eventId)
    return eventId
  }
  const watched = { ...ctx, emit }
  const did = await actOn(watched, rule, row)
  await endFiring(ctx.db, id, did)
  const after = (await findCase(ctx, row.id)) ?? row
  const number = (await listRules(ctx.db as Db, organisationId)).findIndex((one) => one.id === ruleId) + 1
  const key = did.every(({ done }) => done) ? 'desk.ruling.firedOn' : 'desk.ruling.refusedOn'
  await explainOn(watched, after, { source: 'rule', sourceId: ruleId, version, key, given: { number, rule: rule.name, version } })
  await watched.emit(ruleFired, { about: `rule/${ruleId}`, organisationId, data: { ruleId, version, caseId: row.id, firingId: id, depth } })
  await keepCauses(ctx.db, caused, id, depth + 1, ctx.now)
  return true
}

/** It would go on for ever: it stops, and its leads are told. */
async function pause(ctx: Context, { id: ruleId, version, organisationId }: RuleRow, row: CaseRow): Promise<void> {
  if (!(await pauseRule(ctx.db as Db, ruleId, row.id, ctx.now))) return
  const people = (await membersWith(ctx, 'desk.configure', organisationId)).map(({ id }) => id)
  await ctx.emit(rulePaused, { about: `rule/${ruleId}`, organisationId, people, data: { ruleId, version, caseId: row.id } })
}
