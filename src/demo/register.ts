/** What the school has: three hundred items with their relations and what was observed of them. */
import type { Context } from '#platform/room.ts'
import type { NewItem } from '#record/items/contract.ts'
import { fillNew, type ItemRow, kindsOf, observeItems, relationKindsOf, relationRow, writeItems, writeRelations } from '#record/items/items.ts'
import type { Chance } from './chance.ts'
import type { School, Someone } from './school.ts'

type Wish = Omit<NewItem, 'organisationId'>
const sites = ['Hoofdgebouw Lindelaan', 'Locatie Noord', 'Praktijkgebouw'] as const
const day = (time: number) => new Date(time).toISOString().slice(0, 10)
const two = (n: number) => String(n).padStart(2, '0')

interface Making {
  ctx: Context
  school: School
  dice: Chance
  now: number
  /** Everything made so far, by name. */
  made: Map<string, ItemRow>
}
async function make({ ctx, school, made }: Making, wishes: readonly Wish[]): Promise<ItemRow[]> {
  const kinds = await kindsOf(ctx, school.organisationId)
  const filled = await fillNew(ctx, school.organisationId, kinds, wishes)
  for (const { wrong, row } of filled) if (wrong.length > 0) throw new Error(`${row.name}: ${JSON.stringify(wrong)}`)
  const rows = await writeItems(ctx, filled)
  for (const row of rows) made.set(row.name, row)
  return rows
}

/** Bought between one and four years ago, written off in four. */
const bought = ({ dice, now }: Making, price: number, supplier: string) => {
  const at = now - (365 + dice.upTo(1100)) * 86_400_000
  return {
    purchasedOn: day(at),
    price: { amount: price, currency: 'EUR' },
    supplier,
    warrantyUntil: day(at + 1096 * 86_400_000),
    depreciationMonths: 48,
  }
}

async function places(making: Making): Promise<ItemRow[]> {
  const wish = (name: string, locationId?: string): Wish => ({ kind: 'location', name, ...(locationId && { locationId }) })
  const buildings = await make(
    making,
    sites.map((name) => wish(name)),
  )
  const floors = await make(
    making,
    buildings.flatMap(({ id, name }) => ['begane grond', 'eerste verdieping'].map((floor) => wish(`${name}, ${floor}`, id))),
  )
  return make(
    making,
    floors.flatMap(({ id }, at) => Array.from({ length: 6 }, (_, n) => wish(`${'LNP'[Math.floor(at / 2)]}${at % 2}.${two(n + 1)}`, id))),
  )
}

async function network(making: Making, rooms: readonly ItemRow[]): Promise<void> {
  const gear = (kind: string, name: string, room: ItemRow | undefined, at: number): Wish => ({
    kind,
    name,
    state: 'live',
    ...(room && { locationId: room.id }),
    ...bought(making, kind === 'accessPoint' ? 420 : 2890, 'Netwerkhuis BV'),
    attributes: { brand: 'Aruba', ip: `10.20.0.${at}`, mac: `3c:52:82:00:00:${(at % 256).toString(16).padStart(2, '0')}`, ports: 48 },
  })
  const core = rooms[0]
  await make(making, [
    { ...gear('firewall', 'FW-01', core, 1), availability: 'critical', integrity: 'critical' },
    { ...gear('switch', 'SW-CORE-1', core, 2), availability: 'high' },
    { ...gear('switch', 'SW-CORE-2', core, 3), availability: 'high' },
    ...sites.flatMap((_, site) =>
      [0, 1].map((floor) => gear('switch', `SW-${'LNP'[site]}${floor}`, rooms[site * 12 + floor * 6], 10 + site * 2 + floor)),
    ),
    ...sites.flatMap((_, site) =>
      Array.from({ length: 8 }, (_, n) => gear('accessPoint', `AP-${'LNP'[site]}${two(n + 1)}`, rooms[site * 12 + n], 40 + site * 8 + n)),
    ),
  ])
}

const virtual = [
  'AD-01',
  'AD-02',
  'FILE-01',
  'PRINT-01',
  'SQL-01',
  'SQL-02',
  'WEB-01',
  'WEB-02',
  'LMS-01',
  'ROOSTER-01',
  'BACKUP-01',
  'MON-01',
  'TEST-01',
] as const
/** Name, the server it runs on, the database it needs, and how much its availability matters. */
const applications = [
  ['Magister', 'WEB-01', 'magister', 'critical'],
  ['Zermelo rooster', 'ROOSTER-01', 'rooster', 'high'],
  ['Leerplein', 'LMS-01', 'leerplein', 'high'],
  ['Schoolwebsite', 'WEB-02', 'website', 'normal'],
  ['Kassa kantine', 'WEB-02', 'kassa', 'low'],
  ['Personeelszaken', 'WEB-01', 'personeel', 'high'],
  ['Toetsafname', 'LMS-01', 'toetsen', 'critical'],
  ['Bibliotheek', 'WEB-02', 'bibliotheek', 'low'],
] as const

