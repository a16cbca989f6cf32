import { api } from '#web/kit/api.ts'
import { deskTime } from '../contract.ts'

export const timeCalls = api(deskTime)
