/** What the agents of the school told: of three devices that stand in the register, of one that nobody knows, and once what cannot be read. */
import { Readable } from 'node:stream'
import { deflateSync } from 'node:zlib'
import type { Actor, App, Call } from '#platform/room.ts'
import { itemsCalled } from '#record/items/items.ts'
import { devicesIntake } from '#work/devices/intake/contract.ts'
import { processWaiting } from '#work/devices/intake/lanes/jobs.ts'
import { receive } from '#work/devices/intake/receiving/module.ts'
import { devicesRemote } from '#work/devices/remote/contract.ts'
import { as, at, call } from './acting.ts'
import type { School } from './school.ts'

interface Machine {
  agent: string
  host: string
  serial?: string
  mac: string
  system: string
  address: string
  encrypted?: boolean
  software: readonly (readonly [name: string, version: string, publisher: string])[]
}
const windows = [
  ['Microsoft 365 Apps voor bedrijven - nl-nl', '16.0.18827.20164', 'Microsoft Corporation'],
  ['Google Chrome', '142.0.7444.60', 'Google LLC'],
  ['7-Zip 25.01 (x64)', '25.01', 'Igor Pavlov'],
  ['VLC media player', '3.0.21', 'VideoLAN'],
  ['LibreOffice 25.8.2.2', '25.8.2.2', 'The Document Foundation'],
] as const
const fusioninventory = 'FusionInventory-Agent_v2.6-3'
/** LT-100 and LT-101 are known by their serial numbers, WEB-01 by its name. */
const machines: readonly Machine[] = [
  {
    ...{ agent: fusioninventory, host: 'LT-100', serial: '5CG10000', mac: '3c:52:82:10:00:01', system: 'Microsoft Windows 11 Pro' },
    ...{ address: '10.20.30.11', encrypted: true, software: [...windows, ['Notepad++ (64-bit x64)', '8.8.1', 'Notepad++ Team']] },
  },
  {
    ...{ agent: 'GLPI-Agent_v1.11', host: 'LT-101', serial: '5CG10001', mac: '3c:52:82:10:00:02', system: 'Microsoft Windows 11 Pro' },
    ...{
      address: '10.20.30.12',
      encrypted: false,
      software: windows.map(([name, version, by]) => [name, name === 'Google Chrome' ? '141.0.7390.65' : version, by]),
    },
  },
  {
    ...{ agent: 'OCS-NG_unified_unix_agent_v2.10.0', host: 'WEB-01', mac: '3c:52:82:10:00:03', system: 'Debian GNU/Linux 12', address: '10.20.2.16' },
    software: [
      ['nginx', '1.22.1-9', ''],
      ['openssl', '3.0.17-1', ''],
      ['php8.2-fpm', '8.2.29-1', ''],
    ],
  },
]
const stranger: Machine = {
  ...{ agent: fusioninventory, host: 'DESKTOP-7QK2MV', serial: 'PF3XK91T', mac: '3c:52:82:10:00:09', system: 'Microsoft Windows 11 Home' },
  ...{ address: '10.20.30.77', software: windows.slice(1, 3) },
}

const tag = (name: string, inner: string) => `<${name}>${inner}</${name}>`
/** As agents write it: the moment is UTC here. */
function inventoryOf({ agent, host, serial, mac, system, address, encrypted, software }: Machine, told: Date): string {
  const moment = told.toISOString().slice(0, 19).replace('T', ' ')
  const drive = tag('TYPE', '/') + tag('TOTAL', '256000') + tag('FREE', '91000')
  const content = [
    tag('ACCESSLOG', tag('LOGDATE', moment)),
    tag('BIOS', tag('SMANUFACTURER', 'HP') + tag('SMODEL', 'EliteBook 840') + (serial ? tag('SSN', serial) : '')),
    tag('DRIVES', drive + (encrypted === undefined ? '' : tag('ENCRYPT_STATUS', encrypted ? 'Yes' : 'No'))),
    tag('HARDWARE', tag('NAME', host) + tag('MEMORY', '16000') + tag('CHASSIS_TYPE', serial ? 'Laptop' : 'Server') + tag('OSNAME', system)),
    tag('NETWORKS', tag('DESCRIPTION', 'eth0') + tag('MACADDR', mac) + tag('IPADDRESS', address) + tag('TYPE', 'ethernet') + tag('VIRTUALDEV', '0')),
    tag('OPERATINGSYSTEM', tag('NAME', system) + tag('TIMEZONE', tag('OFFSET', '+0000'))),
    ...software.map(([name, version, by]) => tag('SOFTWARES', tag('NAME', name) + tag('VERSION', version) + tag('PUBLISHER', by))),
    tag('VERSIONCLIENT', agent),
  ]
  const id = `${host}-${moment.replace(/[ :]/g, '-')}`
  return `<?xml version="1.0" encoding="UTF-8"?>\n${tag('REQUEST', tag('CONTENT', content.join('')) + tag('DEVICEID', id) + tag('QUERY', 'INVENTORY'))}`
}

/** Through the same door as agents come by, and processed at once, so that the school is the same whenever it is looked at. */
export async function agentsTold(app: App, lead: Actor, { organisationId }: School, now: number): Promise<void> {
  const hour = 3_600_000
  const of = at(app, devicesIntake, lead, new Date(now - 40 * 24 * hour))
  const { key } = await of.createKey({ body: { organisationId, name: 'Werkplekken en servers' } })
  await of.createKey({ body: { organisationId, name: 'Leenlaptops' } })
  const send = async (bytes: Uint8Array, when: number, by: Pick<Call, 'ip' | 'userAgent'>, path: string) => {
    const stored = await app.files.put(Readable.from([bytes]), bytes.length)
    await app.asSystem(async (ctx) => receive({ ...as(ctx, ctx.actor, new Date(when)), call: { ...call, ...by, stored } }, path))
  }
  const tell = (machine: Machine, when: number, path: string) =>
    send(deflateSync(inventoryOf(machine, new Date(when))), when, { ip: machine.address, userAgent: machine.agent }, path)
  for (const [n, machine] of machines.entries()) await tell(machine, now - (n + 2) * hour, key)
  await tell(stranger, now - 5 * hour, '')
  const whole = deflateSync(inventoryOf(stranger, new Date(now)))
  await send(whole.subarray(0, whole.length / 2), now - 4 * hour, { ip: '10.20.30.14', userAgent: fusioninventory }, key)
  await processWaiting.run({ lane: null }, app, AbortSignal.timeout(60_000))
}

/** What an engineer did from a distance with a laptop. */
export async function handsOn(app: App, engineer: Actor, now: number): Promise<void> {
  const [laptop] = await app.as(engineer, async (ctx) => itemsCalled(ctx, ctx.actor.scopes.work[0] ?? '', 'name', ['LT-100']))
  if (!laptop) return
  const params = { id: laptop.id }
  const day = 86_400_000
  await at(app, devicesRemote, engineer, new Date(now - 6 * day)).open({ params, body: { template: 'rdp', why: 'Printer opnieuw instellen' } })
  await at(app, devicesRemote, engineer, new Date(now - 2 * day)).open({
    params,
    body: { template: 'vnc', why: 'Meekijken bij een foutmelding in Magister' },
  })
}
