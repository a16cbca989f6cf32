/** The client of rules. */
import { api } from '#web/kit/api.ts'
import { deskRuling } from '../contract.ts'

export const rulingCalls = api(deskRuling)
export const rulingKey = (organisationId: string) => ['desk', 'ruling', organisationId]
