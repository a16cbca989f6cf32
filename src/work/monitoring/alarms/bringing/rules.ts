/** Which conditions are usual for a check, given its kind and how often it is asked. Pure; what they are called is in texts.ts. */
import type * as z from 'zod'
import type { Rule } from '#record/norms/contract.ts'
import type { What } from '../../checks/kinds/contract.ts'
import { fullness } from '../../dashboards/families/contract.ts'
import type { BringingText } from './texts.ts'

export interface AskedCheck {
  name: string
  what: What
  everySeconds: number
}
export interface UsualCondition {
  /** Within its template; the same for the same. */
  key: string
  title: { text: BringingText; given: Record<string, string> }
  remedy: BringingText
  rule: Omit<z.input<typeof Rule>, 'title' | 'scope'>
}
type Series = NonNullable<z.input<typeof Rule>['series']>
interface Wanted {
  series: Series
  severity?: 'low' | 'normal' | 'high'
  holdOff?: number
}
const quoted = (text: string) => JSON.stringify(text)

/** All that is usual for these checks. Of what a host tells of itself there is one, however many checks ask for it. */
export function usualFor(checks: readonly AskedCheck[]): UsualCondition[] {
  // How long a certificate is valid is said once, by what looks at that.
  const looks = checks.some(({ what }) => what.kind === 'tls')
  const isTwice = ({ what }: AskedCheck, { title }: UsualCondition) => looks && what.kind === 'http' && title.text === 'certificate'
  const all = checks.flatMap((check) => ofCheck(check).filter((one) => !isTwice(check, one)))
  return [...new Map(all.map((one) => [one.key, one])).values()]
}

function ofCheck({ name, what, everySeconds }: AskedCheck): UsualCondition[] {
  const every = Math.min(3600, Math.max(10, everySeconds))
  const labels = `check=${quoted(what.kind)},check_name=${quoted(name)}`
  const window = `${Math.max(15, Math.ceil((every * 4) / 60))}m`
  const one = (key: BringingText, { series, severity = 'normal', holdOff = 0 }: Wanted, own = true): UsualCondition => ({
    key: own ? `${what.kind}/${name}/${key}` : key,
    title: { text: key, given: { name } },
    remedy: `${key}.remedy` as BringingText,
    rule: { series, severity, holdOff },
  })
  // Lost once is not yet gone: two minutes, and of what is asked seldom the next answer decides.
  const answers = one('answers', {
    series: { kind: 'threshold', query: `probe_success{${labels}}`, op: '<', value: 1, every, means: what.kind === 'icmp' ? 'reachable' : null },
    ...{ severity: 'high', holdOff: 2 },
  })
  const certificate = () =>
    one('certificate', {
      series: { kind: 'threshold', query: `(probe_ssl_earliest_cert_expiry{${labels}} - time()) / 86400`, op: '<', value: 21, unit: 'd', every },
    })
  switch (what.kind) {
    case 'tls':
      return [answers, certificate()]
    case 'http':
      return what.url.startsWith('http://') ? [answers] : [answers, certificate()]
    case 'ntp':
      return [
        answers,
        one('clock', { series: { kind: 'threshold', query: `abs(probe_ntp_offset_seconds{${labels}})`, op: '>', value: 1, unit: 's', every } }),
      ]
    case 'scrape':
      return [answers, ...ofHost(one, every)]
    case 'snmp':
      return [answers, ...ofDevice(one, what.tables, labels, every, window)]
    default:
      return [answers]
  }
}
type One = (key: BringingText, wanted: Wanted, own?: boolean) => UsualCondition
const fills = { kind: 'forecast', op: '>', value: 95, unit: '%', hours: 96, history: 48 } as const
/** What a node exporter tells, whether it is asked or sends it by itself. */
function ofHost(one: One, every: number): UsualCondition[] {
  const load = '100 * avg by (item) (1 - rate(node_cpu_seconds_total{mode="idle"}[15m]))'
  return [
    one('disk', { series: { ...fills, query: fullness.disk, every: Math.max(every, 300) } }, false),
    one('load', { series: { kind: 'threshold', query: load, op: '>', value: 90, clearAt: 80, unit: '%', every }, holdOff: 15 }, false),
    one('memory', { series: { kind: 'threshold', query: fullness.memory, op: '>', value: 95, clearAt: 90, unit: '%', every }, holdOff: 15 }, false),
  ]
}
/** Of ports those that somebody gave a description: nobody waits for the others. */
function ofDevice(one: One, tables: readonly string[], labels: string, every: number, window: string): UsualCondition[] {
  const named = `${labels},ifAlias!=""`
  const down = `(ifAdminStatus{${named}} == bool 1) * (ifOperStatus{${named}} == bool 2)`
  const errors = `rate(ifInErrors{${labels}}[${window}]) + rate(ifOutErrors{${labels}}[${window}])`
  const load = `avg by (item) (hrProcessorLoad{${labels}})`
  const supply = `100 * printer_supply_ratio{${labels}}`
  const of: Readonly<Record<string, readonly UsualCondition[]>> = {
    interfaces: [
      one('port', { series: { kind: 'threshold', query: down, op: '>', value: 0, every }, holdOff: 2 }),
      one('errors', { series: { kind: 'threshold', query: errors, op: '>', value: 1, clearAt: 0.1, unit: '/s', every }, holdOff: 15 }),
    ],
    storage: [one('disk', { series: { ...fills, query: fullness.storage(labels), every: Math.max(every, 300) } })],
    load: [one('load', { series: { kind: 'threshold', query: load, op: '>', value: 90, clearAt: 80, unit: '%', every }, holdOff: 15 })],
    supplies: [one('supply', { series: { kind: 'threshold', query: supply, op: '<', value: 10, unit: '%', every }, severity: 'low' })],
  }
  return tables.flatMap((table) => of[table] ?? [])
}

/** Heard of or not: what the program itself says of each collector. */
export const collectorUp = (name: string): UsualCondition['rule'] => ({
  series: { kind: 'threshold', query: `collector_up{collector=${quoted(name)}}`, op: '<', value: 1, every: 15 },
  severity: 'high',
})
