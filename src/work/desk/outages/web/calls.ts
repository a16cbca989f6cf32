import { api } from '#web/kit/api.ts'
import { deskOutages } from '../contract.ts'

export const outageCalls = api(deskOutages)
