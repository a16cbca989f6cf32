import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import * as z from 'zod'
import { type Job, job } from '#platform/room.ts'
import { ground, reader, room } from '#test/ground.ts'
import { sealNow } from '../events/sealer.ts'
import { failedJobs, retryJob } from './failed.ts'
import { unlockDead } from './pulse.ts'
import { runDueJobs, startJobs } from './runner.ts'

const organisation = '0198c0de-0000-7000-8000-000000000001'
const person = '0198c0de-0000-7000-8000-000000000002'

function counting(more: Partial<Job<z.ZodObject<{ n: z.ZodInt }>>> = {}) {
  const ran: number[] = []
  const count = job({
    name: 'test.count',
    payload: z.object({ n: z.int() }),
    async run({ n }) {
      ran.push(n)
    },
    ...more,
  })
  return { ran, count }
}

it('jobs exist exactly when the transaction that asked for them commits', async () => {
  const { ran, count } = counting()
  await using floor = await ground([room({ jobs: [count] })])
  const { app } = floor
  const jobs = await startJobs(app)
  await app.asSystem((ctx) => ctx.enqueue(count, { n: 1 }))
  await app
    .asSystem(async (ctx) => {
      await ctx.enqueue(count, { n: 2 })
      throw new Error('rolled back')
    })
    .catch(() => undefined)
  await app.asSystem((ctx) => ctx.enqueue(count, { n: 3 }))
  await expect.poll(() => ran.toSorted()).toEqual([1, 3])
  await jobs.stop()
  expect(await floor.behind('select * from graphile_worker._private_jobs')).toEqual([])
})

it('jobs of one queue run one after another, and hold up no others', async () => {
  const running = new Set<number>()
  const ended: number[] = []
  let together = 0
  const { count } = counting({
    async run({ n }) {
      if (n < 10) running.add(n)
      together = Math.max(together, running.size)
      if (n < 10) await sleep(60)
      running.delete(n)
      ended.push(n)
    },
  })
  await using floor = await ground([room({ jobs: [count] })])
  const { app } = floor
  await app.asSystem(async (ctx) => {
    for (const n of [1, 2, 3, 4, 5]) await ctx.enqueue(count, { n }, { queue: 'one' })
    await ctx.enqueue(count, { n: 10 })
  })
  const jobs = await startJobs(app)
  await expect.poll(() => ended.length, { timeout: 20_000 }).toBe(6)
  await jobs.stop()
  expect(together).toBe(1)
  expect(ended.indexOf(10)).toBeLessThan(5)
})

it('jobs follow the settable clock in tests: not before their moment, in the past and in the future', async () => {
  const { ran, count } = counting()
  await using floor = await ground([room({ jobs: [count] })])
  const { app, clock } = floor
  for (const start of ['2020-03-02T09:00:00Z', '2090-03-02T09:00:00Z']) {
    clock.set(new Date(start))
    ran.length = 0
    await app.asSystem(async (ctx) => {
      await ctx.enqueue(count, { n: 2 }, { at: new Date(ctx.now.getTime() + 3_600_000) })
      await ctx.enqueue(count, { n: 1 })
    })
    await runDueJobs(app, clock.now())
    expect(ran).toEqual([1])
    clock.set(new Date(Date.parse(start) + 3_700_000))
    await runDueJobs(app, clock.now())
    expect(ran).toEqual([1, 2])
  }
})

it('jobs of the calendar run when the clock is moved past their moment', async () => {
  let runs = 0
  const nightly = job({
    name: 'test.nightly',
    payload: z.object({}),
    cron: '0 2 * * *',
    async run() {
      runs++
    },
  })
  await using floor = await ground([room({ jobs: [nightly] })])
  const { app, clock } = floor
  expect(await runDueJobs(app, clock.now())).toBe(0)
  clock.set(new Date(Date.now() + 3 * 86_400_000))
  await runDueJobs(app, clock.now())
  expect(runs).toBe(1)
  await runDueJobs(app, clock.now())
  expect(runs).toBe(1)
})

it('jobs under one key replace each other until one has begun', async () => {
  const { ran, count } = counting()
  await using floor = await ground([room({ jobs: [count] })])
  const { app, clock } = floor
  await app.asSystem((ctx) => ctx.enqueue(count, { n: 1 }, { key: 'same' }))
  await app.asSystem((ctx) => ctx.enqueue(count, { n: 2 }, { key: 'same' }))
  await runDueJobs(app, clock.now())
  expect(ran).toEqual([2])
})

