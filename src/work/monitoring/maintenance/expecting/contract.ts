/** What must hold in maintenance: expectations of the norms that are switched on here, with how far ahead they look. */
import * as z from 'zod'
import { contract, event, Id } from '#platform/contract.ts'
import { Severity } from '#record/norms/contract.ts'

export const normNames = ['support', 'securityUpdates', 'reboot', 'certificates'] as const
export const NormName = z.enum(normNames)
export type NormName = z.infer<typeof NormName>
const Days = z.int().min(0).max(730)
export const MaintenanceNorm = z.object({
  name: NormName,
  title: z.string(),
  reads: z.string().describe('The condition as a sentence'),
  days: Days.describe('How far ahead it looks, or for how long something may wait'),
  severity: Severity,
  expectationId: Id.nullable().describe('null: it does not count'),
  version: z.int(),
})
export type MaintenanceNorm = z.infer<typeof MaintenanceNorm>

const fails = { 'platform.notFound': 404 } as const
export const monitoringExpecting = contract({
  maintenanceNorms: {
    method: 'GET',
    path: '/api/monitoring/maintenance/norms',
    may: 'monitoring.read',
    summary: 'What must hold in maintenance, and what of that counts',
    query: z.object({ organisationId: Id }),
    reply: z.object({ items: z.array(MaintenanceNorm) }),
    fails,
  },
  setMaintenanceNorm: {
    method: 'PUT',
    path: '/api/monitoring/maintenance/norms/{name}',
    may: 'norms.configure',
    summary: 'Makes it count from now on, or no longer: deviations of it end then',
    params: z.object({ name: NormName }),
    body: z.object({ organisationId: Id, counts: z.boolean(), days: Days, severity: Severity, version: z.int().min(0).describe('As it was read') }),
    reply: MaintenanceNorm,
    fails: { ...fails, 'monitoring.expecting.changed': 409, 'norms.tooMany': 409 },
  },
})
export const maintenanceNormSet = event(
  'monitoring.maintenanceNormSet',
  z.object({ organisationId: Id, name: NormName, counts: z.boolean(), days: z.int() }),
)
