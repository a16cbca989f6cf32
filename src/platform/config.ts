/**
 * Configuration: environment first, then `spil.config.json` in the data folder's parent or at SPIL_CONFIG; validated at start.
 * The table in docs/configuration.md is made from `settings` below and a test holds the two together.
 */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import * as z from 'zod'
import { isNetwork } from './outgoing.ts'

const port = z.coerce.number().int().min(0).max(65_535)
const partsIn = (text: string) => text.split(',').flatMap((part) => part.trim() || [])
const flag = z.union([z.boolean(), z.stringbool()])

/** Every setting: its name in the environment and in the file, its default and what it does. */
export const settings = {
  SPIL_PORT: port.default(7745).describe('Port to listen on'),
  SPIL_HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on; 0.0.0.0 behind a reverse proxy on another machine'),
  SPIL_DATA: z.string().min(1).default('./data').describe('Folder of the database, files, keys and signed heads'),
  SPIL_URL: z.url().optional().describe('Address people use, for links in mail; http://HOST:PORT unless told'),
  SPIL_ROLE: z.enum(['all', 'web', 'worker', 'collector']).default('all').describe('Which part of the work this process does'),
  SPIL_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('How much is logged'),
  SPIL_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//)
    .optional()
    .describe('Server that sends our mail: smtp://user:password@host:port; without it mail waits in the queue'),
  SPIL_MAIL_FROM: z.email().default('spil@localhost').describe('Sender of mail that belongs to no mailbox'),
  SPIL_TRUST_PROXY: flag.default(false).describe('Believe X-Forwarded-For and X-Forwarded-Proto (only behind your own proxy)'),
  SPIL_DB_POOL: z.coerce.number().int().min(2).max(200).default(12).describe('Largest number of database connections of this process'),
  SPIL_MAX_CONNECTIONS: z.coerce
    .number()
    .int()
    .min(10)
    .max(60_000)
    .default(5000)
    .describe('Largest number of connections at once; of more than that the newest is closed. Every page that is open holds one or two'),
  SPIL_MAX_UPLOAD_MB: z.coerce.number().int().min(1).max(2048).default(25).describe('Largest attachment or mail, in MB'),
  SPIL_OUTGOING_ALLOW: z
    .string()
    .refine((text) => partsIn(text).every(isNetwork), 'networks such as 10.1.0.0/16, with commas between them')
    .optional()
    .describe(
      'Networks of our own, such as 10.1.0.0/16, that pictures in mail may be fetched from; all others that are not public are refused. SNMP and checks may ask private networks anyway, and loopback or link-local ones only when they stand here',
    ),
  SPIL_BACKUP_ROOTS: z
    .string()
    .refine(
      (text) => partsIn(text).every((root) => root.startsWith('/') && !root.split('/').includes('..')),
      'absolute folders, with commas between them',
    )
    .optional()
    .describe(
      'Folders, such as /srv/backups, below which back-ups may be read and restored for tests; with commas between them. Without it none on this machine',
    ),
  SPIL_METRICS_MAX_SERIES: z.coerce
    .number()
    .int()
    .min(1000)
    .max(5_000_000)
    .default(200_000)
    .describe('Largest number of series in memory; each takes about 2 kB'),
  SPIL_METRICS_STORE: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'A store for samples besides PostgreSQL that takes remote-write and answers PromQL (Prometheus, VictoriaMetrics, Mimir): http://user:password@host:8428',
    ),
  SPIL_ZABBIX_PORT: port
    .optional()
    .describe('TCP port at SPIL_HOST where senders of Zabbix (zabbix_sender, agents) may tell values, usually 10051; off unless told'),
  SPIL_TRAP_PORT: port.optional().describe('UDP port at SPIL_HOST where devices may send SNMP traps, usually 162; off unless told'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//)
    .optional()
    .describe('A PostgreSQL (15 or newer) of your own; without it Spil runs one of its own in the data folder'),
} as const

const Settings = z.object(settings)
export type Settings = z.infer<typeof Settings>

export interface Config {
  port: number
  host: string
  /** Absolute path. */
  data: string
  /** Address people use, without a slash at the end. */
  url: string
  role: Settings['SPIL_ROLE']
  logLevel: Settings['SPIL_LOG']
  smtpUrl: string | undefined
  mailFrom: string
  trustProxy: boolean
  dbPool: number
  /** Of HTTP, at once. */
  maxConnections: number
  maxUploadBytes: number
  /** Networks (CIDR) that a request to an address from outside may reach besides the public internet. */
  outgoingAllow: readonly string[]
  /** Where senders of Zabbix come, and traps; undefined: nowhere. */
  zabbixPort: number | undefined
  trapPort: number | undefined
  /** Folders below which back-ups may be read. */
  backupRoots: readonly string[]
  databaseUrl: string | undefined
  /** Largest number of series in memory; samples of more are refused. */
  metricsMaxSeries: number
  /** Where chunks of samples go instead of into the database. */
  metricsStore: string | undefined
  /** Only with --test-clock: the clock may be set through POST /api/test/clock. */
  testClock: boolean
  /** Replies are checked against the contract; on outside production. */
  checkReplies: boolean
}

export class ConfigError extends Error {
  override name = 'ConfigError'
}

/** Reads and validates; throws ConfigError with one line per wrong setting, naming it and the remedy, never its value. */
export function readConfig(env: Readonly<Record<string, string | undefined>>, flags: { testClock?: boolean } = {}): Config {
  const file = env.SPIL_CONFIG ?? 'spil.config.json'
  const given: Record<string, unknown> = {}
  if (existsSync(file)) {
    try {
      Object.assign(given, JSON.parse(readFileSync(file, 'utf8')))
    } catch {
      throw new ConfigError(`${file} is not valid JSON`)
    }
    const unknown = Object.keys(given).filter((name) => !(name in settings))
    if (unknown.length > 0) throw new ConfigError(`${file}: unknown setting ${unknown.join(', ')}; known are ${Object.keys(settings).join(', ')}`)
  }
  for (const name of Object.keys(settings)) if (env[name] !== undefined && env[name] !== '') given[name] = env[name]
  const parsed = Settings.safeParse(given)
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
  const s = parsed.data
  return {
    port: s.SPIL_PORT,
    host: s.SPIL_HOST,
    data: resolve(s.SPIL_DATA),
    url: (s.SPIL_URL ?? `http://${s.SPIL_HOST === '0.0.0.0' ? '127.0.0.1' : s.SPIL_HOST}:${s.SPIL_PORT}`).replace(/\/+$/, ''),
    role: s.SPIL_ROLE,
    logLevel: s.SPIL_LOG,
    smtpUrl: s.SPIL_SMTP_URL,
    mailFrom: s.SPIL_MAIL_FROM,
    trustProxy: s.SPIL_TRUST_PROXY,
    dbPool: s.SPIL_DB_POOL,
    maxConnections: s.SPIL_MAX_CONNECTIONS,
    maxUploadBytes: s.SPIL_MAX_UPLOAD_MB * 1024 * 1024,
    outgoingAllow: partsIn(s.SPIL_OUTGOING_ALLOW ?? ''),
    backupRoots: partsIn(s.SPIL_BACKUP_ROOTS ?? ''),
    zabbixPort: s.SPIL_ZABBIX_PORT,
    trapPort: s.SPIL_TRAP_PORT,
    databaseUrl: s.DATABASE_URL,
    metricsMaxSeries: s.SPIL_METRICS_MAX_SERIES,
    metricsStore: s.SPIL_METRICS_STORE,
    testClock: flags.testClock ?? false,
    checkReplies: env.NODE_ENV !== 'production',
  }
}
