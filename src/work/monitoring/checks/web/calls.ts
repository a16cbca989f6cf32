/** The clients of checks. */
import { api } from '#web/kit/api.ts'
import { monitoringChecks } from '../contract.ts'
import { monitoringHeartbeat } from '../heartbeat/contract.ts'
import { monitoringTemplates } from '../templates/contract.ts'

export const checks = api(monitoringChecks)
export const templates = api(monitoringTemplates)
export const heartbeat = api(monitoringHeartbeat)
