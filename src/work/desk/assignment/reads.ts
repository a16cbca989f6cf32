/** What the rules make of a case: really, with a turn taken, or only imagined. */
import type { Context } from '#platform/room.ts'
import { assignCase, type CaseRow, findCase } from '#record/cases/cases.ts'
import { openStates } from '#record/cases/contract.ts'
import { explainOn } from '#record/cases/explanations/explanations.ts'
import { openWorkOf } from '#record/cases/past/past.ts'
import { membersWith, teamById } from '#record/people/people.ts'
import { ownHoursOf, substitutesOf } from '../absence/reads.ts'
import { factsOf, fieldsIn, isWorking, type Surroundings, surroundingsOf } from '../conditions/reads.ts'
import { leastBusy, nextTurn, type Rule, ruleFor } from './rules.ts'
import { type Db, gaveTurn, lastTurns, listRules, type RuleRow, takeTurn } from './store.ts'

/** Where turns and open work come from: the database, held, or a dry run that only counts on. */
interface Turns {
  take(teamId: string): Promise<string | null>
  gave(teamId: string, personId: string): Promise<void>
  open(personIds: readonly string[]): Promise<Map<string, number>>
}

export interface Choice {
  rule: Rule
  number: number
  teamId: string | null
  personId: string | null
  key: string
}

/** The members of the team who are there, and the order of their turns: by name. */
async function membersOf(ctx: Context, teamId: string, organisationId: string, at: Date, within: Surroundings['hours'] | undefined) {
  const members = (await teamById(ctx, teamId))?.memberIds ?? []
  const order = (await membersWith(ctx, 'desk.work', organisationId)).map(({ id }) => id).filter((id) => members.includes(id))
  const away = await substitutesOf(ctx, order, at)
  const own = within ? await ownHoursOf(ctx, order) : new Map<string, Surroundings['hours']>()
  const there = order.filter((id) => !away.get(id)?.away && (!within || isWorking(own.get(id) ?? within, at)))
  return { order, there: new Set(there) }
}

async function choose(ctx: Context, rules: readonly Rule[], row: CaseRow, at: Date, around: Surroundings, turns: Turns): Promise<Choice | undefined> {
  const found = ruleFor(rules, factsOf(row, at, around))
  if (!found) return undefined
  const { rule } = found
  const as = (personId: string | null, key: string): Choice => ({ ...found, teamId: rule.teamId, personId, key: `desk.assignment.${key}` })
  if (rule.personId !== null) {
    const { away, people } = (await substitutesOf(ctx, [rule.personId], at)).get(rule.personId) ?? { away: false, people: [] }
    if (!away) return as(rule.personId, 'toPerson')
    const works = (await membersWith(ctx, 'desk.work', row.organisationId)).map(({ id }) => id)
    const other = people.find((id) => works.includes(id))
    // With nobody to stand in it waits for them: better theirs than lost.
    return other ? as(other, 'standsIn') : as(rule.personId, 'toPerson')
  }
  if (rule.rotation === 'none' || rule.teamId === null) return as(null, 'toTeam')
  // First the turn, then who is there and how busy: whoever waited for the row sees what the one before did.
  const last = await turns.take(rule.teamId)
  const { order, there } = await membersOf(ctx, rule.teamId, row.organisationId, at, rule.withinHours ? around.hours : undefined)
  const personId = rule.rotation === 'turn' ? nextTurn(order, there, last) : leastBusy(order, there, await turns.open(order), last)
  if (personId === undefined) return as(null, 'nobody')
  await turns.gave(rule.teamId, personId)
  return as(personId, rule.rotation)
}

const given = ({ rule, number, teamId, personId }: Choice) => ({ rule: rule.name, number, teamId, personId })
const wantedBy = (rules: readonly Rule[]) => new Set(rules.flatMap(({ condition }) => [...fieldsIn(condition)]))

/** Assigns the case by the first rule that holds, once: a case that somebody has already is left alone. */
export async function assignByRules(ctx: Context, caseId: string, organisationId: string, at: Date): Promise<Choice | undefined> {
  const db = ctx.db as Db
  // Where there are no rules nothing more is asked.
  const rules = await listRules(db, organisationId)
  if (!rules.some(({ active }) => active)) return undefined
  const row = await findCase(ctx, caseId, true)
  if (row?.organisationId !== organisationId || row.assigneeId !== null || !(openStates as readonly string[]).includes(row.state)) return undefined
  // A complaint is given by its own rule, to who leads.
  if (row.kind === 'complaint') return undefined
  const around = await surroundingsOf(ctx, row.organisationId, wantedBy(rules))
  const chosen = await choose(ctx, rules, row, at, around, {
    take: (teamId) => takeTurn(db, teamId, row.organisationId),
    gave: (teamId, personId) => gaveTurn(db, teamId, personId),
    open: (ids) => openWorkOf(ctx, ids),
  })
  if (!chosen) return undefined
  const { teamId, personId, rule, key } = chosen
  if (teamId === row.teamId && personId === null) return undefined
  const after = await assignCase(ctx, row.id, { version: row.version, teamId: teamId ?? row.teamId, assigneeId: personId })
  await explainOn(ctx, after, { source: 'assignment', sourceId: rule.id, version: rule.version, key, given: given(chosen) })
  return chosen
}

/** What the rules would have done with these cases, in this order, each as it was opened. Nothing is written. */
export async function imagine(ctx: Context, organisationId: string, rules: readonly (Rule & Partial<RuleRow>)[], rows: readonly CaseRow[]) {
  const around = await surroundingsOf(ctx, organisationId, wantedBy(rules))
  const last = await lastTurns(
    ctx.db as Db,
    rules.flatMap(({ teamId }) => teamId ?? []),
  )
  const more = new Map<string, number>()
  const turns: Turns = {
    take: async (teamId) => last.get(teamId) ?? null,
    gave: async (teamId, personId) => {
      last.set(teamId, personId)
      more.set(personId, (more.get(personId) ?? 0) + 1)
    },
    open: async (ids) => new Map([...(await openWorkOf(ctx, ids))].map(([id, count]) => [id, count + (more.get(id) ?? 0)])),
  }
  const outcomes: { row: CaseRow; choice: Choice | undefined }[] = []
  for (const row of rows) {
    const opened = { ...row, state: 'new' as const, assigneeId: null, teamId: null }
    outcomes.push({ row, choice: await choose(ctx, rules, opened, new Date(row.openedAt), around, turns) })
  }
  return outcomes
}
