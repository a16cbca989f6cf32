import { randomUUID } from 'node:crypto'
import type * as z from 'zod'
import { isZone } from '#platform/clock.ts'
import { type Context, mayIn, Problem, roomFor } from '#platform/room.ts'
import { membersWith, organisationById, peopleByIds, teamById } from '#record/people/people.ts'
import { type Escalation, monitoringOnCall, type NewOnCall, noEscalation, type OnCall, onCallChanged } from './contract.ts'
import { dutiesOf } from './reads.ts'
import type { Duty } from './rules.ts'
import * as store from './store.ts'
import { onCallTexts } from './texts.ts'

type Wish = z.output<typeof NewOnCall>
const most = { schedules: 100, overrides: 200 }
const notFound = () => new Problem('platform.notFound', 404)

/** For who reads it, or with `may` does more there. */
async function here(ctx: Context, id: string, may: string): Promise<store.OnCallRow> {
  const [row] = await store.listOnCall(ctx.db as store.Db, { ids: [id] })
  if (!row || !mayIn(ctx, 'monitoring.read', row.organisationId)) throw notFound()
  if (!mayIn(ctx, may, row.organisationId)) throw new Problem('platform.notAllowed', 403)
  return row
}
async function workHere(ctx: Context, organisationId: string, ids: readonly string[]): Promise<void> {
  const workers = new Set((await membersWith(ctx, 'monitoring.work', organisationId)).map(({ id }) => id))
  if (!ids.every((id) => workers.has(id))) throw new Problem('monitoring.oncall.person', 400)
}
async function fitted(ctx: Context, organisationId: string, wish: Wish): Promise<Wish & { timeZone: string }> {
  const timeZone = wish.timeZone ?? (await organisationById(ctx, organisationId))?.timeZone ?? 'UTC'
  if (!isZone(timeZone)) throw new Problem('monitoring.oncall.zone', 400)
  if (wish.teamId !== null && (await teamById(ctx, wish.teamId))?.organisationId !== organisationId) throw new Problem('monitoring.oncall.team', 400)
  await workHere(
    ctx,
    organisationId,
    wish.rotations.flatMap(({ personIds }) => personIds),
  )
  return { ...wish, timeZone }
}
async function shown(ctx: Context, rows: readonly store.OnCallRow[]): Promise<OnCall[]> {
  const overrides = Map.groupBy(
    await store.listOverrides(
      ctx.db as store.Db,
      rows.map(({ id }) => id),
      ctx.now,
    ),
    ({ oncallId }) => oncallId,
  )
  const inRotations = rows.flatMap(({ rotations }) => rotations.flatMap(({ personIds }) => personIds))
  const people = await peopleByIds(ctx, [...new Set([...inRotations, ...[...overrides.values()].flat().map(({ personId }) => personId)])])
  const named = (id: string) => ({ id, name: people.get(id)?.name ?? ctx.t('cases.someone') })
  return rows.map(({ changedAt: _, changedBy: _b, ...row }) => {
    const ours = overrides.get(row.id) ?? []
    const all = dutiesOf({ ...row, changedAt: '', changedBy: null }, ours, ctx.now.getTime())
    return {
      ...{ ...row, rotations: row.rotations.map((one) => ({ ...one, personIds: [...one.personIds] })) },
      people: [...new Set(row.rotations.flatMap(({ personIds }) => personIds))].map(named),
      now: all.map((duty) => dutyIn(duty, named)),
      overrides: ours.map(({ id, personId, fromAt, untilAt }) => ({ id, person: named(personId), from: fromAt, until: untilAt })),
    }
  })
}
const dutyIn = ({ personId, until }: Duty, named: (id: string) => { id: string; name: string }) => ({
  ...{ person: named(personId), until: until === null ? null : new Date(until).toISOString() },
})
async function told(ctx: Context, row: Pick<store.OnCallRow, 'id' | 'organisationId'>, what: 'added' | 'changed' | 'removed' | 'override') {
  await ctx.emit(onCallChanged, {
    about: `onCall/${row.id}`,
    organisationId: row.organisationId,
    data: { organisationId: row.organisationId, onCallId: row.id, what },
  })
}
async function one(ctx: Context, id: string): Promise<OnCall> {
  const [found] = await shown(ctx, await store.listOnCall(ctx.db as store.Db, { ids: [id] }))
  return found ?? Promise.reject(notFound())
}
async function policyIn(ctx: Context, organisationId: string) {
  const row = (await store.readEscalations(ctx.db as store.Db, [organisationId])).get(organisationId)
  const people = (await membersWith(ctx, 'monitoring.work', organisationId)).map(({ id, name }) => ({ id, name }))
  return { organisationId, policy: { ...noEscalation, ...row?.policy }, people, version: row?.version ?? 0 }
}
/** Throws what does not fit. */
async function policyFits(ctx: Context, organisationId: string, policy: Escalation): Promise<void> {
  const steps = Object.values(policy)
  if (steps.some((all) => all.some(({ after }, at) => at > 0 && after <= (all[at - 1]?.after ?? -1))))
    throw new Problem('monitoring.oncall.order', 400)
  const schedules = new Set((await store.listOnCall(ctx.db as store.Db, { organisationId })).map(({ id }) => id))
  const to = steps.flat().map((step) => step.to)
  if (to.some(({ kind, id }) => kind === 'onCall' && !schedules.has(id))) throw new Problem('monitoring.oncall.schedule', 400)
  await workHere(
    ctx,
    organisationId,
    to.filter(({ kind }) => kind === 'person').map(({ id }) => id),
  )
}

