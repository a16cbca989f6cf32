/** Dashboards, for the walk of every endpoint. */
import { monitoringDashboards } from '#work/monitoring/dashboards/contract.ts'
import type { Input } from './access.inputs.ts'
import type { Member, Spil } from './spil.ts'

/** Each request gets one that everybody of the organisation sees. */
export function dashboardsOf(house: Spil, bea: Member) {
  const { organisationId } = bea
  const body = { organisationId, scope: 'organisation', definition: { title: 'Gedeeld' } } as const
  const makeDashboard = async () => (await house.as(monitoringDashboards, bea.token).addDashboard({ body })).id
  return { makeDashboard }
}
export interface OurDashboards extends ReturnType<typeof dashboardsOf> {
  organisationId: string
}
const one = async ({ makeDashboard }: OurDashboards) => ({ params: { id: await makeDashboard() } })
export const dashboardsInputs: Readonly<Record<string, (ours: OurDashboards) => Input | Promise<Input>>> = {
  'monitoring.dashboards.dashboard': one,
  'monitoring.dashboards.addDashboard': ({ organisationId }) => ({ body: { organisationId, definition: { title: 'Nieuw' } } }),
  'monitoring.dashboards.changeDashboard': async (ours) => ({
    ...(await one(ours)),
    body: { version: 1, scope: 'organisation', definition: { title: 'Anders' } },
  }),
  'monitoring.dashboards.removeDashboard': one,
  'monitoring.dashboards.copyDashboard': async (ours) => ({
    ...(await one(ours)),
    body: { organisationId: ours.organisationId, title: 'Kopie' },
  }),
  'monitoring.dashboards.exportDashboard': one,
  'monitoring.dashboards.importDashboard': ({ organisationId }) => ({ body: { organisationId, file: { panels: [] } } }),
}

export const dashboardsExpectations: Readonly<Record<string, string>> = {
  //                                          rep eng lead sec dba cli aud adm anon stranger
  'monitoring.dashboards.dashboards': /*       */ '. + + + + + + + . 0',
  'monitoring.dashboards.dashboard': /*        */ '. + + + + + + + . .',
  'monitoring.dashboards.addDashboard': /*     */ '. + + + + . . + . .',
  'monitoring.dashboards.changeDashboard': /*  */ '. . + . . . . + . .',
  'monitoring.dashboards.removeDashboard': /*  */ '. . + . . . . + . .',
  'monitoring.dashboards.copyDashboard': /*    */ '. + + + + . . + . .',
  'monitoring.dashboards.exportDashboard': /*  */ '. + + + + + + + . .',
  'monitoring.dashboards.importDashboard': /*  */ '. + + + + . . + . .',
}
