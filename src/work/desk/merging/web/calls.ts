import { api } from '#web/kit/api.ts'
import { deskMerging } from '../contract.ts'

export const mergingCalls = api(deskMerging)
