/** The client of bulk actions. */
import { api } from '#web/kit/api.ts'
import { deskBulk } from '../contract.ts'

export const bulkCalls = api(deskBulk)
