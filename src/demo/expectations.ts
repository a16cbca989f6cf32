/** What the school expects of what is measured. Everything here is looked at over samples that come in; without them it is not known. */
import type * as z from 'zod'
import type { Rule } from '#record/norms/contract.ts'
import { hosts, plain, websites, windowsHosts } from './observed.ts'

type Wish = z.input<typeof Rule> & { series: NonNullable<z.input<typeof Rule>['series']> }
/** For which things, by name; none: all of the kinds in its scope. */
export interface Expected {
  rule: Wish
  of?: readonly string[]
}
const disks = 'fstype!~"tmpfs|overlay"'
const every = 60
const gear = ['firewall', 'switch', 'accessPoint']

export const expectations: readonly Expected[] = [
  {
    rule: {
      title: 'Netwerkapparatuur antwoordt',
      series: { kind: 'threshold', query: 'probe_success{check="icmp"}', op: '<', value: 1, every, means: 'reachable' },
      ...{ scope: { kinds: gear }, severity: 'high', holdOff: 2, recovery: 2 },
      remedy: 'Kijk eerst of er stroom is en of de uplink brandt. Bel de conciërge van het gebouw: een uitgevallen groep is de gewone oorzaak.',
    },
  },
  {
    rule: {
      title: 'Servers antwoorden',
      series: { kind: 'threshold', query: 'up{job=~"node|windows"}', op: '<', value: 1, every, means: 'reachable' },
      ...{ scope: { kinds: ['server'] }, severity: 'critical', holdOff: 2, recovery: 2 },
      remedy: 'Kijk op de host of de machine draait, en open anders de console.',
    },
  },
  {
    rule: {
      title: 'Schijven lopen niet vol',
      series: {
        kind: 'forecast',
        query: `100 * (1 - node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}}) or 100 * (1 - windows_logical_disk_free_bytes / windows_logical_disk_size_bytes)`,
        ...{ op: '>', value: 95, unit: '%', hours: 96, history: 48, every: 300 },
      },
      severity: 'high',
      remedy: 'Zoek wat er groeit (du, of TreeSize), ruim op en zoek de oorzaak. Schijf vergroten is uitstel.',
    },
    of: [...hosts, ...windowsHosts].map(({ name }) => name).concat(plain),
  },
  {
    rule: {
      title: 'Poorten zonder fouten',
      series: { kind: 'threshold', query: 'rate(ifInErrors[15m]) + rate(ifOutErrors[15m])', op: '>', value: 1, unit: '/s', every },
      ...{ severity: 'normal', holdOff: 10 },
      remedy: 'Vervang de kabel of de SFP, en kijk of beide kanten dezelfde snelheid en duplex hebben.',
    },
    of: ['SW-CORE-1', 'SW-CORE-2', 'SW-N0'],
  },
  {
    rule: {
      title: 'Websites antwoorden',
      series: { kind: 'threshold', query: 'probe_success{check="http"}', op: '<', value: 1, every },
      ...{ severity: 'high', holdOff: 2, recovery: 2 },
    },
    of: websites.map(({ name }) => name),
  },
  {
    rule: {
      title: 'Websites antwoorden binnen twee seconden',
      series: { kind: 'threshold', query: 'probe_duration_seconds{check="http"}', op: '>', value: 2, clearAt: 1.5, unit: 's', every },
      ...{ severity: 'normal', holdOff: 10 },
    },
    of: websites.map(({ name }) => name),
  },
  {
    rule: {
      title: 'Certificaten zijn nog drie weken geldig',
      series: { kind: 'threshold', query: '(probe_ssl_earliest_cert_expiry - time()) / 86400', op: '<', value: 21, unit: 'd', every: 300 },
      severity: 'normal',
      remedy: 'Vernieuw het certificaat en herlaad de webserver.',
    },
    of: websites.map(({ name }) => name),
  },
  {
    rule: {
      title: 'Back-ups zijn van de laatste dag',
      series: { kind: 'threshold', query: 'backup_age_seconds / 3600', op: '>', value: 26, unit: 'h', every: 1800 },
      severity: 'high',
      remedy: 'Kijk in de taak van het back-upprogramma waarom zij niet liep, en start haar met de hand.',
    },
    of: ['WEB-01', 'FILE-01'],
  },
]
