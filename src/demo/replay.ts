/** Alarms as they came and went: what was measured is looked at as it would have been then, by the engine that looks at it now. */
import { randomUUID } from 'node:crypto'
import type { App } from '#platform/room.ts'
import { takeUp } from '#record/norms/casework/casework.ts'
import type { Severity } from '#record/norms/contract.ts'
import { asking } from '#work/monitoring/alarms/asking/reads.ts'
import { engine } from '#work/monitoring/alarms/evaluating/engine/jobs.ts'
import { type Db, releaseLease } from '#work/monitoring/alarms/store.ts'
import { as } from './acting.ts'

/** This program at another moment. */
export function appAt(app: App, now: () => Date): App {
  return { ...app, now, asSystem: (run) => app.asSystem((ctx) => run(as(ctx, ctx.actor, now()))) }
}

/** Nobody else evaluates alarms meanwhile: now is not the moment at which the past is looked at. */
export async function aloneWithAlarms<T>(app: App, run: () => Promise<T>): Promise<T> {
  const holder = randomUUID()
  await app.pools.owner.query(`update monitoring_alarm_lease set holder = $1, until = clock_timestamp() + interval '1 hour'`, [holder])
  try {
    return await run()
  } finally {
    await app.asSystem((ctx) => releaseLease(ctx.db as Db, holder))
  }
}

/** Looks at everything as it was at that moment; what opened gets its case. */
export function looker(app: App): (at: number) => Promise<void> {
  let now = app.now()
  const past = appAt(app, () => now)
  const one = engine(past, asking())
  return async (at) => {
    now = new Date(at)
    await one.round(true)
    for (;;) {
      const { rows } = await app.pools.owner.query<{ deviationId: string; organisationId: string; severity: Severity }>(
        `select id as "deviationId", organisation_id as "organisationId", severity from norm_deviation
         where case_id is null and until_at is null and severity <> 'low' order by opened_at limit 1`,
      )
      if (rows.length === 0) break
      await past.asSystem((ctx) => takeUp(ctx, rows))
    }
  }
}
