import { api } from '#web/kit/api.ts'
import { deskEscalation } from '../contract.ts'

export const escalationCalls = api(deskEscalation)
