/**
 * What the Prometheus of the school sends: two weeks of it when the demo is filled, and on from there as long as the program runs that was started
 * with --demo. A demo that is started again goes on; what was missed meanwhile is missing. Who revokes its key has it stop.
 */
import type { App } from '#platform/room.ts'
import { itemsCalled } from '#record/items/items.ts'
import { namesOf } from '#record/items/reads.ts'
import { ownOrganisation } from '#record/people/people.ts'
import { append } from '#record/series/series.ts'
import { type Db, listKeys, noteKeyUsed } from '#work/monitoring/receiving/store.ts'
import { as } from './acting.ts'
import { day, measuredOf, minute, momentAt, type Thing } from './measured.ts'
import { measuredNames } from './observed.ts'
import { schoolName } from './school.ts'

export const keyName = 'Prometheus van de school'
const step = 5 * minute
export interface Feed {
  /** When its story begins, in milliseconds. */
  began: number
  /** Sends what was measured from its last sample until now; answers how many samples. */
  send(): Promise<number>
}
const feeds = new WeakMap<App, Feed>()

/** The feed of the school in this installation, if it is one that the demo made. */
export async function feedOf(app: App): Promise<Feed | undefined> {
  const known = feeds.get(app)
  if (known) return known
  const made = await begin(app)
  if (made) feeds.set(app, made)
  return made
}
async function keyIn(app: App) {
  return app.asSystem(async (ctx) => {
    const school = await ownOrganisation(ctx).catch(() => undefined)
    if (school?.name !== schoolName) return undefined
    return (await listKeys(ctx.db as Db, [school.id])).find(({ name, revokedAt }) => name === keyName && revokedAt === null)
  })
}
async function begin(app: App): Promise<Feed | undefined> {
  const key = await keyIn(app)
  if (!key) return undefined
  const { id, organisationId, usedAt } = key
  const began = new Date(key.createdAt).getTime()
  const measured = measuredOf(await thingsIn(app, organisationId))
  // What counts begins at nothing after a start, as a machine that was started again does.
  let last = usedAt === null ? began : Math.floor(app.now().getTime() / minute) * minute - minute
  const sendAt = async (times: readonly number[]) => {
    const at = times.at(-1) ?? last
    const moments = times.map((time) => momentAt(time, began))
    const { accepted, refused } = await app.asSystem(async (ctx) => {
      const then = as(ctx, ctx.actor, new Date(at))
      await noteKeyUsed(ctx.db as Db, id, then.now)
      return append(then, { organisationId, name: `key/${id}` }, (incoming) => {
        for (const { key: bytes, labels, next } of measured) {
          const series = incoming.series(bytes, 0, bytes.length, () => labels)
          for (const moment of moments) {
            const value = next(moment)
            if (value !== undefined) incoming.sample(series, moment.at, value)
          }
        }
      })
    })
    if (Object.keys(refused).length > 0) throw new Error(`not taken: ${JSON.stringify(refused)}`)
    last = at
    return accepted
  }
  return {
    began,
    async send() {
      if (!(await keyIn(app))) return 0
      let sent = 0
      const now = app.now().getTime()
      // Not more at once than may come late.
      while (now - last >= step) {
        const until = Math.min(now, last + 6 * day)
        sent += await sendAt(Array.from({ length: Math.floor((until - last) / step) }, (_, n) => last + (n + 1) * step))
      }
      const minutes = Math.floor((now - last) / minute)
      return minutes > 0 ? sent + (await sendAt([last + minutes * minute])) : sent
    },
  }
}
async function thingsIn(app: App, organisationId: string): Promise<ReadonlyMap<string, Thing>> {
  return app.asSystem(async (ctx) => {
    const found = await itemsCalled(ctx, organisationId, 'name', measuredNames)
    const names = await namesOf(
      ctx,
      found.map(({ id }) => id),
    )
    return new Map(names.map((thing) => [thing.name, thing]))
  })
}

/** Sends once a minute until the program stops, and does what goes beside it. False: this is not the school. */
export async function goOn(app: App, beside: () => Promise<void>): Promise<boolean> {
  const feed = await feedOf(app)
  if (!feed) return false
  const tick = () =>
    feed
      .send()
      .then(beside)
      .catch((error: Error) => app.log.debug({ at: 'demo', error: error.message }))
  await tick()
  const timer = setInterval(tick, minute)
  timer.unref()
  app.stopping.addEventListener('abort', () => clearInterval(timer), { once: true })
  return true
}
