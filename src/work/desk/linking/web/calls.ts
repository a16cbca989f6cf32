import { api } from '#web/kit/api.ts'
import { deskLinking } from '../contract.ts'

export const linkingCalls = api(deskLinking)
