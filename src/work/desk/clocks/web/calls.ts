import { api } from '#web/kit/api.ts'
import { deskClocks } from '../contract.ts'

export const clockCalls = api(deskClocks)
