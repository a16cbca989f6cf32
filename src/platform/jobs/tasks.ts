/** From jobs as data to what graphile-worker runs: parse, run, one wide line, one observation, and a word in the logbook when it fails for good. */
import { Logger, type LogLevel, type ParsedCronItem, parseCronItems, type TaskList } from 'graphile-worker'
import * as z from 'zod'
import { event } from '../contract.ts'
import { mailJobs } from '../mail/mail.ts'
import type { App, Job } from '../room.ts'
import { forgetAnswers } from './daily.ts'

/** A job used up its attempts. `id` is its row among the jobs. */
const jobFailed = event('platform.jobFailed', z.object({ job: z.string(), id: z.string(), attempts: z.int() }))

// biome-ignore lint/suspicious/noExplicitAny: jobs differ in payload
function jobsOf(app: App): Job<any>[] {
  const all = [forgetAnswers, ...mailJobs, ...app.rooms.flatMap((room) => room.jobs)]
  const twice = all.find((one, at) => all.findIndex((other) => other.name === one.name) !== at)
  if (twice) throw new Error(`two jobs are called ${twice.name}`)
  return all
}

export interface Outcome {
  /** Called once a job that ran to its end. */
  done?(): void
}

export function tasksOf(app: App, outcome: Outcome = {}): TaskList {
  return Object.fromEntries(
    jobsOf(app).map((job) => [
      job.name,
      async (raw: unknown, helpers: { job: { id: unknown; attempts: number; max_attempts: number }; abortSignal: AbortSignal }) => {
        const attempt = { id: String(helpers.job.id), number: helpers.job.attempts, last: helpers.job.attempts >= helpers.job.max_attempts }
        await runOne(app, job, raw, attempt, AbortSignal.any([helpers.abortSignal, app.stopping]))
        outcome.done?.()
      },
    ]),
  )
}

async function runOne(app: App, job: Job, raw: unknown, attempt: { id: string; number: number; last: boolean }, signal: AbortSignal): Promise<void> {
  const began = performance.now()
  const tell = (outcome: string, error?: unknown) => {
    const ms = Math.round((performance.now() - began) * 10) / 10
    app.metrics.jobs.observe({ job: job.name, outcome }, ms / 1000)
    const line = { at: 'job', job: job.name, id: attempt.id, attempt: attempt.number, outcome, ms }
    if (error === undefined) app.log.info(line)
    else app.log.error({ ...line, error: error instanceof Error ? error.stack : String(error) })
  }
  try {
    await job.run(job.payload.parse(withoutCron(raw)), app, signal)
    tell('done')
  } catch (error) {
    tell(attempt.last ? 'failed for good' : 'failed', error)
    if (attempt.last) await tellLogbook(app, job.name, attempt.id, attempt.number)
    throw error
  }
}

/** graphile-worker adds `_cron` to the payload of what runs by the clock. */
function withoutCron(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || !('_cron' in raw)) return raw
  const { _cron, ...rest } = raw
  return rest
}

export async function tellLogbook(app: App, job: string, id: string, attempts: number): Promise<void> {
  await app
    .asSystem((ctx) => ctx.emit(jobFailed, { about: `job/${id}`, organisationId: null, data: { job, id, attempts } }))
    .catch((error: Error) => app.log.error({ at: 'job', job, id, error: error.message }))
}

export const cronItemsOf = (app: App): ParsedCronItem[] =>
  parseCronItems(
    jobsOf(app).flatMap((job) =>
      job.cron === undefined ? [] : [{ task: job.name, match: job.cron, identifier: job.name, options: optionsOf(job) }],
    ),
  )

const optionsOf = (job: Job) => ({ jobKey: `cron ${job.name}`, ...(job.maxAttempts !== undefined && { maxAttempts: job.maxAttempts }) })

/** graphile-worker's own lines are for whoever debugs it; ours tell of each job. */
export const loggerOf = (app: App): Logger =>
  new Logger(() => (level: LogLevel | string, message: string) => {
    if (level === 'error' || level === 'warning') app.log.debug({ at: 'jobs', message })
  })
