/**
 * `npm run bench:samples:peers`: the stream of bench/samples.ts, sent to VictoriaMetrics and Prometheus of Debian as it is sent to Spil: samples a second, a
 * CPU-second, memory, and bytes on disk. Zabbix takes no remote-write and is not among them.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { percentile, table } from '../measure.ts'
import { megabytes } from '../program.ts'
import { cpuOf, send } from '../stream.ts'

const series = Number(process.argv[2] ?? 50_000)
const seconds = Number(process.argv[3] ?? 60)
const step = 15_000
interface Peer {
  name: string
  program: string
  port: number
  given(folder: string): string[]
  write: string
  ready: string
}
const peers: readonly Peer[] = [
  {
    ...{ name: 'VictoriaMetrics', program: '/usr/bin/victoria-metrics', port: 7821, write: '/api/v1/write', ready: '/health' },
    given: (folder) => [`-storageDataPath=${folder}`, '-httpListenAddr=127.0.0.1:7821', '-retentionPeriod=12'],
  },
  {
    ...{ name: 'Prometheus', program: '/usr/bin/prometheus', port: 7822, write: '/api/v1/write', ready: '/-/ready' },
    given: (folder) => {
      writeFileSync(join(folder, 'prometheus.yml'), 'global: {}\n')
      const flags = ['--web.enable-remote-write-receiver', '--web.listen-address=127.0.0.1:7822', '--log.level=error']
      return [`--config.file=${join(folder, 'prometheus.yml')}`, `--storage.tsdb.path=${join(folder, 'data')}`, ...flags]
    },
  },
]

async function measure({ name, program, port, given, write, ready }: Peer) {
  const folder = mkdtempSync(join(tmpdir(), 'spil-peer-'))
  const child = spawn(program, given(folder), { stdio: 'ignore' })
  try {
    while (
      !(await fetch(`http://127.0.0.1:${port}${ready}`).then(
        ({ ok }) => ok,
        () => false,
      ))
    )
      await sleep(100)
    // The head of Prometheus takes nothing that is older than an hour.
    const begin = Math.floor((Date.now() - 3_000_000) / step) * step
    const sending = {
      url: `http://127.0.0.1:${port}${write}`,
      headers: {},
      series,
      perRequest: 5000,
      begin,
      step: Math.floor(3_000_000 / 200 / 1000) * 1000,
    }
    let memory = 0
    const watching = setInterval(() => {
      memory = Math.max(memory, megabytes(child.pid, 'VmRSS'))
    }, 500)
    const before = cpuOf(child.pid ?? 0)
    const sent = await send(sending, { seconds, rounds: 200 })
    await sleep(5000)
    const spent = cpuOf(child.pid ?? 0) - before
    clearInterval(watching)
    const bytes = Number(execFileSync('du', ['-sb', folder]).toString().split('\t')[0])
    return { name, sent, spent, memory, bytes }
  } finally {
    child.kill('SIGTERM')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
}

const rows = []
for (const peer of peers.filter(({ program }) => existsSync(program))) {
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
