/** Graphs that matter, by what is measured: data, for the page of an item and for the dashboards that come with Spil. Titles are in texts.ts, as `monitoring.family.<key>`. */
import type { Limit, Unit } from '../contract.ts'

export interface FamilyGraph {
  key: string
  /** Shown where this is measured. */
  needs: string
  unit: Unit
  queries: readonly { expression: string; legend: string }[]
  stacked?: boolean
  limits?: readonly Limit[]
  /** Goes on to the right, and tells when it is full. */
  forecast?: boolean
}
export interface Family {
  key: string
  graphs: readonly FamilyGraph[]
}
/** Of what a node exporter tells, real disks only. */
const disks = '{fstype!~"tmpfs|devtmpfs|overlay|squashfs|ramfs|iso9660|autofs|fuse.*"}'
/** How full something is, in percent: graphs, alarms and reports ask the same. */
export const fullness = {
  /** By `mountpoint`, of what a node exporter tells. */
  disk: `100 * (1 - node_filesystem_avail_bytes${disks} / node_filesystem_size_bytes${disks})`,
  memory: '100 * (1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)',
  /** By `descr`, of what a check by SNMP tells: there memory is storage too, so only what is called as disks are, without those that are kept in memory. */
  storage: (...labels: readonly string[]) => {
    const which = [...labels, 'descr=~"/.*|[A-Z]:.*"', 'descr!~"/(?:run|dev|sys|proc)(?:/.*)?"'].join()
    return `100 * hrStorageUsedBytes{${which}} / hrStorageSizeBytes{${which}}`
  },
}
const cards = '{device!~"lo|veth.*|docker.*|br-.*|cali.*"}'
const full: readonly Limit[] = [
  { value: 80, tone: 'amber' },
  { value: 90, tone: 'red' },
]

