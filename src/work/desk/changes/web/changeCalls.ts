import { api } from '#web/kit/api.ts'
import { deskChangeCalendar } from '../calendar/contract.ts'
import { deskChanges } from '../contract.ts'

export const changeCalls = api(deskChanges)
export const calendarCalls = api(deskChangeCalendar)
