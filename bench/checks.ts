/**
 * `npm run bench:checks`: 5,000 checks over HTTP and 2,000 devices by SNMP in the real program, all due at one moment, until each is asked and written with
 * its samples. Who answers is here on loopback, on the same processors. Of ten devices one is a switch of 48 ports, one of 24, and eight have eight ports, all
 * with storage and sensors; eight in a hundred say everything twice or in no order, answer half, late or never.
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { call, type Figure, table } from './measure.ts'
import { devicesAt, type Manner } from './peers/devices.ts'
import { megabytes, startProgram } from './program.ts'

process.env.SPIL_OUTGOING_ALLOW = '127.0.0.0/8'
// A switch of 48 ports has some 450 series: together 280,000, beside those of the sites; all checks may have a third of what there is room for.
process.env.SPIL_METRICS_MAX_SERIES = '1500000'
const { url, child, ready, database, stop } = startProgram(7798)
const [sites, devices] = [5000, 2000]
const snmpPort = 27_161

/** Processor time of a process until now, as Linux counts it. */
const cpuSeconds = (pid: number | undefined): number =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .split(') ')[1]
    ?.split(' ')
    .slice(11, 13)
    .reduce((sum, ticks) => sum + Number(ticks) / 100, 0) ?? Number.NaN

async function webServer(): Promise<number> {
  const server = createServer((_, reply) => reply.end('Welkom')).listen(0)
  await new Promise((resolve) => server.once('listening', resolve))
  return (server.address() as AddressInfo).port
}
/** Of each hundred devices these; all others behave. */
const odd: Readonly<Record<number, Manner>> = {
  5: 'twice',
  17: 'twice',
  29: 'unsorted',
  41: 'unsorted',
  53: 'garbage',
  65: 'silent',
  77: 'silent',
  89: 'late',
}
const portsOf: Readonly<Record<number, number>> = { 0: 48, 4: 24 }
const switches = Array.from({ length: devices }, (_, at) => ({
  ...{ address: `127.20.${at >> 8}.${at & 255}`, ports: portsOf[at % 10] ?? 8, manner: odd[at % 100] ?? ('right' as const) },
}))
const mute: readonly Manner[] = ['garbage', 'silent', 'late']
const telling = switches.filter(({ manner }) => !mute.includes(manner))

async function round(db: pg.Client, kind: string, many: number): Promise<{ seconds: number; cpu: number }> {
  const due = `update monitoring_check set due_at = case when kind = $1 then now() else now() + interval '1 hour' end, last_at = null, slow = false`
  // The program writes the same rows at this moment.
  for (let done = false; !done; )
    done = await db.query(due, [kind]).then(
      () => true,
      () => false,
    )
  const before = cpuSeconds(child.pid)
  const began = performance.now()
  for (;;) {
    const { rows } = await db.query<{ n: number }>('select count(*)::int as n from monitoring_check where kind = $1 and last_at is not null', [kind])
    if (rows[0]?.n === many) break
    if (performance.now() - began > 400_000) throw new Error(`only ${rows[0]?.n} of ${many}`)
    await sleep(50)
  }
  const seconds = (performance.now() - began) / 1000
  return { seconds, cpu: cpuSeconds(child.pid) - before }
}