export default roomFor<store.OnCallTables>()({
  name: 'monitoring.oncall',
  contract: monitoringOnCall,
  texts: onCallTexts,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async schedules({ query }, ctx) {
      return { items: await shown(ctx, await store.listOnCall(ctx.db, query)) }
    },
    async addSchedule({ body: { organisationId, ...wish } }, ctx) {
      if (!mayIn(ctx, 'monitoring.configure', organisationId)) throw notFound()
      if ((await store.listOnCall(ctx.db, { organisationId })).length >= most.schedules) return ctx.fail('monitoring.oncall.tooMany')
      const row = { ...(await fitted(ctx, organisationId, wish)), id: randomUUID(), organisationId, version: 1, ...by(ctx) }
      await store.insertOnCall(ctx.db, row)
      await told(ctx, row, 'added')
      return one(ctx, row.id)
    },
    async changeSchedule({ params, body: { version, ...wish } }, ctx) {
      const row = await here(ctx, params.id, 'monitoring.configure')
      if (!(await store.updateOnCall(ctx.db, { ...row, ...(await fitted(ctx, row.organisationId, wish)), version, ...by(ctx) })))
        return ctx.fail('monitoring.oncall.changed')
      await told(ctx, row, 'changed')
      return one(ctx, row.id)
    },
    async removeSchedule({ params }, ctx) {
      const row = await here(ctx, params.id, 'monitoring.configure')
      await store.removeOnCall(ctx.db, row.id)
      await told(ctx, row, 'removed')
      return undefined
    },
    async whoIs({ params, query }, ctx) {
      const row = await here(ctx, params.id, 'monitoring.read')
      const at = query.at ? new Date(query.at) : ctx.now
      const duties = dutiesOf(row, await store.listOverrides(ctx.db, [row.id], at), at.getTime())
      const people = await peopleByIds(
        ctx,
        duties.map(({ personId }) => personId),
      )
      return { items: duties.map((duty) => dutyIn(duty, (id) => ({ id, name: people.get(id)?.name ?? ctx.t('cases.someone') }))) }
    },
    async takeOver({ params, body }, ctx) {
      const row = await here(ctx, params.id, 'monitoring.work')
      await workHere(ctx, row.organisationId, [body.personId])
      if (body.until <= body.from || Date.parse(body.until) <= ctx.now.getTime()) return ctx.fail('monitoring.oncall.period')
      if ((await store.listOverrides(ctx.db, [row.id], ctx.now)).length >= most.overrides) return ctx.fail('monitoring.oncall.tooMany')
      const made = { madeAt: ctx.now.toISOString(), madeBy: ctx.actor.personId }
      const of = { id: randomUUID(), oncallId: row.id, organisationId: row.organisationId }
      await store.insertOverride(ctx.db, { ...of, personId: body.personId, fromAt: body.from, untilAt: body.until, ...made })
      await told(ctx, row, 'override')
      return one(ctx, row.id)
    },
    async giveBack({ params }, ctx) {
      const row = await here(ctx, params.id, 'monitoring.work')
      if (!(await store.removeOverride(ctx.db, row.id, params.overrideId))) throw notFound()
      await told(ctx, row, 'override')
      return one(ctx, row.id)
    },
    async escalation({ params }, ctx) {
      if (!mayIn(ctx, 'monitoring.read', params.organisationId)) throw notFound()
      return policyIn(ctx, params.organisationId)
    },
    async changeEscalation({ params: { organisationId }, body }, ctx) {
      if (!mayIn(ctx, 'monitoring.configure', organisationId)) throw notFound()
      await policyFits(ctx, organisationId, body.policy)
      if (!(await store.writeEscalation(ctx.db, { organisationId, ...body }))) return ctx.fail('monitoring.oncall.changed')
      await ctx.emit(onCallChanged, {
        about: `organisation/${organisationId}`,
        organisationId,
        data: { organisationId, onCallId: null, what: 'escalation' },
      })
      return policyIn(ctx, organisationId)
    },
  },
})
const by = (ctx: Context) => ({ changedAt: ctx.now.toISOString(), changedBy: ctx.actor.personId })
