/** What a query measures, in a word for who does not read PromQL. Pure. */

/** Of what many measure by the same name: how it is called in the texts. */
const known = [
  [/^probe_duration_seconds$/, 'duration'],
  [/^probe_ssl_earliest_cert_expiry$/, 'certificate'],
  [/^probe_ntp_offset_seconds$/, 'clock'],
  [/^(node_filesystem_|windows_logical_disk_|hrStorage)/, 'disk'],
  [/^(node_cpu_|node_load|windows_cpu_|hrProcessorLoad$)/, 'load'],
  [/^(node_memory_|windows_memory_|windows_os_physical_memory)/, 'memory'],
  [/^(ifAdminStatus|ifOperStatus)$/, 'ports'],
  [/^if(In|Out)Errors$/, 'errors'],
  [/^printer_supply_ratio$/, 'supply'],
] as const
export type Measured = (typeof known)[number][1]

const strings = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g
const labels = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^()]*\)/gi
const words = new Set([
  'and',
  'or',
  'unless',
  'bool',
  'offset',
  'inf',
  'nan',
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'start',
  'end',
])
/** Names of what it reads, each once. */
export function namesIn(query: string): string[] {
  const bare = query
    .replace(strings, '')
    .replace(labels, '')
    .replace(/\{[^{}]*\}|\[[^[\]]*\]/g, ' ')
  const found = [...bare.matchAll(/(?<![\w:.])[a-zA-Z_:][\w:]*(?!\s*\(|[\w:])/g)].map(([name]) => name)
  return [...new Set(found.filter((name) => !words.has(name.toLowerCase())))]
}
/** Whether it says that something answers. */
export const isAnswer = (query: string): boolean => namesIn(query).join() === 'probe_success'
/** `kind`: what it is about when all of it is about the same; `name`: of the only series it reads. */
export function measuredBy(query: string): { kind: Measured } | { name: string } | undefined {
  const names = namesIn(query)
  const kinds = new Set(names.map((name) => known.find(([pattern]) => pattern.test(name))?.[1]))
  const [kind] = kinds
  if (kinds.size === 1 && kind) return { kind }
  return names.length === 1 && names[0] !== undefined ? { name: names[0] } : undefined
}
