/** Fills the monitoring of the school: what is measured, what is expected of it, and what came of that. */
import type { Actor, App } from '#platform/room.ts'
import { itemsCalled } from '#record/items/items.ts'
import { namesOf } from '#record/items/reads.ts'
import { flush } from '#record/series/flushing/flushing.ts'
import { monitoringReceiving } from '#work/monitoring/receiving/contract.ts'
import { befall, expect } from './alarms.ts'
import { backUp } from './backups.ts'
import type { Desk } from './desk.ts'
import { feedOf, keyName } from './feed.ts'
import { day } from './measured.ts'
import { measuredNames, told } from './observed.ts'
import { looker } from './replay.ts'
import { serviceNames, show } from './shown.ts'
import type { Watch } from './watch.ts'
import { planWindows, watchOver } from './watching.ts'

export async function fillMonitoring(app: App, desk: Desk, actors: ReadonlyMap<string, Actor>): Promise<void> {
  const { organisationId } = desk.school
  await desk
    .by(
      'karel',
      told * 24,
    )(monitoringReceiving)
    .createKey({ body: { organisationId, name: keyName } })
  const feed = await feedOf(app)
  if (!feed) throw new Error('the key of the school is not there')
  await feed.send()
  await flush(app)
  const things = await app.asSystem(async (ctx) => {
    const found = await itemsCalled(ctx, organisationId, 'name', [...measuredNames, ...serviceNames])
    const names = await namesOf(
      ctx,
      found.map(({ id }) => id),
    )
    return new Map(names.map((thing) => [thing.name, thing]))
  })
  const actor = (login: string) => {
    const found = actors.get(desk.who(login).id)
    if (!found) throw new Error(`${login} has no role`)
    return found
  }
  const watch: Watch = { app, desk, things, began: desk.now - told * day, actor }
  await expect(watch)
  await planWindows(watch)
  const look = looker(app)
  const letGo = await backUp(watch)
  await befall(watch, look)
  await watchOver(watch)
  await letGo()
  await look(app.now().getTime())
  await show(watch)
}
