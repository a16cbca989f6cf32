import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { ground, room } from '#test/ground.ts'
import { job } from '../room.ts'
import { startJobs } from './runner.ts'

it('a job that takes longer than a pulse stays with its process, and runs once', async () => {
  let runs = 0
  let ended = 0
  const long = job({
    name: 'test.long',
    payload: z.object({}),
    async run() {
      runs++
      await sleep(2500)
      ended++
    },
  })
  await using floor = await ground([room({ jobs: [long] })])
  const jobs = await startJobs(floor.app, { beatMs: 100, deadAfterMs: 500 })
  try {
    await floor.app.asSystem((ctx) => ctx.enqueue(long, {}))
    await expect.poll(() => ended).toBe(1)
    await expect.poll(() => floor.behind('select from graphile_worker._private_jobs')).toEqual([])
  } finally {
    await jobs.stop()
  }
  expect(runs).toBe(1)
})
