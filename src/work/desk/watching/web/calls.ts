import { api } from '#web/kit/api.ts'
import { deskWatching } from '../contract.ts'

export const watchingCalls = api(deskWatching)
