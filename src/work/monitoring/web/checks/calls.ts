/** The clients of checks. */
import { api } from '#web/kit/api.ts'
import { monitoringChecks } from '../../checks/contract.ts'
import { monitoringHeartbeat } from '../../checks/heartbeat/contract.ts'
import { monitoringTemplates } from '../../checks/templates/contract.ts'

export const checks = api(monitoringChecks)
export const templates = api(monitoringTemplates)
export const heartbeat = api(monitoringHeartbeat)
