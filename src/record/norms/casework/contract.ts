import * as z from 'zod'
import { contract, event, Id } from '#platform/contract.ts'
import { Severity } from '../contract.ts'

export const deeds = ['none', 'joinExpectation', 'joinItem', 'open'] as const
export const Deed = z
  .enum(deeds)
  .describe(
    'none: only the deviation. joinExpectation, joinItem: the open case of the same expectation or item, else a new one. open: a case of its own',
  )
/** What a deviation of each severity does. */
export const Policy = z.record(Severity, Deed)
export type Policy = z.infer<typeof Policy>
export const usualPolicy: Policy = { low: 'none', normal: 'joinExpectation', high: 'joinItem', critical: 'open' }

const View = z.object({ organisationId: Id, policy: Policy, version: z.int().describe('0: nobody has changed it') })
const params = z.object({ organisationId: Id })
export const normsCasework = contract({
  policy: {
    method: 'GET',
    path: '/api/norms/policies/{organisationId}',
    may: 'norms.read',
    summary: 'What a deviation does, per severity: nothing, join a case, or open one',
    params,
    reply: View,
    fails: { 'platform.notFound': 404 },
  },
  changePolicy: {
    method: 'PUT',
    path: '/api/norms/policies/{organisationId}',
    may: 'norms.configure',
    summary: 'Changes what deviations do from now on',
    params,
    body: z.object({ version: z.int().min(0), policy: Policy }),
    reply: View,
    fails: { 'platform.notFound': 404, 'norms.casework.changed': 409 },
  },
})
export const policyChanged = event('norms.policyChanged', z.object({ organisationId: Id, version: z.int() }))
