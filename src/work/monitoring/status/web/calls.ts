import { api } from '#web/kit/api.ts'
import { monitoringStatus } from '../contract.ts'

export const statusCalls = api(monitoringStatus)
