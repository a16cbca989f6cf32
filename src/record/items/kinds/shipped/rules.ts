/** The kinds that come with Spil. Plain data: an organisation may change each for itself. */
import type { Attribute, Kind, State, Words } from '../contract.ts'

const w = (nl: string, en: string): Words => ({ nl, en })
type Plain = Exclude<Attribute['type'], 'number' | 'choice' | 'item'>
const a = (key: string, type: Plain, nl: string, en: string): Attribute => ({ key, type, names: w(nl, en) })
const n = (key: string, nl: string, en: string, unit: string): Attribute => ({ key, type: 'number', names: w(nl, en), unit })
const c = (key: string, nl: string, en: string, choices: readonly (readonly [string, string, string])[]): Attribute => ({
  key,
  type: 'choice',
  names: w(nl, en),
  choices: choices.map(([key, nl, en]) => ({ key, names: w(nl, en) })),
})
const s = (key: string, nl: string, en: string, of: State['class'], to: string[], required: string[] = []): State => ({
  ...{ key, names: w(nl, en), class: of, to, required },
})

/** Entered only by the step that proves it. */
const proven = (state: State): State => ({ ...state, proven: true })
const wiped = (to: string[]) => proven(s('wiped', 'Gewist', 'Wiped', 'outOfUse', to))
const disposed = proven(s('disposed', 'Afgevoerd', 'Disposed of', 'outOfUse', []))
const cancelled = s('cancelled', 'Geannuleerd', 'Cancelled', 'outOfUse', [])
const requested = s('requested', 'Aangevraagd', 'Requested', 'planned', ['ordered', 'cancelled'])
const ordered = (to: string[]) => s('ordered', 'Besteld', 'Ordered', 'planned', [...to, 'cancelled'])
/** Of what a person receives and gives back: no step from order to disposal is skipped, and what a step must prove it proves. */
const handed = (required: string[] = []): State[] => [
  requested,
  ordered(['stock']),
  s('stock', 'Op voorraad', 'In stock', 'planned', ['prepared', 'repair', 'wiped', 'lost']),
  proven(s('prepared', 'Klaargemaakt', 'Prepared', 'planned', ['inUse', 'stock', 'repair', 'lost'])),
  proven(s('inUse', 'In gebruik', 'In use', 'inUse', ['returned', 'repair', 'lost'], required)),
  s('repair', 'In reparatie', 'In repair', 'outOfUse', ['inUse', 'returned', 'lost']),
  proven(s('returned', 'Ingenomen', 'Returned', 'outOfUse', ['wiped', 'prepared', 'repair', 'lost'])),
  wiped(['stock', 'disposed', 'repair']),
  s('lost', 'Kwijt of gestolen', 'Lost or stolen', 'outOfUse', ['returned', 'disposed']),
  disposed,
  cancelled,
]
/** Of what stands somewhere and is nobody's. */
const placed = (required: string[] = []): State[] => [
  requested,
  ordered(['stock', 'inUse']),
  s('stock', 'Op voorraad', 'In stock', 'planned', ['inUse', 'repair', 'wiped', 'lost']),
  s('inUse', 'In gebruik', 'In use', 'inUse', ['stock', 'repair', 'lost'], required),
  s('repair', 'In reparatie', 'In repair', 'outOfUse', ['inUse', 'stock', 'wiped']),
  wiped(['stock', 'disposed']),
  s('lost', 'Kwijt of gestolen', 'Lost or stolen', 'outOfUse', ['stock', 'inUse', 'disposed']),
  disposed,
  cancelled,
]
/** Of what is built and runs. */
const running: State[] = [
  s('planned', 'Gepland', 'Planned', 'planned', ['test', 'live', 'ended']),
  s('test', 'In test', 'In test', 'planned', ['live', 'planned', 'ended']),
  s('live', 'In productie', 'Live', 'inUse', ['maintenance', 'phasingOut', 'ended']),
  s('maintenance', 'In onderhoud', 'In maintenance', 'outOfUse', ['live', 'ended']),
  s('phasingOut', 'Wordt uitgefaseerd', 'Being phased out', 'inUse', ['live', 'ended']),
  s('ended', 'Buiten gebruik', 'Out of use', 'outOfUse', ['live', 'planned']),
]
const place: State[] = [s('open', 'In gebruik', 'In use', 'inUse', ['shut']), s('shut', 'Gesloten', 'Shut', 'outOfUse', ['open'])]
const licence: State[] = [
  s('asked', 'Aangevraagd', 'Asked for', 'planned', ['valid', 'ended']),
  s('valid', 'Geldig', 'Valid', 'inUse', ['ended'], ['supplier']),
  s('ended', 'Beëindigd', 'Ended', 'outOfUse', ['valid']),
]

