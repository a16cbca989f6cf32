/** What of it the school shows: a status page, a dashboard that everybody shares, and reports. */
import { Definition, monitoringDashboards } from '#work/monitoring/dashboards/contract.ts'
import { monitoringReports } from '#work/monitoring/reports/contract.ts'
import { monitoringStatus } from '#work/monitoring/status/contract.ts'
import { idOf, type Watch } from './watch.ts'

const services = [
  ['Aanmelden', 'Aanmelden met uw schoolaccount', 'Signing in with your school account'],
  ['Internet', 'Internet en wifi', 'Internet and wifi'],
  ['Printen', 'Printen', 'Printing'],
] as const
export const serviceNames = services.map(([name]) => name)

async function status(watch: Watch): Promise<void> {
  const { by, school } = watch.desk
  const shown = services.map(([name, nl, en]) => ({ itemId: idOf(watch, name), nl, en }))
  const { organisationId } = school
  const body = { organisationId, title: 'Hoe doen de diensten van De Linde het?', services: shown, public: true, version: 0 }
  await by('karel', 10 * 24)(monitoringStatus).changeStatusSettings({ body })
}

const network = Definition.parse({
  title: 'Netwerk van de school',
  span: '24h',
  panels: [
    { kind: 'wrong', title: 'Nu mis', width: 6, height: 1 },
    { kind: 'value', title: 'Apparaten die antwoorden', width: 3, height: 1, unit: 'percent', expression: '100 * avg(probe_success{check="icmp"})' },
    {
      ...{ kind: 'value', title: 'Van internet', width: 3, height: 1, unit: 'bitsPerSecond' },
      expression: '8 * sum(rate(ifHCInOctets{ifAlias="FW-01"}[15m]))',
    },
    {
      ...{ kind: 'graph', title: 'Verkeer op de core', width: 12, unit: 'bitsPerSecond' },
      queries: [{ expression: 'topk(6, 8 * rate(ifHCInOctets[15m]))', legend: '{{ifAlias}} ↓' }],
    },
    {
      ...{ kind: 'graph', title: 'Fouten op poorten', unit: 'perSecond' },
      queries: [{ expression: 'rate(ifInErrors[15m])', legend: '{{instance}} {{ifName}}' }],
    },
    {
      ...{ kind: 'graph', title: 'Temperatuur van de switches', unit: 'celsius', limits: [{ value: 55, tone: 'amber' }] },
      queries: [{ expression: 'entPhySensorValue{unit="celsius"}', legend: '{{instance}}' }],
    },
    { kind: 'text', width: 12, height: 1, text: 'Tekening en VLAN’s staan in het document **Netwerkontwerp locatie Noord**.' },
  ],
})
async function dashboard({ desk: { by, school } }: Watch): Promise<void> {
  const fatima = by('fatima', 9 * 24)
  await fatima(monitoringDashboards).addDashboard({
    body: { organisationId: school.organisationId, definition: network, scope: 'organisation' },
  })
}

/** The report of last week is made at once; every next one by itself. */
async function reports({ desk: { by, school } }: Watch): Promise<void> {
  const { organisationId } = school
  const of = by('karel', 0)(monitoringReports)
  const usual = { organisationId, target: 99.5 }
  const weekly = await of.addReport({
    body: { ...usual, name: 'Beschikbaarheid per week', length: 'week', schedule: { day: 1, time: '07:00' } },
  })
  await of.makeReport({ params: { id: weekly.id }, body: { mail: false } })
  await of.addReport({
    body: {
      ...{ ...usual, name: 'Beschikbaarheid en capaciteit per maand', parts: ['availability', 'capacity'], scope: { kinds: ['server', 'service'] } },
      ...{ length: 'month', hours: 'service', schedule: { day: 2, time: '07:00' }, recipients: ['hanna@linde.example'] },
    },
  })
}

export async function show(watch: Watch): Promise<void> {
  await status(watch)
  await dashboard(watch)
  await reports(watch)
}
