/** What osquery asks (its TLS API), by the shape of the body and the end of the path; and what it is to look at. Pure. */
import { type Tree, textOf } from '../adapters/tree.ts'

export type Node =
  | { what: 'enroll'; secret: string; hostIdentifier: string; details: Tree }
  | { what: 'config' | 'read' | 'status'; nodeKey: string }
  | { what: 'results'; nodeKey: string; empty: boolean }

const isRecord = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value)
/** Undefined when it is not osquery that asks. Every path is a flag of osquery, so only its end tells, where the body does not. */
export function nodeIn(told: Tree, path: string): Node | undefined {
  const end = path.split('/').at(-1)
  if (typeof told.enroll_secret === 'string' || (end === 'enroll' && isRecord(told.host_details))) return enrollIn(told)
  if (typeof told.node_key !== 'string') return undefined
  const nodeKey = told.node_key
  if (told.log_type === 'status') return { what: 'status', nodeKey }
  if (told.log_type !== undefined || end === 'log') return { what: 'results', nodeKey, empty: !Array.isArray(told.data) || told.data.length === 0 }
  if (isRecord(told.queries)) return { what: 'results', nodeKey, empty: Object.keys(told.queries).length === 0 }
  return { what: end === 'read' ? 'read' : 'config', nodeKey }
}

const mostSecret = 200
function enrollIn(told: Tree): Node {
  const given = isRecord(told.host_details) ? told.host_details : {}
  const details: Tree = {}
  for (const table of ['os_version', 'osquery_info', 'system_info', 'platform_info']) {
    const row = given[table]
    if (isRecord(row))
      details[table] = Object.fromEntries(
        Object.entries(row)
          .slice(0, 100)
          .map(([name]) => [name.slice(0, 100), textOf(row, name)]),
      )
  }
  const secret = typeof told.enroll_secret === 'string' ? told.enroll_secret.slice(0, mostSecret) : ''
  const system = isRecord(details.system_info) ? details.system_info : undefined
  return { what: 'enroll', secret, hostIdentifier: textOf(told, 'host_identifier') || textOf(system, 'uuid'), details }
}

export const invalidReply = JSON.stringify({ node_invalid: true })
export const fineReply = JSON.stringify({ node_invalid: false })
export const enrolledReply = (nodeKey: string): string => JSON.stringify({ node_key: nodeKey, node_invalid: false })

/** Bits of osquery_info.platform_mask. */
const masks = { windows: 2, linux: 8, darwin: 16 } as const
type Platform = keyof typeof masks
interface Query {
  query: string
  platform?: Platform
  /** Not each round, but one in so many. */
  rounds?: number
}
const administrators = (where: string) =>
  `SELECT u.username AS name FROM users u JOIN user_groups ug ON u.uid = ug.uid JOIN groups g ON g.gid = ug.gid WHERE ${where}`
