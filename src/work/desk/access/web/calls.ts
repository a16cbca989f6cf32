import { api } from '#web/kit/api.ts'
import { deskAccess } from '../contract.ts'

export const accessCalls = api(deskAccess)