async function software(making: Making, rooms: readonly ItemRow[]): Promise<void> {
  const { school } = making
  const lead = school.people.find(({ role }) => role === 'lead')
  const staff = school.people.filter(({ role }) => role === 'reporter')
  const server = (name: string, attributes: Wish['attributes']): Wish => ({
    ...{ kind: 'server', name, state: name === 'TEST-01' ? 'test' : 'live', attributes },
    ...(rooms[0] && { locationId: rooms[0].id }),
  })
  await make(making, [
    ...[1, 2, 3].map((n) => ({
      ...server(`HOST-${n}`, { brand: 'Dell', memory: 512, cores: 32, ip: `10.20.1.${n}` }),
      ...bought(making, 14_500, 'Serverstaal NV'),
    })),
    ...virtual.map((name, n) => server(name, { os: n % 3 === 0 ? 'linux' : 'windows', memory: 16, cores: 4, ip: `10.20.2.${n + 10}` })),
    ...applications.map(
      ([, , name, availability], n): Wish => ({
        ...{ kind: 'database', name: `db-${name}`, state: 'live', availability, integrity: 'high' },
        attributes: { engine: n % 2 === 0 ? 'mssql' : 'postgresql', size: 4 + n * 7 },
      }),
    ),
    ...applications.map(
      ([name, , , availability], n): Wish => ({
        ...{ kind: 'application', name, state: 'live', availability, confidentiality: n % 3 === 0 ? 'high' : 'normal', ownerId: lead?.id ?? null },
        userIds: staff.slice(0, availability === 'critical' ? 47 : availability === 'high' ? 24 : 6).map(({ id }) => id),
      }),
    ),
    ...['Aanmelden', 'Internet', 'Printen', 'Back-up', 'Telefonie'].map(
      (name): Wish => ({
        ...{ kind: 'service', name, state: 'live', availability: 'high', userIds: name === 'Back-up' ? [] : staff.map(({ id }) => id) },
      }),
    ),
    ...['Microsoft 365 A3', 'Adobe Creative Cloud', 'Windows Server 2025', 'Veeam', 'Magister', 'Antivirus'].map(
      (name, n): Wish => ({
        ...{ kind: 'licence', name: `Licentie ${name}`, state: 'valid', supplier: 'SLBdiensten', contract: `C-2025-${100 + n}` },
        attributes: { product: name, seats: 60 + n * 40, validUntil: day(making.now + (20 + n * 60) * 86_400_000) },
      }),
    ),
  ])
}

async function workplaces(making: Making, rooms: readonly ItemRow[]): Promise<void> {
  const { dice, school } = making
  const laptop = (n: number, user: Someone | undefined): Wish => ({
    kind: 'laptop',
    name: `LT-${100 + n}`,
    code: `LT-${100 + n}`,
    state: user ? 'inUse' : dice.of(['stock', 'repair', 'stock']),
    ...(user && { ownerId: user.id, userIds: [user.id] }),
    tags: user ? ['personeel'] : ['uitleen'],
    ...bought(making, 849, 'Laptopland'),
    attributes: {
      brand: 'HP',
      model: dice.of(['ProBook 445', 'EliteBook 840']),
      serial: `5CG${10_000 + n}`,
      os: 'windows',
      memory: dice.of([8, 16]),
      storage: 256,
    },
  })
  const inRoom = (kind: string, prefix: string, count: number, price: number): Wish[] =>
    Array.from({ length: count }, (_, n) => ({
      ...{
        kind,
        name: `${prefix}-${two(n + 1)}`,
        code: `${prefix}-${two(n + 1)}`,
        state: 'inUse',
        locationId: rooms[(n * 5 + 1) % rooms.length]?.id ?? null,
      },
      ...bought(making, price, 'Kantoor en Klas'),
      attributes: { serial: `${prefix}${7000 + n}` },
    }))
  await make(making, [
    ...school.people.map((one, n) => laptop(n, one)),
    ...Array.from({ length: 18 }, (_, n) => laptop(100 + n, undefined)),
    ...inRoom('printer', 'PR', 12, 640),
    ...inRoom('av', 'BORD', 22, 2100),
    ...inRoom('camera', 'CAM', 8, 310),
    ...inRoom('tablet', 'TAB', 16, 379),
    ...inRoom('phone', 'TEL', 12, 329),
    ...inRoom('vr', 'VR', 8, 499),
    ...inRoom('iot', 'CO2', 24, 89),
  ])
}

