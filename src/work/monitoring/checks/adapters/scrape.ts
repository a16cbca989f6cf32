/** Reads what a program tells of itself as Prometheus exposition. */
import type { Labels } from '#record/series/contract.ts'
import { parseExposition } from '../../receiving/adapters/exposition.ts'
import { RefusedError } from '../../receiving/adapters/refused.ts'
import type { Told, Value, WhatOf } from '../kinds/contract.ts'
import { asked } from './http.ts'
import { type Env, Failed } from './wire.ts'

const mostBytes = 16_000_000
const mostValues = 10_000
const accept = 'application/openmetrics-text;version=1.0.0;q=0.9,text/plain;version=0.0.4;q=0.5'

export async function scrape({ url, family, verify }: WhatOf<'scrape'>, env: Env): Promise<Told> {
  const { status, body, more, contentType } = await asked({ url, family, verify, method: 'GET', redirects: 'follow', mostBytes, accept }, env)
  if (status !== 200) return { why: { reason: 'status', given: { status: String(status), expected: '200' } }, values: [] }
  if (more) throw new Failed('tooLarge')
  const known: Labels[] = []
  const values: Value[] = []
  const now = env.now()
  const incoming = {
    series: (_bytes: Uint8Array, _from: number, _to: number, labels: () => Labels) => known.push(labels()) - 1,
    sample(series: number, at: number, value: number) {
      if (values.length >= mostValues) throw new Failed('tooLarge')
      const { __name__: name = '', ...labels } = known[series] ?? {}
      values.push({ name, labels, value, ...(at !== now && { at }) })
    },
  }
  try {
    parseExposition(body, { contentType, now }, incoming)
  } catch (error) {
    if (error instanceof RefusedError) throw new Failed('nonsense', { what: [error.why, ...Object.values(error.given)].join(' ') })
    throw error
  }
  return { why: null, values: [{ name: 'scrape_samples_scraped', value: values.length }, ...values] }
}
