/** Does what a rule says with a case, one action after another. What is refused is written down; the rest goes on. */
import { sql } from 'kysely'
import { type Context, Problem } from '#platform/room.ts'
import {
  addChecklist,
  addEntry,
  addPerson,
  addTasks,
  assignCase,
  type CaseRow,
  editCase,
  findCase,
  linkCases,
  moveCase,
} from '#record/cases/cases.ts'
import { numberOf } from '#record/cases/contract.ts'
import { membersWith, type PersonRef, peopleByIds, rolesOf, teamById } from '#record/people/people.ts'
import { writeTo } from '../../mail/letters/module.ts'
import { type RuleAction, ruleTold } from '../contract.ts'
import { fill } from '../rules.ts'
import type { Kept, RuleRow } from '../store.ts'

type Of<D extends RuleAction['do']> = Extract<RuleAction, { do: D }>

/** The people a rule means, as the case stands now; nobody twice. */
async function whom(ctx: Context, row: CaseRow, to: Of<'notify'>['whom']): Promise<PersonRef[]> {
  const { organisationId, assigneeId, teamId, reporterId } = row
  const ids =
    to === 'assignee'
      ? [assigneeId]
      : to === 'reporter'
        ? [reporterId]
        : to === 'leads'
          ? (await membersWith(ctx, 'lead', organisationId)).map(({ id }) => id)
          : to === 'team'
            ? teamId === null
              ? []
              : ((await teamById(ctx, teamId))?.memberIds ?? [])
            : [to]
  const known = await peopleByIds(
    ctx,
    ids.filter((id) => id !== null),
  )
  return [...known.values()]
}

/** What texts of rules may name. In the language of Spil's own words where nobody reads along. */
async function known(ctx: Context, row: CaseRow): Promise<Record<string, string>> {
  const names = await peopleByIds(ctx, [row.reporterId, ...(row.assigneeId ? [row.assigneeId] : [])])
  return {
    number: numberOf(row.number),
    title: row.title,
    reporter: names.get(row.reporterId)?.name ?? '',
    assignee: names.get(row.assigneeId ?? '')?.name ?? '',
    team: row.teamId === null ? '' : ((await teamById(ctx, row.teamId))?.name ?? ''),
    priority: ctx.t(`cases.priority.${row.priority}`),
    state: ctx.t(`cases.state.${row.state}`),
  }
}

async function works(ctx: Context, personId: string, { organisationId }: CaseRow): Promise<void> {
  if (!(await membersWith(ctx, 'desk.work', organisationId)).some(({ id }) => id === personId)) throw new Problem('desk.ruling.noSuchPerson', 400)
}
async function fitting(ctx: Context, teamId: string, { organisationId }: CaseRow): Promise<void> {
  if ((await teamById(ctx, teamId))?.organisationId !== organisationId) throw new Problem('desk.ruling.noSuchTeam', 400)
}

async function tell(ctx: Context, rule: RuleRow, row: CaseRow, { whom: to }: Of<'notify'>): Promise<void> {
  const people = await whom(ctx, row, to)
  if (people.length === 0) throw new Problem('desk.ruling.nobody', 409)
  const personIds = people.map(({ id }) => id)
  const { organisationId } = row
  await ctx.emit(ruleTold, { about: `rule/${rule.id}`, organisationId, people: personIds, data: { ruleId: rule.id, caseId: row.id, personIds } })
}
async function mail(ctx: Context, row: CaseRow, { whom: to, text }: Of<'mail'>): Promise<void> {
  const people = await whom(ctx, row, to)
  if (people.length === 0) throw new Problem('desk.ruling.nobody', 409)
  const words = fill(text, await known(ctx, row))
  for (const person of people)
    await writeTo(ctx, {
      at: row,
      to: person,
      letter: 'desk.letter.rule',
      values: { words },
      internal: person.id !== row.reporterId,
      page: person.id === row.reporterId ? 'portal' : 'desk',
    })
}
async function wait(ctx: Context, row: CaseRow, { for: what, hours, reason }: Of<'wait'>): Promise<void> {
  const until = hours === undefined ? undefined : new Date(ctx.now.getTime() + hours * 3_600_000).toISOString()
  await moveCase(ctx, { caseId: row.id, move: 'wait', by: 'engineer', for: what, until, reason })
}
async function link(ctx: Context, row: CaseRow, { other, kind }: Of<'link'>): Promise<void> {
  const found = await findCase(ctx, other)
  if (!found || found.organisationId !== row.organisationId || found.id === row.id) throw new Problem('desk.ruling.noSuchCase', 400)
  await linkCases(ctx, row.id, found.id, kind)
}

async function one(ctx: Context, rule: RuleRow, row: CaseRow, action: RuleAction): Promise<unknown> {
  const { id, version } = row
  switch (action.do) {
    case 'priority':
      return row.priority === action.priority ? undefined : editCase(ctx, id, { version, priority: action.priority, priorityReason: action.reason })
    case 'assign':
      await works(ctx, action.personId, row)
      return row.assigneeId === action.personId ? undefined : assignCase(ctx, id, { version, assigneeId: action.personId })
    case 'team':
      await fitting(ctx, action.teamId, row)
      return row.teamId === action.teamId ? undefined : assignCase(ctx, id, { version, teamId: action.teamId })
    case 'entry': {
      const { visibility } = action
      const text = fill(action.text, await known(ctx, row))
      return addEntry(ctx, { caseId: id, authorId: null, visibility, text, channel: 'api', kind: visibility === 'public' ? 'message' : 'note' })
    }
    case 'tasks':
      return addTasks(
        ctx,
        id,
        action.titles.map((title) => ({ title })),
      )
    case 'checklist':
      return addChecklist(ctx, id, action.checklistId)
    case 'person':
      if (!(await rolesOf(ctx, action.personId)).some((role) => role.organisationId === row.organisationId))
        throw new Problem('desk.ruling.noSuchPerson', 400)
      return addPerson(ctx, row, action.personId, 'participant')
    case 'wait':
      return wait(ctx, row, action)
    case 'resume':
      return moveCase(ctx, { caseId: id, move: 'resume', by: 'system' })
    case 'link':
      return link(ctx, row, action)
    case 'notify':
      return tell(ctx, rule, row, action)
    case 'mail':
      return mail(ctx, row, action)
  }
}

/** Every action of the rule, each on the case as the one before left it. */
export async function actOn(ctx: Context, rule: RuleRow, from: CaseRow): Promise<Kept[]> {
  const did: Kept[] = []
  for (const action of rule.actions) {
    await sql`savepoint one_action`.execute(ctx.db)
    try {
      await one(ctx, rule, (await findCase(ctx, from.id)) ?? from, action)
      await sql`release savepoint one_action`.execute(ctx.db)
      did.push({ action, done: true, why: null })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      await sql`rollback to savepoint one_action`.execute(ctx.db)
      const { from: state } = (error.data ?? {}) as { from?: unknown }
      did.push({ action, done: false, why: error.code, ...(typeof state === 'string' && { state }) })
    }
  }
  return did
}
