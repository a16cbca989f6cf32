/** Whether somebody called us in time. */
import type { Told, WhatOf } from '../kinds/contract.ts'
import type { Env } from './wire.ts'

const minute = 60_000
export async function heartbeat({ everyMinutes, graceMinutes }: WhatOf<'heartbeat'>, { beatAt, sinceAt, now }: Env): Promise<Told> {
  const age = Math.max(0, now() - (beatAt ?? sinceAt))
  const late = age > (everyMinutes + graceMinutes) * minute
  const values = beatAt === null ? [] : [{ name: 'probe_heartbeat_age_seconds', value: age / 1000 }]
  if (late) return { why: { reason: 'late', given: { minutes: String(Math.floor(age / minute)) } }, values }
  return { why: beatAt === null ? { reason: 'notYet', given: {} } : null, values }
}
