/** What the wall board shows of an organisation. */
import type { App, Context } from '#platform/room.ts'
import { organisationById, peopleByIds } from '#record/people/people.ts'
import { dutiesOf } from '../alarms/oncall/reads.ts'
import { listOnCall, listOverrides, type Db as OnCallDb } from '../alarms/oncall/store.ts'
import { alarmCounts, alarmPage } from '../alarms/reads.ts'
import { statusPage } from '../status/reads.ts'
import { readStatus, type Db as StatusDb } from '../status/store.ts'
import type { Wall } from './contract.ts'

const mostCauses = 20
/** Of so many unacknowledged alarms the oldest is looked for. */
const mostLooked = 200
async function dutiesIn(ctx: Context, organisationId: string): Promise<Wall['onCall']> {
  const rows = await listOnCall(ctx.db as OnCallDb, { organisationId })
  const all = await listOverrides(
    ctx.db as OnCallDb,
    rows.map(({ id }) => id),
    ctx.now,
  )
  const duties = rows.map((row) => ({
    schedule: row.name,
    people: dutiesOf(
      row,
      all.filter(({ oncallId }) => oncallId === row.id),
      ctx.now.getTime(),
    ).map(({ personId }) => personId),
  }))
  const names = await peopleByIds(
    ctx,
    duties.flatMap(({ people }) => people),
  )
  return duties.map(({ schedule, people }) => ({ schedule, names: people.map((id) => names.get(id)?.name ?? ctx.t('cases.someone')) }))
}

/** All but the services. */
export async function boardOf(ctx: Context, organisationId: string): Promise<Omit<Wall, 'services'>> {
  const [counts, causes, unseen] = [
    await alarmCounts(ctx, organisationId),
    await alarmPage(ctx, { organisationId, quiet: false }, undefined, mostCauses),
    await alarmPage(ctx, { organisationId, quiet: false, acknowledged: false }, undefined, mostLooked),
  ]
  const [oldest] = unseen.items.toSorted((a, b) => a.openedAt.localeCompare(b.openedAt))
  return {
    ...{ organisation: (await organisationById(ctx, organisationId))?.name ?? '', at: ctx.now.toISOString(), ...counts },
    oldest: oldest ? { title: oldest.expectation.title, item: oldest.item.name, from: oldest.from } : null,
    causes: causes.items.map(({ expectation, item, severity, from, hides, acknowledged }) => ({
      ...{ title: expectation.title, item: item.name, severity, from, hides, acknowledgedBy: acknowledged?.by.name ?? null },
    })),
    onCall: await dutiesIn(ctx, organisationId),
  }
}
/** Which services there are reporters may see too: as Spil itself, in transactions of its own. */
export async function servicesOf(app: App, organisationId: string): Promise<Wall['services']> {
  const status = await app.asSystem(({ db }) => readStatus(db as StatusDb, organisationId))
  return status ? (await statusPage(app, status)).services.map(({ name, state }) => ({ name, state })) : []
}
