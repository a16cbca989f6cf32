/**
 * `npm run bench:checks`: 5,000 checks over HTTP and 2,000 devices by SNMP in the real program, all due at one moment, until each is asked and written with
 * its samples. Who answers is here on loopback, on the same processors. A device says of each of twelve columns that it has none of it.
 */
import { createSocket } from 'node:dgram'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { call, type Figure, table } from './measure.ts'
import { startProgram } from './program.ts'

process.env.SPIL_OUTGOING_ALLOW = '127.0.0.0/8'
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
/** Answers what was asked with the end of the view: a response (0xa2), and endOfMibView (0x82) in place of nothing. */
function answerTo(asked: Buffer): Buffer {
  const answer = Buffer.from(asked)
  answer[answer.indexOf('linde') + 5] = 0xa2
  answer[answer.length - 2] = 0x82
  return answer
}
const addressOf = (at: number) => `127.20.${at >> 8}.${at & 255}`
async function devicesHere(): Promise<void> {
  for (let at = 0; at < devices; at++) {
    const socket = createSocket('udp4')
    socket.on('message', (asked, from) => socket.send(answerTo(asked), from.port, from.address))
    await new Promise<void>((resolve) => socket.bind(snmpPort, addressOf(at), resolve))
  }
}

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
    if (performance.now() - began > 180_000) throw new Error(`only ${rows[0]?.n} of ${many}`)
    await sleep(50)
  }
  const seconds = (performance.now() - began) / 1000
  const { rows: wrong } = await db.query<{ reason: string }>(`select reason from monitoring_check where kind = $1 and state <> 'ok' limit 1`, [kind])
  if (wrong[0]) throw new Error(`one came out otherwise: ${wrong[0].reason}`)
  return { seconds, cpu: cpuSeconds(child.pid) - before }
}

async function measure(db: pg.Client, token: string): Promise<Figure[]> {
  const organisationId = (await db.query<{ id: string }>('select id from organisation where own')).rows[0]?.id ?? ''
  const port = await webServer()
  await devicesHere()
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
  await template('switch', { what: { kind: 'snmp', port: snmpPort }, secret: { community: 'linde' } })
  for (let there = 0; there < sites + devices; await sleep(200))
    there = (await db.query<{ n: number }>('select count(*)::int as n from monitoring_check')).rows[0]?.n ?? 0
  const figure = (what: string, { seconds, cpu }: { seconds: number; cpu: number }): Figure => ({
    ...{ what, measured: `${seconds.toFixed(1)} s, ${cpu.toFixed(1)} s of processor in Spil`, bound: 'under 60 s', holds: seconds < 60 },
  })
  return [
    figure(`${sites.toLocaleString('en')} checks over HTTP`, await round(db, 'http', sites)),
    figure(`${devices.toLocaleString('en')} devices by SNMP`, await round(db, 'snmp', devices)),
  ]
}

try {
  const token = await ready()
  const { db } = await database()
  const figures = await measure(db, token)
  console.log(table(figures))
  process.exitCode = figures.every((one) => one.holds) ? 0 : 1
} finally {
  await stop()
}
process.exit()
