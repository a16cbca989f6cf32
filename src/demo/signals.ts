/** The series of each thing that is measured, by the names that exporters give them. */
import type { Moment, Signal, Thing } from './measured.ts'
import { gear, type Host, hosts, isOut, plain, printers, switches, told, websites, windowsHosts } from './observed.ts'

const GB = 1e9
type Value = Signal['value']
/** Says a series of a thing; while the thing does not answer there is none. */
type Say = (metric: string, value: Value, labels?: Record<string, string>, counts?: boolean) => Signal
function sayer({ id, number, name }: Thing, instance: string, job: string): Say {
  return (metric, value, labels = {}, counts = false) => ({
    labels: { __name__: metric, item: number, instance, job, ...labels },
    itemId: id,
    counts,
    value: (moment, noise) => (isOut(name, moment) ? undefined : value(moment, noise)),
  })
}
/** Whether it answers is known while it does not. */
function answers({ id, number, name }: Thing, metric: 'up' | 'probe_success', labels: Record<string, string>): Signal {
  return { labels: { __name__: metric, item: number, ...labels }, itemId: id, value: (moment) => (isOut(name, moment) ? 0 : 1) }
}
const percent = (share: number) => Math.min(99.4, Math.max(0, share))
const cpuOf =
  ([night, busiest]: Host['cpu']): Value =>
  ({ busy }, noise) =>
    percent(night + (busiest - night) * busy + noise * (2 + busiest / 12))

