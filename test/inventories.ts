/** Documents as inventory agents make them: XML as FusionInventory and OCS do, JSON as GLPI does. */
import { deflateSync, gzipSync } from 'node:zlib'

export interface Machine {
  deviceId: string
  hostName?: string
  serial?: string
  uuid?: string
  macs?: readonly string[]
  /** Local time and UTC here. */
  at?: string
  software?: readonly (readonly [name: string, version: string])[]
  firewall?: boolean
  brand?: string
  chassis?: string
  client?: string
}
const tag = (name: string, inner: string | undefined) => (inner === undefined ? '' : `<${name}>${inner}</${name}>`)

export function xmlOf({
  deviceId,
  hostName = 'lt-0042',
  serial,
  uuid,
  macs = [],
  at = '2026-11-26 08:00:00',
  software,
  firewall,
  ...of
}: Machine): string {
  const content = [
    tag('ACCESSLOG', tag('LOGDATE', at)),
    tag('BIOS', `${tag('SMANUFACTURER', of.brand ?? 'Dell Inc.')}${tag('SMODEL', 'Latitude 7440')}${tag('SSN', serial ?? '')}`),
    tag('CPUS', `${tag('NAME', 'Intel Core i5')}${tag('CORE', '4')}`),
    tag('DRIVES', `${tag('TYPE', '/')}${tag('TOTAL', '512000')}${tag('FREE', '128000')}${tag('ENCRYPT_STATUS', 'Yes')}`),
    firewall === undefined ? '' : tag('FIREWALL', tag('STATUS', firewall ? 'on' : 'off')),
    tag(
      'HARDWARE',
      `${tag('NAME', hostName)}${tag('UUID', uuid)}${tag('MEMORY', '16000')}${tag('CHASSIS_TYPE', of.chassis ?? 'Laptop')}${tag('OSNAME', 'Debian GNU/Linux 12')}`,
    ),
    ...macs.map((mac) =>
      tag(
        'NETWORKS',
        `${tag('DESCRIPTION', 'eth0')}${tag('MACADDR', mac)}${tag('IPADDRESS', '10.0.0.7')}${tag('TYPE', 'ethernet')}${tag('VIRTUALDEV', '0')}`,
      ),
    ),
    tag('OPERATINGSYSTEM', `${tag('NAME', 'Debian GNU/Linux')}${tag('VERSION', '12.11')}${tag('TIMEZONE', tag('OFFSET', '+0000'))}`),
    ...(software ?? []).map(([name, version]) => tag('SOFTWARES', `${tag('NAME', name)}${tag('VERSION', version)}${tag('ARCH', 'amd64')}`)),
    tag('VERSIONCLIENT', of.client ?? 'FusionInventory-Agent_v2.6-3'),
  ]
  return `<?xml version="1.0" encoding="UTF-8" ?>\n<REQUEST>${tag('CONTENT', content.join(''))}${tag('DEVICEID', deviceId)}${tag('QUERY', 'INVENTORY')}</REQUEST>`
}

export function jsonOf(
  { deviceId, hostName = 'lt-0042', serial, uuid, macs = [], at = '2026-11-26 08:00:00', software }: Machine,
  partial = false,
): string {
  return JSON.stringify({
    action: 'inventory',
    deviceid: deviceId,
    itemtype: 'Computer',
    ...(partial && { partial }),
    content: {
      accesslog: { logdate: at },
      versionclient: 'GLPI-Agent_v1.11',
      ...(!partial && {
        bios: { smanufacturer: 'Dell Inc.', smodel: 'Latitude 7440', ssn: serial },
        hardware: { name: hostName, uuid, memory: 16000, chassis_type: 'Laptop' },
        networks: macs.map((mac) => ({ description: 'eth0', mac, ipaddress: '10.0.0.7', type: 'ethernet', virtualdev: false })),
        operatingsystem: { name: 'Debian GNU/Linux', version: '12.11', timezone: { offset: '+0000' } },
        antivirus: [{ name: 'ClamAV', enabled: true, uptodate: false }],
      }),
      ...(software && { softwares: software.map(([name, version]) => ({ name, version, arch: 'amd64' })) }),
    },
  })
}
export const zlib = (text: string): Buffer => deflateSync(text)
export const gzip = (text: string): Buffer => gzipSync(text)
