/**
 * `npm run bench:samples:peers`: the stream of bench/samples.ts, sent to VictoriaMetrics, Prometheus and Zabbix of Debian as it is sent to Spil (Zabbix takes
 * no remote-write: its own protocol): samples a second, a CPU-second, memory, and bytes on disk. Those that are installed; the third argument names one.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { percentile, table } from '../measure.ts'
import { cpuOf, memoryOf, remoteWrite, sendBy, type Writing } from '../stream.ts'
import { startZabbix, zabbixServer } from './zabbix.ts'

const series = Number(process.argv[2] ?? 50_000)
const seconds = Number(process.argv[3] ?? 60)
interface Started {
  /** Whose processor and memory count, with what they started. */
  pids: readonly number[]
  write: Writing
  stop(): Promise<void>
}
interface Peer {
  name: string
  program: string
  start(folder: string): Promise<Started>
}
const shape = { series, perRequest: 5000 }
/** One that takes remote-write. */
async function start(program: string, args: readonly string[], { port, ready }: { port: number; ready: string }): Promise<Started> {
  const child = spawn(program, args, { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  const answers = () =>
    fetch(`${url}${ready}`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await answers())) await sleep(100)
  return {
    pids: [child.pid ?? 0],
    write: remoteWrite({ ...shape, url: `${url}/api/v1/write`, headers: {} }),
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}
const [victoria, prometheus] = ['/usr/bin/victoria-metrics', '/usr/bin/prometheus']
const peers: readonly Peer[] = [
  {
    ...{ name: 'VictoriaMetrics', program: victoria },
    start: (folder) =>
      start(victoria, [`-storageDataPath=${folder}`, '-httpListenAddr=127.0.0.1:7821', '-retentionPeriod=12'], { port: 7821, ready: '/health' }),
  },
  {
    ...{ name: 'Prometheus', program: prometheus },
    start: (folder) => {
      const config = join(folder, 'prometheus.yml')
      writeFileSync(config, 'global: {}\n')
      const flags = ['--web.enable-remote-write-receiver', '--web.listen-address=127.0.0.1:7822', '--log.level=error']
      return start(prometheus, [`--config.file=${config}`, `--storage.tsdb.path=${join(folder, 'data')}`, ...flags], {
        port: 7822,
        ready: '/-/ready',
      })
    },
  },
  { name: 'Zabbix, with its database', program: zabbixServer, start: (folder) => startZabbix(folder, shape) },
]

async function measure({ name, start }: Peer) {
  const folder = mkdtempSync(join(tmpdir(), 'spil-peer-'))
  // A database that is started as root belongs to another user, who must be able to come here.
  chmodSync(folder, 0o711)
  const { pids, write, stop } = await start(folder)
  try {
    // The head of Prometheus takes nothing that is older than an hour.
    const begin = Math.floor((Date.now() - 3_000_000) / 15_000) * 15_000
    const sending = { ...shape, begin, step: Math.floor(3_000_000 / 200 / 1000) * 1000 }
    let memory = 0
    const watching = setInterval(() => {
      memory = Math.max(
        memory,
        pids.reduce((sum, pid) => sum + memoryOf(pid), 0),
      )
    }, 500)
    const spentBy = () => pids.reduce((sum, pid) => sum + cpuOf(pid), 0)
    const before = spentBy()
    const sent = await sendBy(write, sending, { seconds, rounds: 200 })
    await sleep(5000)
    const spent = spentBy() - before
    clearInterval(watching)
    const bytes = Number(execFileSync('du', ['-sb', folder]).toString().split('\t')[0])
    return { name, sent, spent, memory, bytes }
  } finally {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const rows = []
for (const peer of peers.filter(({ name, program }) => existsSync(program) && name.startsWith(process.argv[4] ?? ''))) {
  const { name, sent, spent, memory, bytes } = await measure(peer)
  const figures = [
    ['samples a second', (sent.samples / sent.seconds).toFixed(0)],
    ['samples a CPU-second', (sent.samples / spent).toFixed(0)],
    ['a request of 5,000 waits, 99th percentile', `${percentile(sent.waits, 0.99).toFixed(0)} ms`],
    ['memory, highest', `${memory} MB`],
    ['bytes a sample on disk, with its log', (bytes / sent.samples).toFixed(2)],
  ] as const
  rows.push(...figures.map(([what, measured]) => ({ what: `${name}: ${what}`, measured, bound: '', holds: true })))
}
console.log(table(rows))
