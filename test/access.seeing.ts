/** Reports, the status page, the map and the wall board, for the walk of every endpoint. */
import { randomUUID } from 'node:crypto'
import { monitoringReports } from '#work/monitoring/reports/contract.ts'
import { monitoringStatus } from '#work/monitoring/status/contract.ts'
import { monitoringWall } from '#work/monitoring/wall/contract.ts'
import type { Input } from './access.inputs.ts'
import type { Member, Spil } from './spil.ts'

const report = { name: 'Maandrapport' }
const drawn = new Map<Spil, Promise<string>>()
/** Each request gets what it needs fresh, except a PDF, which takes a while to draw. */
export function seeingOf(house: Spil, bea: Member) {
  const { organisationId } = bea
  const reports = house.as(monitoringReports, bea.token)
  const makeReport = async () => (await reports.addReport({ body: { ...report, organisationId } })).id
  const made = async () => {
    const { id } = await reports.makeReport({ params: { id: await makeReport() }, body: {} })
    await house.settle()
    return id
  }
  return {
    makeReport,
    makeMade: () => {
      const before = drawn.get(house) ?? made()
      drawn.set(house, before)
      return before
    },
    makeScreen: async () => (await house.as(monitoringWall, bea.token).addScreen({ body: { organisationId, name: 'Gang' } })).id,
    statusVersion: async () => (await house.as(monitoringStatus, bea.token).statusSettings({ query: { organisationId } })).version,
  }
}
export interface OurSeeing extends ReturnType<typeof seeingOf> {
  organisationId: string
  makeServer(): Promise<string>
}
const ofOurs = ({ organisationId }: OurSeeing) => ({ query: { organisationId } })
const ofReport = async ({ makeReport }: OurSeeing) => ({ params: { id: await makeReport() } })
const ofMade = async ({ makeMade }: OurSeeing) => ({ params: { id: await makeMade() } })
export const seeingInputs: Readonly<Record<string, (ours: OurSeeing) => Input | Promise<Input>>> = {
  'monitoring.availability.availability': async ({ makeServer }) => ({ params: { id: await makeServer() } }),
  'monitoring.reports.reports': ofOurs,
  'monitoring.reports.addReport': ({ organisationId }) => ({ body: { ...report, organisationId } }),
  'monitoring.reports.report': ofReport,
  'monitoring.reports.changeReport': async (ours) => ({ ...(await ofReport(ours)), body: { ...report, version: 1 } }),
  'monitoring.reports.removeReport': ofReport,
  'monitoring.reports.figures': ofReport,
  'monitoring.reports.makeReport': async (ours) => ({ ...(await ofReport(ours)), body: {} }),
  'monitoring.reports.made': ofOurs,
  'monitoring.reports.madeOne': ofMade,
  'monitoring.reports.pdf': ofMade,
  'monitoring.reports.proof': ofMade,
  'monitoring.status.publicStatus': () => ({ params: { token: 'guessed' } }),
  'monitoring.status.statusSettings': ofOurs,
  'monitoring.status.changeStatusSettings': async ({ organisationId, statusVersion }) => ({
    body: { organisationId, title: 'Status', services: [], public: false, version: await statusVersion() },
  }),
  'monitoring.map.places': ofOurs,
  'monitoring.map.itemsAt': ofOurs,
  'monitoring.wall.wall': ofOurs,
  'monitoring.wall.wallByCode': () => ({ params: { code: randomUUID() } }),
  'monitoring.wall.screens': ofOurs,
  'monitoring.wall.addScreen': ({ organisationId }) => ({ body: { organisationId, name: 'Gang' } }),
  'monitoring.wall.removeScreen': async ({ makeScreen }) => ({ params: { id: await makeScreen() } }),
}
//  rep eng lead sec dba cli aud adm anon stranger
const reads = '. + + + + + + + . .'
const lists = '. + + + + + + + . 0'
const works = '. + + + + . . + . .'
const decides = '. . + . . . . + . .'
export const seeingExpectations: Readonly<Record<string, string>> = {
  'monitoring.availability.availability': reads,
  'monitoring.reports.reports': lists,
  'monitoring.reports.addReport': decides,
  'monitoring.reports.report': reads,
  'monitoring.reports.changeReport': decides,
  'monitoring.reports.removeReport': decides,
  'monitoring.reports.figures': reads,
  'monitoring.reports.makeReport': works,
  'monitoring.reports.made': lists,
  'monitoring.reports.madeOne': reads,
  'monitoring.reports.pdf': reads,
  'monitoring.reports.proof': reads,
  'monitoring.status.status': '+ + + + + + + + . 0',
  // Only by its address.
  'monitoring.status.publicStatus': '. . . . . . . . . .',
  'monitoring.status.statusSettings': reads,
  'monitoring.status.changeStatusSettings': decides,
  'monitoring.map.places': reads,
  'monitoring.map.itemsAt': reads,
  'monitoring.wall.wall': reads,
  // Only by its code.
  'monitoring.wall.wallByCode': '. . . . . . . . . .',
  'monitoring.wall.screens': '. . + . . . . + . 0',
  'monitoring.wall.addScreen': decides,
  'monitoring.wall.removeScreen': decides,
}