async function together({ ctx, school, made }: Making): Promise<void> {
  const kinds = await relationKindsOf(ctx, [school.organisationId])
  const rows: ReturnType<typeof relationRow>[] = []
  const relate = (from: string, kind: string, to: string, ports: { port?: string; otherPort?: string } = {}) => {
    const [one, other, of] = [made.get(from), made.get(to), kinds.get(kind)]
    if (!one || !other || !of) throw new Error(`${from} ${kind} ${to} cannot be said`)
    rows.push(relationRow(ctx, of, [one, other], ports))
  }
  for (const core of ['SW-CORE-1', 'SW-CORE-2']) relate(core, 'connectsTo', 'FW-01')
  for (const [at, letter] of [...'LNP'].entries())
    for (const floor of [0, 1]) {
      const name = `SW-${letter}${floor}`
      relate(name, 'connectsTo', 'SW-CORE-1', { port: '49', otherPort: `${at * 2 + floor + 1}` })
      for (let n = floor * 4; n < floor * 4 + 4; n++)
        relate(`AP-${letter}${two(n + 1)}`, 'connectsTo', name, { port: 'eth0', otherPort: String(n + 1) })
    }
  for (const n of [1, 2, 3]) relate(`HOST-${n}`, 'connectsTo', n === 3 ? 'SW-CORE-2' : 'SW-CORE-1', { port: 'nic0', otherPort: String(10 + n) })
  for (const [at, name] of virtual.entries()) relate(name, 'runsOn', `HOST-${(at % 3) + 1}`)
  for (const [at, [name, server, database]] of applications.entries()) {
    relate(name, 'runsOn', server)
    relate(`db-${database}`, 'runsOn', at % 2 === 0 ? 'SQL-01' : 'SQL-02')
    relate(name, 'dependsOn', `db-${database}`)
    relate(name, 'dependsOn', 'Aanmelden')
    relate('BACKUP-01', 'backsUp', `db-${database}`)
  }
  relate('Aanmelden', 'dependsOn', 'AD-01')
  relate('Internet', 'dependsOn', 'FW-01')
  relate('Printen', 'dependsOn', 'PRINT-01')
  relate('Back-up', 'dependsOn', 'BACKUP-01')
  relate('Telefonie', 'dependsOn', 'Internet')
  for (let n = 1; n <= 12; n++) relate(`PR-${two(n)}`, 'dependsOn', 'Printen')
  await writeRelations(ctx, rows)
}

async function observed({ ctx, school, dice, made, now }: Making): Promise<void> {
  const observedAt = new Date(now - 3_600_000).toISOString()
  const fact = (key: string, value: string | number | boolean, unit?: string) => ({ key, value, observedAt, ...(unit && { unit }) })
  const devices = [...made.values()].filter(({ kind, class: of }) => (kind === 'laptop' || kind === 'server') && of === 'inUse')
  await observeItems(
    { ...ctx, now: new Date(now) },
    devices.flatMap(({ id: itemId, kind }) => {
      const of = { itemId, organisationId: school.organisationId }
      const version = dice.of(['24H2', '24H2', '24H2', '23H2'])
      const facts = [
        fact('disk.encrypted', dice.upTo(12) > 0),
        fact('disk.free', 20 + dice.upTo(180), 'GB'),
        fact('os.version', version),
        fact('antivirus.daysOld', dice.upTo(20) === 0 ? 19 : dice.upTo(3), 'd'),
        fact('lastRestart.days', dice.upTo(30), 'd'),
      ]
      // What the network scan says of a few is not what their agent says.
      const scan = kind === 'laptop' && dice.upTo(9) === 0 ? [{ ...of, source: 'netwerkscan', facts: [fact('os.version', '23H2')] }] : []
      return [{ ...of, source: 'agent', facts }, ...scan]
    }),
  )
}

/** Fills the register as the engineer of the context would. */
export async function fillRegister(ctx: Context, school: School, dice: Chance, now: number): Promise<void> {
  const making: Making = { ctx, school, dice, now, made: new Map() }
  const rooms = await places(making)
  await network(making, rooms)
  await software(making, rooms)
  await workplaces(making, rooms)
  await together(making)
  await observed(making)
}