const made = [a('brand', 'text', 'Merk', 'Brand'), a('model', 'text', 'Model', 'Model'), a('serial', 'text', 'Serienummer', 'Serial number')]
const net = [a('mac', 'mac', 'MAC-adres', 'MAC address'), a('ip', 'ip', 'IP-adres', 'IP address')]
const computer = [
  a('hostname', 'text', 'Computernaam', 'Host name'),
  c('os', 'Besturingssysteem', 'Operating system', [
    ['windows', 'Windows', 'Windows'],
    ['macos', 'macOS', 'macOS'],
    ['linux', 'Linux', 'Linux'],
    ['chromeos', 'ChromeOS', 'ChromeOS'],
  ]),
  a('processor', 'text', 'Processor', 'Processor'),
  n('memory', 'Geheugen', 'Memory', 'GB'),
  n('storage', 'Opslag', 'Storage', 'GB'),
]
const mobile = [
  ...made,
  a('imei', 'text', 'IMEI', 'IMEI'),
  a('phoneNumber', 'text', 'Telefoonnummer', 'Phone number'),
  n('storage', 'Opslag', 'Storage', 'GB'),
]
const gear = [...made, ...net, a('firmware', 'text', 'Firmware', 'Firmware'), n('ports', 'Poorten', 'Ports', '')]

const kind = (nl: string, en: string, nls: string, ens: string, attributes: Attribute[], states: State[]): Kind => ({
  ...{ names: w(nl, en), plural: w(nls, ens), attributes, states, active: true },
})
export const shippedKinds: Readonly<Record<string, Kind>> = {
  laptop: kind('Laptop', 'Laptop', 'Laptops', 'Laptops', [...made, ...computer, ...net, n('screen', 'Scherm', 'Screen', 'inch')], handed(['serial'])),
  pc: kind('Pc', 'PC', 'Pc’s', 'PCs', [...made, ...computer, ...net], placed(['serial'])),
  phone: kind('Telefoon', 'Phone', 'Telefoons', 'Phones', mobile, handed(['serial'])),
  tablet: kind('Tablet', 'Tablet', 'Tablets', 'Tablets', mobile, handed(['serial'])),
  printer: kind('Printer', 'Printer', 'Printers', 'Printers', [...made, ...net, a('toner', 'text', 'Toner', 'Toner')], placed(['locationId'])),
  camera: kind('Camera', 'Camera', 'Camera’s', 'Cameras', [...made, ...net, a('view', 'text', 'Kijkt naar', 'Looks at')], placed(['locationId'])),
  av: kind('Beeld en geluid', 'Audio and video', 'Beeld en geluid', 'Audio and video', [...made, ...net], placed(['locationId'])),
  vr: kind('VR-bril', 'VR headset', 'VR-brillen', 'VR headsets', [...made, ...net], handed()),
  drone: kind('Drone', 'Drone', 'Drones', 'Drones', [...made, a('registration', 'text', 'Registratienummer', 'Registration number')], handed()),
  iot: kind('IoT-apparaat', 'IoT device', 'IoT-apparaten', 'IoT devices', [...made, ...net, a('measures', 'text', 'Meet', 'Measures')], placed()),
  server: kind('Server', 'Server', 'Servers', 'Servers', [...made, ...computer, ...net, n('cores', 'Kernen', 'Cores', '')], running),
  switch: kind('Switch', 'Switch', 'Switches', 'Switches', gear, running),
  router: kind('Router', 'Router', 'Routers', 'Routers', gear, running),
  firewall: kind('Firewall', 'Firewall', 'Firewalls', 'Firewalls', gear, running),
  accessPoint: kind('Accesspoint', 'Access point', 'Accesspoints', 'Access points', gear, running),
  application: kind(
    ...(['Applicatie', 'Application', 'Applicaties', 'Applications'] as const),
    [
      a('version', 'text', 'Versie', 'Version'),
      a('address', 'text', 'Webadres', 'Web address'),
      a('administrator', 'person', 'Functioneel beheerder', 'Functional administrator'),
    ],
    running,
  ),
  service: kind('Dienst', 'Service', 'Diensten', 'Services', [a('hours', 'text', 'Openingstijden', 'Service hours')], running),
  database: kind(
    ...(['Database', 'Database', 'Databases', 'Databases'] as const),
    [
      c('engine', 'Soort', 'Engine', [
        ['postgresql', 'PostgreSQL', 'PostgreSQL'],
        ['mssql', 'SQL Server', 'SQL Server'],
        ['mysql', 'MySQL', 'MySQL'],
        ['oracle', 'Oracle', 'Oracle'],
        ['other', 'Anders', 'Other'],
      ]),
      a('version', 'text', 'Versie', 'Version'),
      n('size', 'Omvang', 'Size', 'GB'),
    ],
    running,
  ),
  location: kind(
    'Locatie',
    'Location',
    'Locaties',
    'Locations',
    [a('address', 'address', 'Adres', 'Address'), a('floor', 'text', 'Verdieping', 'Floor')],
    place,
  ),
  licence: kind(
    ...(['Licentie', 'Licence', 'Licenties', 'Licences'] as const),
    [a('product', 'text', 'Product', 'Product'), n('seats', 'Aantal', 'Seats', ''), a('validUntil', 'date', 'Geldig tot en met', 'Valid until')],
    licence,
  ),
}