const root = "SELECT path, type, blocks * blocks_size AS size, blocks_available * blocks_size AS free FROM mounts WHERE path = '/'"
/** By the names under which results come back; what each means stands in results/rules.ts. */
export const queries: Readonly<Record<string, Query>> = {
  system_info: { query: 'SELECT * FROM system_info' },
  os_version: { query: 'SELECT o.*, k.version AS kernel FROM os_version o, kernel_info k' },
  osquery_info: { query: 'SELECT version, platform_mask FROM osquery_info' },
  platform_info: { query: 'SELECT vendor, version, date FROM platform_info', rounds: 6 },
  interface_details: {
    query: 'SELECT d.interface, d.mac, d.type, a.address FROM interface_details d LEFT JOIN interface_addresses a ON a.interface = d.interface',
  },
  uptime: { query: 'SELECT total_seconds FROM uptime' },
  logged_in_users: { query: "SELECT user, time FROM logged_in_users WHERE type IN ('user', 'active') ORDER BY time DESC LIMIT 1" },
  mounts: { query: root, platform: 'linux' },
  mounts_darwin: { query: root, platform: 'darwin' },
  logical_drives: { query: "SELECT device_id, size, free_space FROM logical_drives WHERE device_id = 'C:'", platform: 'windows' },
  disk_encryption: {
    query: "SELECT e.encrypted, m.path FROM disk_encryption e JOIN mounts m ON m.device_alias = e.name WHERE m.path IN ('/', '/home')",
    platform: 'linux',
  },
  disk_encryption_darwin: {
    query:
      "SELECT m.path, e.encrypted, e.filevault_status FROM disk_encryption e JOIN mounts m ON m.device = e.name WHERE m.path IN ('/', '/System/Volumes/Data')",
    platform: 'darwin',
  },
  bitlocker_info: { query: 'SELECT drive_letter, protection_status, conversion_status FROM bitlocker_info', platform: 'windows' },
  local_administrators: { query: administrators("g.groupname IN ('sudo', 'wheel', 'admin')"), platform: 'linux' },
  local_administrators_darwin: { query: administrators("g.groupname = 'admin'"), platform: 'darwin' },
  local_administrators_windows: { query: administrators("g.group_sid = 'S-1-5-32-544'"), platform: 'windows' },
  chassis_info: { query: 'SELECT chassis_types FROM chassis_info', platform: 'windows', rounds: 6 },
  windows_security_center: { query: 'SELECT firewall, antivirus, autoupdate FROM windows_security_center', platform: 'windows' },
  windows_security_products: {
    query: 'SELECT type, name, state, signatures_up_to_date FROM windows_security_products',
    platform: 'windows',
  },
  alf: { query: 'SELECT global_state FROM alf', platform: 'darwin' },
  patches: { query: 'SELECT hotfix_id, installed_on FROM patches', platform: 'windows', rounds: 6 },
  // One query a platform, so that its answer is the whole list.
  software: {
    query:
      "SELECT name, version, arch, maintainer AS publisher FROM deb_packages WHERE status LIKE '% ok installed' UNION ALL SELECT name, version || '-' || release, arch, vendor FROM rpm_packages",
    platform: 'linux',
    rounds: 3,
  },
  software_darwin: {
    query:
      "SELECT name, COALESCE(NULLIF(bundle_short_version, ''), bundle_version) AS version, bundle_identifier AS publisher FROM apps WHERE path LIKE '/Applications/%'",
    platform: 'darwin',
    rounds: 3,
  },
  software_windows: { query: 'SELECT name, version, publisher, install_date FROM programs', platform: 'windows', rounds: 3 },
}

/**
 * Each round is a little under four hours, of its own length for each host, so that not all come at once. What is looked at in a round is looked
 * at together (no splay): one document a round, not one a query.
 */
export function configReply(agentId: string): string {
  const round = 4 * 3600 - (Number.parseInt(agentId.slice(0, 4), 16) % 1800)
  const schedule = Object.entries(queries).map(([name, { query, platform, rounds = 1 }]) => [
    name,
    { query, interval: round * rounds, snapshot: true, ...(platform && { platform }) },
  ])
  const options = { schedule_splay_percent: 0, logger_tls_period: 300, distributed_interval: 300 }
  return JSON.stringify({ node_invalid: false, options, schedule: Object.fromEntries(schedule) })
}
/** Once after enrolling. `discovery`: a query runs where this one gives a row. */
export const firstReply = JSON.stringify({
  node_invalid: false,
  queries: Object.fromEntries(Object.entries(queries).map(([name, { query }]) => [name, query])),
  discovery: Object.fromEntries(
    Object.entries(queries).flatMap(([name, { platform }]) =>
      platform ? [[name, `SELECT 1 FROM osquery_info WHERE platform_mask & ${masks[platform]}`]] : [],
    ),
  ),
})
export const nothingReply = JSON.stringify({ node_invalid: false, queries: {} })