function node(thing: Thing, { address, memory, cpu, disks }: Host): Signal[] {
  const instance = `${address}:9100`
  const say = sayer(thing, instance, 'node')
  const load = cpuOf(cpu)
  const busy: Value = (moment, noise) => (load(moment, noise) ?? 0) / 100
  const share =
    (part: (busy: number) => number): Value =>
    (moment, noise) =>
      part(busy(moment, noise) ?? 0)
  return [
    answers(thing, 'up', { instance, job: 'node' }),
    say(
      'node_cpu_seconds_total',
      share((one) => 1 - one),
      { cpu: '0', mode: 'idle' },
      true,
    ),
    say(
      'node_cpu_seconds_total',
      share((one) => one * 0.8),
      { cpu: '0', mode: 'user' },
      true,
    ),
    say(
      'node_cpu_seconds_total',
      share((one) => one * 0.2),
      { cpu: '0', mode: 'system' },
      true,
    ),
    say('node_memory_MemTotal_bytes', () => memory * GB),
    say('node_memory_MemAvailable_bytes', ({ busy: much }, noise) => memory * GB * (0.3 + ((cpu[1] * 7) % 30) / 100 - 0.12 * much + noise * 0.01)),
    ...[1, 5, 15].map((over) => say(`node_load${over}`, (moment, noise) => (busy(moment, noise / over) ?? 0) * 4)),
    say('node_disk_io_time_seconds_total', ({ busy: much }, noise) => 0.02 + 0.12 * much + noise * 0.015, { device: 'sda' }, true),
    say('node_network_receive_bytes_total', ({ busy: much }, noise) => 4e5 + 9e6 * much * (1 + noise * 0.2), { device: 'eth0' }, true),
    say('node_network_transmit_bytes_total', ({ busy: much }, noise) => 3e5 + 6e6 * much * (1 + noise * 0.2), { device: 'eth0' }, true),
    ...disks.flatMap(([mountpoint, size, full, perDay]) => {
      const labels = { mountpoint, fstype: 'ext4', device: `/dev/${mountpoint === '/' ? 'sda1' : 'sdb1'}` }
      return [
        say('node_filesystem_size_bytes', () => size * GB, labels),
        say(
          'node_filesystem_avail_bytes',
          ({ day }, noise) => size * GB * (1 - percent(full + perDay * day + noise * (0.04 + perDay / 5)) / 100),
          labels,
        ),
      ]
    }),
  ]
}
function alive(thing: Thing, instance: string): Signal[] {
  const say = sayer(thing, instance, 'node')
  const labels = { mountpoint: '/', fstype: 'ext4', device: '/dev/sda1' }
  return [
    answers(thing, 'up', { instance, job: 'node' }),
    say('node_filesystem_size_bytes', () => 60 * GB, labels),
    say('node_filesystem_avail_bytes', ({ day }, noise) => 60 * GB * (0.55 - 0.0006 * day + noise * 0.0004), labels),
  ]
}
function windows(thing: Thing, { address, memory, cpu, disks }: Host): Signal[] {
  const instance = `${address}:9182`
  const say = sayer(thing, instance, 'windows')
  const busy = cpuOf(cpu)
  return [
    answers(thing, 'up', { instance, job: 'windows' }),
    say('windows_cpu_time_total', (moment, noise) => 1 - (busy(moment, noise) ?? 0) / 100, { core: '0,0', mode: 'idle' }, true),
    say('windows_cpu_time_total', (moment, noise) => (busy(moment, noise) ?? 0) / 100, { core: '0,0', mode: 'user' }, true),
    say('windows_memory_physical_total_bytes', () => memory * GB),
    say('windows_memory_physical_free_bytes', ({ busy: much }, noise) => memory * GB * (0.2 + cpu[1] / 200 - 0.12 * much + noise * 0.01)),
    say('windows_net_bytes_received_total', ({ busy: much }, noise) => 3e5 + 1.1e7 * much * (1 + noise * 0.2), { nic: 'Ethernet0' }, true),
    say('windows_net_bytes_sent_total', ({ busy: much }, noise) => 3e5 + 1.4e7 * much * (1 + noise * 0.2), { nic: 'Ethernet0' }, true),
    ...disks.flatMap(([volume, size, full, perDay]) => [
      say('windows_logical_disk_size_bytes', () => size * GB, { volume }),
      say('windows_logical_disk_free_bytes', ({ day }, noise) => size * GB * (1 - percent(full + perDay * day + noise * 0.04) / 100), { volume }),
    ]),
  ]
}
function ports(thing: Thing, address: string, all: (typeof switches)[number][1]): Signal[] {
  const say = sayer(thing, address, 'snmp')
  return [
    say('hrProcessorLoad', ({ busy }, noise) => Math.round(8 + 14 * busy + noise * 2), { index: '1' }),
    say('entPhySensorValue', ({ busy }, noise) => Math.round(10 * (36 + 4 * busy + noise * 0.4)) / 10, { unit: 'celsius', name: 'Chassis' }),
    ...all.flatMap(([ifName, ifAlias, mbits], n) => {
      const labels = { ifName, ifAlias, ifIndex: String(n + 1) }
      const through =
        (most: number): Value =>
        ({ busy }, noise) =>
          (most * 1e6 * (0.03 + 0.97 * busy) * (1 + noise * 0.15)) / 8
      return [
        say('ifHCInOctets', through(mbits), labels, true),
        say('ifHCOutOctets', through(mbits * 0.35), labels, true),
        say('ifInErrors', (_, noise) => (ifAlias === 'AP-N02' && noise > 0.6 ? 0.02 : 0), labels, true),
        say('ifOutErrors', () => 0, labels, true),
        say('ifOperStatus', () => 1, labels),
      ]
    }),
  ]
}
/** Asked from the server that the Prometheus of the school runs on. */
function pinged(thing: Thing, address: string): Signal[] {
  const labels = { instance: address, job: 'ping', check: 'icmp' }
  const say = sayer(thing, address, 'ping')
  if (thing.name.startsWith('AP-')) return [answers(thing, 'probe_success', labels)]
  return [
    answers(thing, 'probe_success', labels),
    say('probe_duration_seconds', ({ busy }, noise) => 0.0009 + 0.0006 * busy + noise * 0.0002, { check: 'icmp' }),
    say('probe_icmp_loss_ratio', () => 0, { check: 'icmp' }),
  ]
}
function website(thing: Thing, { url, seconds, certificate }: (typeof websites)[number], began: (moment: Moment) => number): Signal[] {
  const say = sayer(thing, url, 'websites')
  return [
    answers(thing, 'probe_success', { instance: url, job: 'websites', check: 'http' }),
    say('probe_duration_seconds', ({ busy }, noise) => seconds * (1 + 0.9 * busy + noise * 0.12), { check: 'http' }),
    say('probe_http_status_code', () => 200, { check: 'http' }),
    say('probe_ssl_earliest_cert_expiry', (moment) => Math.round(began(moment) / 1000) + (told + certificate) * 86_400, { check: 'http' }),
  ]
}
function printer(thing: Thing, { supplies }: (typeof printers)[number], address: string): Signal[] {
  const say = sayer(thing, address, 'printers')
  return [
    ...supplies.map(([name, left]) => say('printer_supply_ratio', ({ day }) => Math.max(0.01, left + (told - day) * 0.006), { name })),
    say('printer_pages_total', ({ busy }, noise) => Math.max(0, busy * 0.02 * (1 + noise)), {}, true),
  ]
}

/** By name in the register; what is no longer there is not measured. */
export function signalsOf(things: ReadonlyMap<string, Thing>): Signal[] {
  const of = <T extends { name: string }>(all: readonly T[], say: (thing: Thing, one: T) => Signal[]) =>
    all.flatMap((one) => {
      const thing = things.get(one.name)
      return thing ? say(thing, one) : []
    })
  const address = (name: string) => `10.20.0.${gear.indexOf(name) + 1}`
  return [
    ...of(hosts, node),
    ...of(windowsHosts, windows),
    ...of(
      plain.map((name) => ({ name })),
      (thing, { name }) => alive(thing, `10.20.2.${30 + plain.indexOf(name)}:9100`),
    ),
    ...of(
      gear.map((name) => ({ name })),
      (thing, { name }) => pinged(thing, address(name)),
    ),
    ...of(
      switches.map(([name, all]) => ({ name, all })),
      (thing, { name, all }) => ports(thing, address(name), all),
    ),
    ...of(websites, (thing, one) => website(thing, one, ({ at, day }) => at - day * 86_400_000)),
    ...of(printers, (thing, one) => printer(thing, one, `10.20.40.${Number(one.name.slice(3))}`)),
  ]
}
