import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { job } from '#platform/room.ts'
import { ground, room } from '#test/ground.ts'
import { startJobs } from '../jobs/runner.ts'
import { startSealer } from './sealer.ts'
import { verify } from './verify.ts'

it('a process killed at any moment loses nothing acknowledged, leaves a whole logbook, and its job is taken over', async () => {
  let taken = 0
  const endless = job({
    name: 'test.endless',
    payload: z.object({}),
    async run() {
      taken++
    },
  })
  await using floor = await ground([room({ jobs: [endless] })])
  await floor.app.asSystem((ctx) => ctx.enqueue(endless, {}))
  const program = join(import.meta.dirname, '../../../test/processes/busy.ts')
  const child = spawn(process.execPath, [program, floor.databaseUrl, floor.data], { stdio: ['ignore', 'pipe', 'inherit'] })
  const acknowledged: number[] = []
  let working = false
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'job') working = true
    else acknowledged.push(Number(line))
    if (working && acknowledged.length >= 300) child.kill('SIGKILL')
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')

  const sealer = await startSealer(floor.app)
  await sealer.flush()
  const events = (await floor.behind(`select data->'n' as n, count(*) as times from event join leaf on event_id = id group by 1`)) as {
    n: number
    times: number
  }[]
  const times = new Map(events.map((row) => [row.n, row.times]))
  expect(acknowledged.filter((n) => times.get(n) !== 1)).toEqual([])
  expect(await verify(floor.app)).toMatchObject({ ok: true, warning: null })

  const jobs = await startJobs(floor.app, { beatMs: 100, deadAfterMs: 1000 })
  await expect.poll(() => taken).toBe(1)
  await jobs.stop()
  await sealer.stop()
})