const node: Family = {
  key: 'node',
  graphs: [
    {
      ...{ key: 'cpu', needs: 'node_cpu_seconds_total', unit: 'percent' },
      queries: [{ expression: '100 * (1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])))', legend: '{{instance}}' }],
    },
    {
      ...{ key: 'memory', needs: 'node_memory_MemAvailable_bytes', unit: 'percent' },
      queries: [{ expression: fullness.memory, legend: '{{instance}}' }],
    },
    {
      ...{ key: 'disk', needs: 'node_filesystem_avail_bytes', unit: 'percent', limits: full, forecast: true },
      queries: [{ expression: fullness.disk, legend: '{{mountpoint}}' }],
    },
    {
      ...{ key: 'diskBusy', needs: 'node_disk_io_time_seconds_total', unit: 'percent' },
      queries: [{ expression: '100 * rate(node_disk_io_time_seconds_total[5m])', legend: '{{device}}' }],
    },
    {
      ...{ key: 'network', needs: 'node_network_receive_bytes_total', unit: 'bitsPerSecond' },
      queries: [
        { expression: `8 * rate(node_network_receive_bytes_total${cards}[5m])`, legend: '{{device}} ↓' },
        { expression: `8 * rate(node_network_transmit_bytes_total${cards}[5m])`, legend: '{{device}} ↑' },
      ],
    },
    {
      ...{ key: 'load', needs: 'node_load1', unit: 'number' },
      queries: ['1', '5', '15'].map((minutes) => ({ expression: `node_load${minutes}`, legend: `${minutes} min` })),
    },
  ],
}
const windows: Family = {
  key: 'windows',
  graphs: [
    {
      ...{ key: 'cpu', needs: 'windows_cpu_time_total', unit: 'percent' },
      queries: [{ expression: '100 * (1 - avg by (instance) (rate(windows_cpu_time_total{mode="idle"}[5m])))', legend: '{{instance}}' }],
    },
    {
      ...{ key: 'memory', needs: 'windows_memory_physical_free_bytes', unit: 'percent' },
      queries: [{ expression: '100 * (1 - windows_memory_physical_free_bytes / windows_memory_physical_total_bytes)', legend: '{{instance}}' }],
    },
    {
      ...{ key: 'disk', needs: 'windows_logical_disk_free_bytes', unit: 'percent', limits: full, forecast: true },
      queries: [
        {
          expression:
            '100 * (1 - windows_logical_disk_free_bytes{volume!~"HarddiskVolume.*"} / windows_logical_disk_size_bytes{volume!~"HarddiskVolume.*"})',
          legend: '{{volume}}',
        },
      ],
    },
    {
      ...{ key: 'network', needs: 'windows_net_bytes_received_total', unit: 'bitsPerSecond' },
      queries: [
        { expression: '8 * rate(windows_net_bytes_received_total[5m])', legend: '{{nic}} ↓' },
        { expression: '8 * rate(windows_net_bytes_sent_total[5m])', legend: '{{nic}} ↑' },
      ],
    },
  ],
}
const interfaces: Family = {
  key: 'interfaces',
  graphs: [
    {
      ...{ key: 'traffic', needs: 'ifHCInOctets', unit: 'bitsPerSecond' },
      queries: [
        { expression: 'topk(10, 8 * rate(ifHCInOctets[5m]))', legend: '{{ifName}} ↓' },
        { expression: 'topk(10, 8 * rate(ifHCOutOctets[5m]))', legend: '{{ifName}} ↑' },
      ],
    },
    {
      ...{ key: 'errors', needs: 'ifInErrors', unit: 'perSecond' },
      queries: [
        { expression: 'rate(ifInErrors[5m]) > 0', legend: '{{ifName}} ↓' },
        { expression: 'rate(ifOutErrors[5m]) > 0', legend: '{{ifName}} ↑' },
      ],
    },
    {
      ...{ key: 'storage', needs: 'hrStorageUsedBytes', unit: 'percent', limits: full, forecast: true },
      queries: [{ expression: fullness.storage(), legend: '{{descr}}' }],
    },
    { ...{ key: 'processor', needs: 'hrProcessorLoad', unit: 'percent' }, queries: [{ expression: 'hrProcessorLoad', legend: '{{index}}' }] },
    {
      ...{ key: 'sensors', needs: 'entPhySensorValue', unit: 'celsius' },
      queries: [{ expression: 'entPhySensorValue{unit="celsius"}', legend: '{{name}}' }],
    },
    {
      ...{ key: 'traps', needs: 'snmp_traps_total', unit: 'number' },
      queries: [{ expression: 'increase(snmp_traps_total[1h]) > 0', legend: '{{trap}}' }],
    },
  ],
}
const probes: Family = {
  key: 'probes',
  graphs: [
    {
      ...{ key: 'success', needs: 'probe_success', unit: 'percent' },
      queries: [{ expression: '100 * avg_over_time(probe_success[5m])', legend: '{{check}} {{instance}}' }],
    },
    {
      ...{ key: 'duration', needs: 'probe_duration_seconds', unit: 'seconds' },
      queries: [{ expression: 'probe_duration_seconds', legend: '{{check}} {{instance}}' }],
    },
    {
      ...{ key: 'loss', needs: 'probe_icmp_loss_ratio', unit: 'ratio' },
      queries: [{ expression: 'probe_icmp_loss_ratio', legend: '{{instance}}' }],
    },
    {
      ...{ key: 'certificate', needs: 'probe_ssl_earliest_cert_expiry', unit: 'seconds' },
      queries: [{ expression: 'probe_ssl_earliest_cert_expiry - time()', legend: '{{instance}}' }],
      limits: [{ value: 14 * 86_400, tone: 'amber' }],
    },
  ],
}
const power: Family = {
  key: 'power',
  graphs: [
    {
      ...{ key: 'charge', needs: 'upsEstimatedChargeRemaining', unit: 'percent' },
      queries: [{ expression: 'upsEstimatedChargeRemaining', legend: '{{instance}}' }],
    },
    {
      ...{ key: 'runtime', needs: 'upsEstimatedMinutesRemaining', unit: 'seconds' },
      queries: [{ expression: '60 * upsEstimatedMinutesRemaining', legend: '{{instance}}' }],
    },
    {
      ...{ key: 'nutCharge', needs: 'network_ups_tools_battery_charge', unit: 'percent' },
      queries: [{ expression: 'network_ups_tools_battery_charge', legend: '{{ups}}' }],
    },
  ],
}
const printer: Family = {
  key: 'printer',
  graphs: [
    { ...{ key: 'supplies', needs: 'printer_supply_ratio', unit: 'ratio' }, queries: [{ expression: 'printer_supply_ratio', legend: '{{name}}' }] },
    { ...{ key: 'pages', needs: 'printer_pages_total', unit: 'number' }, queries: [{ expression: 'increase(printer_pages_total[1d])', legend: '' }] },
  ],
}
export const families: readonly Family[] = [probes, node, windows, interfaces, power, printer]