/** Whoever behaves is right, and has told everything; of the others it is known what is wrong. */
async function proveRight(db: pg.Client, token: string): Promise<void> {
  const { rows } = await db.query<{ kind: string; state: string; n: number }>(
    'select kind, state, count(*)::int as n from monitoring_check group by 1, 2 order by 1, 2',
  )
  const found = rows.map(({ kind, state, n }) => `${kind} ${state} ${n}`).join(', ')
  const right = `http ok ${sites}, snmp failed ${devices - telling.length}, snmp ok ${telling.length}`
  const { rows: why } = await db.query("select reason, count(*)::int from monitoring_check where state <> 'ok' group by 1")
  if (found !== right) throw new Error(`it came out otherwise: ${found}, not ${right}: ${JSON.stringify(why)}`)
  // Of some of them: an answer of all has more series than one question may have.
  const { rows: some } = await db.query<{ number: string; ip: string }>(
    `select 'I-' || number as number, attributes->>'ip' as ip from item where attributes->>'ip' = any ($1)`,
    [telling.filter((_, at) => at % 20 === 0).map(({ address }) => address)],
  )
  const query = encodeURIComponent(`count by (item) (ifHCInOctets{item=~"${some.map(({ number }) => number).join('|')}"})`)
  const ports = new Map(switches.map((one) => [one.address, one.ports]))
  for (let tries = 0; ; tries++) {
    const answer = await call(`${url}/api/prometheus/api/v1/query?query=${query}`, 'GET', token)
    const { result } = (JSON.parse(answer) as { data: { result: { metric: { item: string }; value: [number, string] }[] } }).data
    const known = new Map(result.map(({ metric, value }) => [metric.item, Number(value[1])]))
    const short = some
      .filter(({ number, ip }) => known.get(number) !== ports.get(ip))
      .map((one) => ({ ...one, known: known.get(one.number), ports: ports.get(one.ip) }))
    if (short.length === 0) return console.log(`Read back whole after ${tries} s more.`)
    if (tries === 30) throw new Error(`of ${short.length} of ${some.length} not everything is known: ${JSON.stringify(short.slice(0, 3))}`)
    await sleep(1000)
  }
}

async function measure(db: pg.Client, token: string): Promise<Figure[]> {
  const organisationId = (await db.query<{ id: string }>('select id from organisation where own')).rows[0]?.id ?? ''
  const port = await webServer()
  await devicesAt(snmpPort, switches)
  await db.query(
    `insert into item (id, organisation_id, kind, state, class, name, attributes, created_at, updated_at)
     select gen_random_uuid(), $1, kind, 'live', 'inUse', kind || n, jsonb_build_object('ip', '127.' || base || '.' || n / 256 || '.' || n % 256), now(), now()
     from (values ('server', 10, $2::int), ('switch', 20, $3::int)) k (kind, base, many), generate_series(0, many - 1) n`,
    [organisationId, sites, devices],
  )
  const template = (kind: string, check: object) => {
    const body = { organisationId, name: kind, enabled: true, scope: { kinds: [kind] }, checks: [{ name: kind, everySeconds: 3600, ...check }] }
    return call(`${url}/api/monitoring/templates`, 'POST', token, body)
  }
  await template('server', { what: { kind: 'http', url: `http://{address}:${port}/{number}` } })
  await template('switch', {
    what: { kind: 'snmp', port: snmpPort, tables: ['interfaces', 'storage', 'load', 'sensors'] },
    secret: { community: 'linde' },
  })
  for (let there = 0; there < sites + devices; await sleep(200))
    there = (await db.query<{ n: number }>('select count(*)::int as n from monitoring_check')).rows[0]?.n ?? 0
  const told = (one: Figure): Figure => {
    console.log(`${one.what}: ${one.measured}`)
    return one
  }
  const figure = (what: string, { seconds, cpu }: { seconds: number; cpu: number }): Figure =>
    told({
      ...{ what, measured: `${seconds.toFixed(1)} s, ${cpu.toFixed(1)} s of processor in Spil` },
      ...{ bound: 'under 60 s', holds: seconds < 60 },
    })
  const figures = [
    figure(`${sites.toLocaleString('en')} checks over HTTP`, await round(db, 'http', sites)),
    figure(`${devices.toLocaleString('en')} devices by SNMP the first time: their series are made`, await round(db, 'snmp', devices)),
    figure('the same, each time after', await round(db, 'snmp', devices)),
  ]
  console.log(`${table(figures)}\nMemory of Spil, highest: ${megabytes(child.pid, 'VmHWM')} MB`)
  await proveRight(db, token)
  return figures
}

try {
  const token = await ready()
  const { db } = await database()
  const figures = await measure(db, token)
  process.exitCode = figures.every((one) => one.holds) ? 0 : 1
} finally {
  await stop()
}
process.exit()
