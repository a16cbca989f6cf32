import { api } from '#web/kit/api.ts'
import { deskApprovals } from '../contract.ts'

export const approvalCalls = api(deskApprovals)
