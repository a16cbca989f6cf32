import { api } from '#web/kit/api.ts'
import { monitoringWall } from '../contract.ts'

export const wallCalls = api(monitoringWall)