it('jobs that fail for good are told to the logbook and to administrators, who can try again', async () => {
  let broken = true
  const { ran, count } = counting({ maxAttempts: 2 })
  const failing = {
    ...count,
    async run(payload: { n: number }) {
      if (broken) throw new Error('the printer is on fire')
      ran.push(payload.n)
    },
  }
  await using floor = await ground([room({ jobs: [failing] })])
  const { app, clock, behind } = floor
  await app.asSystem((ctx) => ctx.enqueue(failing, { n: 1 }))
  expect(await runDueJobs(app, clock.now())).toBe(0)
  expect(await behind(`select name from event`)).toEqual([])
  clock.set(new Date(Date.now() + 3_600_000))
  await runDueJobs(app, clock.now())
  await sealNow(app)
  expect(await behind(`select e.name, e.data->>'job' as job from event e join leaf on event_id = e.id`)).toEqual([
    { name: 'platform.jobFailed', job: 'test.count' },
  ])
  const anyone = reader(person, [organisation])
  const administrator = { ...anyone, scopes: { ...anyone.scopes, admin: [organisation] } }
  expect(await app.as(anyone, failedJobs)).toEqual([])
  const [failed] = await app.as(administrator, failedJobs)
  expect(failed).toMatchObject({ job: 'test.count', attempts: 2, error: expect.stringContaining('on fire') })
  broken = false
  expect(await app.as(anyone, (ctx) => retryJob(ctx, failed?.id ?? 0))).toBe(false)
  expect(await app.as(administrator, (ctx) => retryJob(ctx, failed?.id ?? 0))).toBe(true)
  await runDueJobs(app, clock.now())
  expect(ran).toEqual([1])
})

it('jobs of a killed process are given free, those of a living one are not', async () => {
  const { ran, count } = counting()
  await using floor = await ground([room({ jobs: [count] })])
  const { app, behind } = floor
  for (const n of [1, 2]) await app.asSystem((ctx) => ctx.enqueue(count, { n }))
  // As a kill -9 leaves them: locked by workers, of which one still has a pulse.
  await behind(`update graphile_worker._private_jobs set attempts = 1, locked_at = clock_timestamp() - interval '11 seconds',
    locked_by = case payload->>'n' when '1' then 'gone' else 'alive' end`)
  await behind(`insert into job_process values (gen_random_uuid(), '{alive}', clock_timestamp()),
    (gen_random_uuid(), '{gone}', clock_timestamp() - interval '11 seconds')`)
  expect(await unlockDead(app, 10_000)).toBe(1)
  expect(await behind(`select payload->>'n' as n from graphile_worker._private_jobs where locked_by is null`)).toEqual([{ n: '1' }])
  const jobs = await startJobs(app)
  await expect.poll(() => ran).toEqual([1])
  await jobs.stop()
})

it('jobs go on after the database dropped every connection', async () => {
  const { ran, count } = counting()
  await using floor = await ground([room({ jobs: [count] })])
  const { app, behind } = floor
  const jobs = await startJobs(app)
  await app.asSystem((ctx) => ctx.enqueue(count, { n: 1 }))
  await expect.poll(() => ran).toEqual([1])
  await behind('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()')
  const again = () =>
    app
      .asSystem((ctx) => ctx.enqueue(count, { n: 2 }, { key: 'second' }))
      .then(
        () => true,
        () => false,
      )
  await expect.poll(again).toBe(true)
  await expect.poll(() => ran).toEqual([1, 2])
  await jobs.stop()
})

it('jobs see their signal when the program stops, and are there again for the next one', async () => {
  let began = false
  const waiting = job({
    name: 'test.waiting',
    payload: z.object({}),
    run: (_payload, _app, signal) =>
      new Promise<void>((_resolve, reject) => {
        began = true
        signal.addEventListener('abort', () => reject(new Error('stopped')), { once: true })
      }),
  })
  await using floor = await ground([room({ jobs: [waiting] })])
  const jobs = await startJobs(floor.app)
  await floor.app.asSystem((ctx) => ctx.enqueue(waiting, {}))
  await expect.poll(() => began).toBe(true)
  await jobs.stop()
  expect(await floor.behind('select locked_by, attempts from graphile_worker._private_jobs')).toEqual([{ locked_by: null, attempts: 1 }])
})

it('jobs follow the settable clock of a running Spil too, when it was started with one', async () => {
  const { ran, count } = counting()
  await using floor = await ground([room({ jobs: [count] })], { testClock: true })
  const { app, clock } = floor
  clock.set(new Date('2020-03-02T09:00:00Z'))
  const jobs = await startJobs(app)
  await app.asSystem((ctx) => ctx.enqueue(count, { n: 2 }, { at: new Date('2020-03-02T10:00:00Z') }))
  await app.asSystem((ctx) => ctx.enqueue(count, { n: 1 }))
  await expect.poll(() => ran).toEqual([1])
  clock.set(new Date('2020-03-02T10:00:01Z'))
  await expect.poll(() => ran).toEqual([1, 2])
  await jobs.stop()
})
