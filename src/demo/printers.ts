/** What the printers of the school answered by SNMP. Nothing is sent: what looks around in a demo asks nobody in the network it runs in. */
import type { Actor, App } from '#platform/room.ts'
import { devicesSnmp } from '#work/devices/snmp/contract.ts'
import { keepAnswers } from '#work/devices/snmp/jobs.ts'
import { as, at } from './acting.ts'
import type { School } from './school.ts'

interface Printer {
  name: string
  /** Of the register: these are known by it. */
  serial: string
  model: string
  pages: number
  supplies: readonly (readonly [name: string, percent: number])[]
}
const colours = (black: number, cyan: number, magenta: number, yellow: number) =>
  [
    ['Black Cartridge', black],
    ['Cyan Cartridge', cyan],
    ['Magenta Cartridge', magenta],
    ['Yellow Cartridge', yellow],
  ] as const
const printers: readonly Printer[] = [
  { name: 'PR-01', serial: 'PR7000', model: 'HP Color LaserJet M455', pages: 48_213, supplies: colours(64, 38, 41, 7) },
  { name: 'PR-02', serial: 'PR7001', model: 'HP Color LaserJet M455', pages: 31_870, supplies: colours(82, 55, 60, 71) },
  { name: 'PR-03', serial: 'PR7002', model: 'HP LaserJet M507', pages: 122_904, supplies: [['Black Cartridge', 3]] },
  { name: 'PR-04', serial: 'PR7003', model: 'HP LaserJet M507', pages: 18_356, supplies: [['Black Cartridge', 47]] },
]

/** As the printer MIB has it (RFC 3805). */
const answersOf = ({ name, serial, model, pages, supplies }: Printer) => {
  const one = (value: string | number) => [{ index: '1', value }]
  const each = (value: (supply: Printer['supplies'][number]) => string | number) =>
    supplies.map((supply, place) => ({ index: `1.${place + 1}`, value: value(supply) }))
  return {
    name: one(name),
    deviceType: one('1.3.6.1.2.1.25.3.1.5'),
    deviceDescription: one(model),
    printerStatus: one(3),
    printerSerial: one(serial),
    pages: one(pages),
    supplyName: each(([title]) => title),
    supplyUnit: each(() => 19),
    supplyMost: each(() => 100),
    supplyLevel: each(([, percent]) => percent),
  }
}

export async function printersAnswered(app: App, lead: Actor, { organisationId }: School, now: number): Promise<void> {
  const of = at(app, devicesSnmp, lead, new Date(now - 20 * 86_400_000))
  const access = { protocol: '2c', community: 'school' } as const
  // Switched off: a demo must not ask what stands in the network of who looks at it.
  const settings = { organisationId, access, active: false }
  const range = await of.addTarget({ body: { ...settings, name: 'Printers hoofdgebouw', address: '10.20.40.0/28' } })
  const silent = await of.addTarget({ body: { ...settings, name: 'Camera fietsenstalling', address: '10.20.41.9' } })
  const told = printers.map((printer, place) => [`10.20.40.${place + 1}`, { answers: answersOf(printer), why: null }] as const)
  await app.asSystem(async (ctx) => {
    const then = as(ctx, ctx.actor, new Date(now - 3_600_000))
    await keepAnswers(then, range.id, new Map(told))
    await keepAnswers(then, silent.id, new Map([['10.20.41.9', { answers: {}, why: { reason: 'silent', given: {} } }]]))
  })
}
