/** Zabbix of Debian on the PostgreSQL that Spil brings, with a trapper item for each series: it takes values by its own protocol (zabbix_sender), not remote-write. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { startEmbedded } from '#platform/database/embedded.ts'
import { log } from '#platform/log.ts'
import type { Shape, Writing } from '../stream.ts'

export const zabbixServer = '/usr/sbin/zabbix_server'
const scripts = '/usr/share/zabbix-server-pgsql'
const port = 7823

const script = (name: string) => text(createReadStream(join(scripts, `${name}.sql.gz`)).pipe(createGunzip()))
/** Its own tables, and a host with an item for each series: type 2 is a trapper, value type 0 a double. */
async function fillIn(url: string, series: number): Promise<void> {
  const db = new pg.Client({ connectionString: url })
  await db.connect()
  await db.query(await script('schema'))
  await db.query(await script('images'))
  await db.query(await script('data'))
  await db.query(`insert into hosts (hostid, host, name, name_upper) values (900001, 'bench', 'bench', 'BENCH')`)
  await db.query(
    `insert into items (itemid, hostid, type, value_type, name, key_, delay, history, trends, name_upper)
     select 1000000 + n, 900001, 2, 0, 'series ' || n, 'bench[' || n || ']', '0', '31d', '365d', 'SERIES ' || n from generate_series(0, $1 - 1) n`,
    [series],
  )
  await db.query('insert into item_rtdata (itemid) select itemid from items where hostid = 900001')
  await db.end()
}
const settings = (socket: string, folder: string) => ({
  ...{ DBHost: socket, DBName: 'spil', DBUser: 'spil', ListenPort: port, ListenIP: '127.0.0.1', AllowRoot: 1, AllowUnsupportedDBVersions: 1 },
  ...{ LogFile: join(folder, 'zabbix.log'), PidFile: join(folder, 'zabbix.pid'), SocketDir: folder, User: 'root', DebugLevel: 2 },
  // As much room as its manual gives an installation of this size; nothing is asked by itself.
  ...{ CacheSize: '512M', HistoryCacheSize: '512M', HistoryIndexCacheSize: '128M', TrendCacheSize: '256M', ValueCacheSize: '256M' },
  ...{ StartTrappers: 8, StartDBSyncers: 4, StartPollers: 0, StartPollersUnreachable: 0, StartPingers: 0, StartDiscoverers: 0, StartHTTPPollers: 0 },
})

/** One request of the protocol of Zabbix: a head, the length, and JSON; as https://www.zabbix.com/documentation/6.0/en/manual/appendix/protocols says. */
export function ask(request: unknown): Promise<string> {
  const body = Buffer.from(JSON.stringify(request))
  const head = Buffer.alloc(13)
  head.write('ZBXD\x01', 'latin1')
  head.writeUInt32LE(body.length, 5)
  const socket = connect({ port, host: '127.0.0.1' })
  socket.end(Buffer.concat([head, body]))
  return text(socket).then((answer) => answer.slice(13))
}
export const trapper =
  ({ series, perRequest }: Shape): Writing =>
  (first, values, moment) => {
    const at = { clock: Math.floor(moment / 1000), ns: (moment % 1000) * 1_000_000 }
    const count = Math.min(perRequest, series - first)
    const data = Array.from({ length: count }, (_, n) => ({
      host: 'bench',
      key: `bench[${first + n}]`,
      value: String(values[first + n] ?? 0),
      ...at,
    }))
    return Promise.resolve(async () => {
      const answer = await ask({ request: 'sender data', data, ...at })
      if (!answer.includes(`processed: ${count}; failed: 0`)) throw new Error(`Zabbix took not all: ${answer}`)
    })
  }

/** Starts it, with everything it needs below `folder`. `pids`: of its own and of its database. */
export async function startZabbix(folder: string, shape: Shape) {
  const database = await startEmbedded({ data: join(folder, 'database'), log: log('error') })
  await fillIn(database.url, shape.series)
  const socket = new URL(database.url).searchParams.get('host') ?? ''
  const own = join(folder, 'zabbix')
  mkdirSync(own)
  const at = join(own, 'zabbix.conf')
  writeFileSync(
    at,
    Object.entries(settings(socket, own))
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  )
  const child = spawn(zabbixServer, ['-f', '-c', at], { stdio: 'ignore', detached: true })
  const write = trapper(shape)
  const stop = async () => {
    // All its processes, at once: asked to stop it first writes for minutes what it still holds.
    if (child.pid) process.kill(-child.pid, 'SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    await database.stop()
  }
  // It knows its items once its cache is filled.
  let refused: unknown = ''
  const takes = async () => {
    try {
      await (await write(0, new Float64Array(shape.series), Date.now()))()
      return true
    } catch (error) {
      refused = error
      return false
    }
  }
  for (let waited = 0; !(await takes()); waited += 500) {
    if (waited > 60_000 || child.exitCode !== null) {
      await stop()
      throw new Error(`Zabbix does not start: ${refused} ${readFileSync(join(own, 'zabbix.log'), 'utf8').slice(-500)}`)
    }
    await sleep(500)
  }
  const postmaster = Number(readFileSync(join(database.where, 'postmaster.pid'), 'utf8').split('\n')[0])
  return {
    pids: [child.pid ?? 0, postmaster],
    write,
    stop,
  }
}
