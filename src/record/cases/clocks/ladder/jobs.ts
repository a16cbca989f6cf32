import * as z from 'zod'
import { type App, type Context, job } from '#platform/room.ts'
import { fallSteps } from './ladder.ts'

const batch = 100
async function fallBatch(app: App): Promise<number> {
  return app.asSystem(async (ctx) => {
    const { count, wake } = await fallSteps(ctx, batch)
    await wakeAt(ctx, wake)
    return count
  })
}

/** Steps whose moment has come fall. Each minute too, for what a lost job left. */
export const stepsFall = job({
  name: 'cases.stepsFall',
  payload: z.object({}),
  cron: '* * * * *',
  async run(_, app, signal) {
    while (!signal.aborted) if ((await fallBatch(app)) < batch) return
  },
})

/** Somebody looks when the step falls; one look for all that fall within ten seconds. */
export async function wakeAt(ctx: Context, at: string | null): Promise<void> {
  if (at === null) return
  if (Date.parse(at) <= ctx.now.getTime()) return ctx.enqueue(stepsFall, {}, { key: 'steps now' })
  const look = new Date(Math.ceil(Date.parse(at) / 10_000) * 10_000)
  await ctx.enqueue(stepsFall, {}, { at: look, key: `steps ${look.toISOString()}` })
}
