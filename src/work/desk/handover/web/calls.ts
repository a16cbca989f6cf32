import { api } from '#web/kit/api.ts'
import { deskHandover } from '../contract.ts'

export const handoverCalls = api(deskHandover)
