/** A house in which alarms are evaluated when a test says so: items, samples, rules, and what came of them. */
import { items } from '#record/items/contract.ts'
import { normsCasework } from '#record/norms/casework/contract.ts'
import { norms, Rule } from '#record/norms/contract.ts'
import { normsDeviations } from '#record/norms/deviations/contract.ts'
import { appendSamples } from '#record/series/series.ts'
import { asking } from '#work/monitoring/alarms/asking/reads.ts'
import { monitoringAlarms } from '#work/monitoring/alarms/contract.ts'
import { type Engine, engine } from '#work/monitoring/alarms/evaluating/engine/jobs.ts'
import { roundOf } from '#work/monitoring/alarms/evaluating/jobs.ts'
import { spil } from './spil.ts'

export interface Thing {
  id: string
  number: string
}
export async function alarmsHouse() {
  const house = await spil()
  const [engineer, lead] = [await house.member('engineer'), await house.member('lead')]
  const { organisationId } = lead
  const casework = house.as(normsCasework, lead.token)
  const { version } = await casework.policy({ params: { organisationId } })
  const policy = { low: 'none', normal: 'none', high: 'joinItem', critical: 'open' } as const
  await casework.changePolicy({ params: { organisationId }, body: { version, policy } })
  let running: Engine = engine(house.app, asking())
  const counting: { id: string; version: number }[] = []
  const of = house.as(norms, lead.token)
  return {
    ...{ house, engineer, lead, organisationId },
    make: (name: string, tag: string, kind = 'server'): Promise<Thing> =>
      house.as(items, engineer.token).createItem({ body: { kind, name, state: 'live', tags: [tag] } }),
    give: (name: string, { id: itemId, number }: Thing, value: number, labels: Record<string, string> = {}, at = house.clock.now().getTime()) =>
      house.app.asSystem((ctx) =>
        appendSamples(ctx, { organisationId, name: 'test', itemId }, [{ labels: { __name__: name, item: number, ...labels }, at, value }]),
      ),
    later: (seconds: number) => house.clock.set(new Date(house.clock.now().getTime() + seconds * 1000)),
    /** Everything is looked at, or only what is due. */
    round: (all = true) => roundOf(house.app, running, all),
    /** Another process takes over. */
    restart() {
      running = engine(house.app, asking())
    },
    /** Counts at once, for items with this tag. */
    async rule(tag: string, series: object, more: object = {}) {
      const rule = Rule.parse({ title: `Regel ${tag}`, series, scope: { tags: [tag], classes: [] }, ...more })
      const { id, version } = await of.addExpectation({ body: { organisationId, rule } })
      const published = await of.publishExpectation({ params: { id }, body: { version } })
      await house.settle()
      counting.push(published)
      return published
    },
    /** What one story brought counts no longer in the next. */
    async withdrawAll() {
      for (const { id, version } of counting.splice(0)) await of.withdrawExpectation({ params: { id }, body: { version } })
      await house.settle()
    },
    alarms: (query: object = {}) => house.as(monitoringAlarms, engineer.token).alarms({ query }),
    standing: async ({ id }: Thing) => (await house.as(normsDeviations, engineer.token).itemStandings({ params: { id } })).items[0],
  }
}
export type AlarmsHouse = Awaited<ReturnType<typeof alarmsHouse>>
