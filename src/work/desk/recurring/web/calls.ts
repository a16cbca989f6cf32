/** The client of recurring work. */
import { api } from '#web/kit/api.ts'
import { deskRecurring } from '../contract.ts'

export const recurringCalls = api(deskRecurring)
export const recurringKey = ['desk', 'recurring']
