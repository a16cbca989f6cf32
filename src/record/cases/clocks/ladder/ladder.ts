/** Steps that fall: each once, at their moment, only while their clock runs. What is to be done then is for who follows the event. */
import type { Context } from '#platform/room.ts'
import { membersWith, teamById } from '#record/people/people.ts'
import { toldOf } from '../../changes/changes.ts'
import { stepFell } from '../contract.ts'
import type { Planned } from './rules.ts'
import { type DueClock, dueClocks, insertSteps, setSteps } from './store.ts'

/** How many clocks had steps that fell now, and when the next one of them falls. */
export async function fallSteps(ctx: Context, limit: number): Promise<{ count: number; wake: string | null }> {
  const clocks = await dueClocks(ctx.db, ctx.now, limit)
  if (clocks.length === 0) return { count: 0, wake: null }
  const now = ctx.now.toISOString()
  const falling = clocks.flatMap((clock) => clock.steps.filter(({ at }) => at <= now).map((step) => ({ clock, step })))
  const fresh = await insertSteps(
    ctx.db,
    falling.map(({ clock, step }) => ({ clockId: clock.id, step: step.key, caseId: clock.caseId })),
    ctx.now,
  )
  for (const { clock, step } of falling) if (fresh.has(`${clock.id} ${step.key}`)) await tell(ctx, clock, step)
  const left = clocks.map(({ id, steps }) => {
    const later = steps.filter(({ at }) => at > now)
    return { id, steps: later, nextStepAt: later[0]?.at ?? null }
  })
  await setSteps(ctx.db, left)
  const wakes = left.map(({ nextStepAt }) => nextStepAt).filter((at) => at !== null)
  return { count: clocks.length, wake: wakes.sort()[0] ?? null }
}

async function tell(ctx: Context, clock: DueClock, { key, action, to, teamId, personId }: Planned): Promise<void> {
  const told = await toldOf(ctx, { id: clock.caseId, organisationId: clock.organisationId, confidential: clock.confidential }, true)
  const wanted = action === 'notify' ? await whom(ctx, clock, { to, teamId, personId }) : []
  // Of a confidential case only who may see it hears.
  const personIds = clock.confidential ? wanted.filter((id) => told.people.includes(id)) : wanted
  const { caseId, number, agreementId, target, dueAt } = clock
  const what = { target, step: key, action, to, teamId, personId, personIds, dueAt, fellAt: ctx.now.toISOString() }
  await ctx.emit(stepFell, { ...told, data: { caseId, number, clockId: clock.id, agreementId, ...what } })
}

/** Who is told. Nobody works on it: the team; no team: the leads; no leads: the administrators. A step never falls on deaf ears. */
async function whom(ctx: Context, clock: DueClock, { to, teamId, personId }: Pick<Planned, 'to' | 'teamId' | 'personId'>): Promise<string[]> {
  if (to === 'person') return personId ? [personId] : []
  if (to === 'assignee' && clock.assigneeId) return [clock.assigneeId]
  const team = to === 'lead' ? null : (teamId ?? clock.teamId)
  const members = team ? ((await teamById(ctx, team))?.memberIds ?? []) : []
  if (members.length > 0) return members
  const leads = await membersWith(ctx, 'lead', clock.organisationId)
  return (leads.length > 0 ? leads : await membersWith(ctx, 'administrator', clock.organisationId)).map(({ id }) => id)
}
