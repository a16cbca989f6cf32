/** Reads what a program tells of itself as Prometheus exposition. */
import type { Told, WhatOf } from '../kinds/contract.ts'
import { asked } from './http.ts'
import { type Env, Failed } from './wire.ts'

const mostBytes = 16_000_000
const accept = 'application/openmetrics-text;version=1.0.0;q=0.9,text/plain;version=0.0.4'

export async function scrape({ url, family, verify }: WhatOf<'scrape'>, env: Env): Promise<Told> {
  const { status, more } = await asked({ url, family, verify, method: 'GET', redirects: 'follow', mostBytes, accept }, env)
  if (status !== 200) return { why: { reason: 'status', given: { status: String(status), expected: '200' } }, values: [] }
  if (more) throw new Failed('tooLarge')
  return { why: { reason: 'failed', given: {} }, values: [] }
}
