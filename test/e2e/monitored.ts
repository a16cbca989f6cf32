/** What there is in monitoring, in given words, by the path of its page. */
import { items } from '#record/items/contract.ts'
import { monitoringBackups } from '#work/monitoring/backups/contract.ts'
import { monitoringTemplates } from '#work/monitoring/checks/templates/contract.ts'
import { monitoringDashboards } from '#work/monitoring/dashboards/contract.ts'
import { monitoringReports } from '#work/monitoring/reports/contract.ts'
import type { Somebody } from './cast.ts'
import type { Program } from './program.ts'

export async function monitored(spil: Program, bea: Somebody, words: string): Promise<Record<string, string[]>> {
  const { organisationId, session } = bea
  const name = `Wacht ${words}`.slice(0, 80)
  const server = await spil.as(items, session).createItem({ body: { organisationId, kind: 'server', state: 'live', name } })
  // Nobody is asked: the address is one of documentation (RFC 5737).
  const checks = [{ name, what: { kind: 'icmp' as const, address: '192.0.2.1' } }]
  const template = await spil.as(monitoringTemplates, session).addTemplate({ body: { organisationId, name, checks } })
  const { backup } = await spil.as(monitoringBackups, session).addBackup({ body: { organisationId, itemId: server.id, kind: 'vendor', name } })
  const report = await spil.as(monitoringReports, session).addReport({ body: { organisationId, name } })
  const made = await spil.as(monitoringReports, session).makeReport({ params: { id: report.id }, body: {} })
  return {
    '/monitoring/items/$number': [server.number, 'I-999999'],
    '/monitoring/dashboards/$id': ['server', await dashboard(spil, bea, words)],
    '/monitoring/templates/$id': [template.id],
    '/monitoring/backups/$id': [backup.id],
    '/monitoring/reports/$id': [report.id],
    '/monitoring/reports/made/$id': [made.id],
    '/acknowledge/$token': ['wrong'],
    '/status/$token': ['wrong'],
    '/wall/$code': ['wrong'],
  }
}

/** A dashboard with a panel of each kind, in hostile words. */
async function dashboard(spil: Program, bea: Somebody, hostile: string): Promise<string> {
  const expression = 'absent(nothing)'
  const panels = [
    { kind: 'graph' as const, title: hostile, queries: [{ expression, legend: hostile }], limits: [{ value: 2, tone: 'red' as const }] },
    { kind: 'value' as const, title: hostile, expression },
    { kind: 'top' as const, title: hostile, expression },
    { kind: 'wrong' as const, title: hostile },
    { kind: 'text' as const, title: hostile, text: hostile },
  ]
  const variable = { kind: 'item', name: 'item', label: hostile.slice(0, 60) } as const
  const definition = { title: `Bord ${hostile}`.slice(0, 120), panels, variables: [variable] }
  return (await spil.as(monitoringDashboards, bea.session).addDashboard({ body: { definition } })).id
}
