import { parseArgs } from 'node:util'
import { type Config, ConfigError, readConfig } from '#platform/config.ts'
import { log } from '#platform/log.ts'
import { startCollecting } from '#work/monitoring/collectors/remote/jobs.ts'
import { start as startSpil, version } from '../main.ts'
import { demo } from './demo.ts'

/** npm passes a Ctrl-C on that the terminal already gave us: the same key press, not an impatient second one. */
const samePress = 500

/** Starts Spil and stays until it is told to stop. SIGUSR2 starts it again in place (after a restore). */
export async function start(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...({ demo: { type: 'boolean' }, 'test-clock': { type: 'boolean' }, role: { type: 'string' }, port: { type: 'string' } } as const),
      ...({ to: { type: 'string' }, code: { type: 'string' } } as const),
    },
  })
  const env = { ...process.env, ...(values.role && { SPIL_ROLE: values.role }), ...(values.port && { SPIL_PORT: values.port }) }
  const config = readConfig(env, { testClock: values['test-clock'] ?? false })
  const told = signals()
  if (values.to) return collect(config, { to: values.to, code: values.code }, told)
  let running = await startSpil(config)
  if (values.demo) await demo(running.app)
  console.log(`\nSpil is ready at ${running.url}\nData: ${config.data}; database: ${running.where}\nStop with Ctrl-C.\n`)
  for (;;) {
    const what = await told.next()
    console.log(what === 'again' ? 'Spil starts again.' : 'Spil stops; requests and jobs that are under way are finished first.')
    await running.stop()
    if (what === 'stop') return 0
    running = await startSpil(config)
    console.log(`Spil is ready at ${running.url}`)
  }
}

/** A collector at a remote site: no database, no doors; it asks what Spil at `to` tells it to ask. */
async function collect(config: Config, given: { to: string; code: string | undefined }, told: ReturnType<typeof signals>): Promise<number> {
  if (config.role !== 'collector') throw new ConfigError('--to is for a collector: give --role collector as well')
  if (!/^https?:\/\//.test(given.to)) throw new ConfigError('--to is the address of Spil, such as https://spil.example.org')
  const running = await startCollecting({ ...given, config, log: log(config.logLevel), version })
  console.log(`\nCollector "${running.name}" asks for ${given.to}\nWhat it keeps: ${config.data}\nStop with Ctrl-C.\n`)
  await told.next()
  console.log('The collector stops.')
  await running.stop()
  return 0
}

/** npm that is killed outright tells nobody: without it Spil would stay behind, unseen, on its port. */
function onOrphaned(stop: () => void): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    stop()
  }, 1_000)
  timer.unref()
}

/** Waits for signals from the first moment on, so that a stop during the start is not lost. */
function signals(): { next(): Promise<'stop' | 'again'> } {
  let waiting: ((what: 'stop' | 'again') => void) | undefined
  const queued: ('stop' | 'again')[] = []
  const tell = (what: 'stop' | 'again') => {
    if (waiting) waiting(what)
    else queued.push(what)
    waiting = undefined
  }
  let first: number | undefined
  const stop = () => {
    if (first === undefined) {
      first = performance.now()
      tell('stop')
    } else if (performance.now() - first > samePress) {
      console.error('Spil stops at once.')
      process.exit(130)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
  process.on('SIGUSR2', () => tell('again'))
  if (process.env.npm_lifecycle_event) onOrphaned(stop)
  return { next: () => (queued.length > 0 ? Promise.resolve(queued.shift() ?? 'stop') : new Promise((resolve) => (waiting = resolve))) }
}
