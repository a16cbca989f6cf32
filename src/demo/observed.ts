/** What of the school is measured, and what befalls it. */
import type { Moment } from './measured.ts'

/** When the demo was filled, in days since the story began. */
export const told = 14
interface Outage {
  name: string
  /** In days since the story began. */
  from: number
  until: number
}
const minutes = (count: number) => count / 1440
/** What was silent last week, a switch that is silent now, and a server that is being rebuilt in a maintenance window. */
export const outages = {
  printing: { name: 'PRINT-01', from: told - 7, until: told - 7 + minutes(60) },
  noord: { name: 'SW-N0', from: told - 6, until: told - 6 + minutes(30) },
  now: { name: 'SW-P1', from: told - minutes(95), until: Number.POSITIVE_INFINITY },
  rebuilt: { name: 'TEST-01', from: told - minutes(120), until: told + 2.9 },
} as const satisfies Record<string, Outage>
/** Behind which switch. */
const behind: Readonly<Record<string, string>> = Object.fromEntries(
  [...'LNP'].flatMap((letter) => Array.from({ length: 8 }, (_, n) => [`AP-${letter}0${n + 1}`, `SW-${letter}${n < 4 ? 0 : 1}`])),
)
export const isOut = (name: string, { day }: Moment) =>
  Object.values(outages).some((one) => (one.name === name || one.name === behind[name]) && day >= one.from && day < one.until)

export interface Host {
  name: string
  address: string
  memory: number
  /** Of the processor, in percent: at night, and more by day. */
  cpu: readonly [night: number, day: number]
  /** Where, how large in GB, how full when it began in percent, and how much more a day. */
  disks: readonly (readonly [place: string, size: number, full: number, perDay: number])[]
}
export const hosts: readonly Host[] = [
  {
    name: 'HOST-1',
    address: '10.20.1.1',
    memory: 512,
    cpu: [14, 38],
    disks: [
      ['/', 200, 31, 0.05],
      ['/vm', 8000, 64, 0.1],
    ],
  },
  {
    name: 'HOST-2',
    address: '10.20.1.2',
    memory: 512,
    cpu: [11, 33],
    disks: [
      ['/', 200, 29, 0.04],
      ['/vm', 8000, 58, 0.08],
    ],
  },
  {
    name: 'HOST-3',
    address: '10.20.1.3',
    memory: 512,
    cpu: [9, 22],
    disks: [
      ['/', 200, 33, 0.05],
      ['/vm', 8000, 47, 0.06],
    ],
  },
  { name: 'AD-01', address: '10.20.2.10', memory: 16, cpu: [3, 16], disks: [['/', 60, 42, 0.03]] },
  {
    name: 'PRINT-01',
    address: '10.20.2.13',
    memory: 16,
    cpu: [2, 21],
    disks: [
      ['/', 60, 38, 0.05],
      ['/var/spool', 120, 24, 0.1],
    ],
  },
  // Fills since logging was turned up, and nobody turned it back.
  {
    name: 'WEB-01',
    address: '10.20.2.16',
    memory: 16,
    cpu: [8, 47],
    disks: [
      ['/', 60, 46, 0.04],
      ['/var/log', 40, 62, 2.1],
    ],
  },
  { name: 'ROOSTER-01', address: '10.20.2.19', memory: 16, cpu: [4, 28], disks: [['/', 60, 51, 0.06]] },
  { name: 'TEST-01', address: '10.20.2.22', memory: 16, cpu: [2, 6], disks: [['/', 60, 35, 0]] },
]
export const windowsHosts: readonly Host[] = [
  {
    name: 'FILE-01',
    address: '10.20.2.12',
    memory: 16,
    cpu: [5, 24],
    disks: [
      ['C:', 120, 54, 0.05],
      ['D:', 6000, 71, 0.12],
    ],
  },
  {
    name: 'SQL-01',
    address: '10.20.2.14',
    memory: 16,
    cpu: [12, 52],
    disks: [
      ['C:', 120, 47, 0.03],
      ['D:', 1500, 59, 0.15],
    ],
  },
]
/** Its ports, each with how much goes through it at most in Mbit/s. */
export const switches: readonly (readonly [name: string, ports: readonly (readonly [name: string, alias: string, busy: number])[]])[] = [
  [
    'SW-CORE-1',
    [
      ['1/1/1', 'FW-01', 620],
      ['1/1/11', 'HOST-1', 410],
      ['1/1/12', 'HOST-2', 350],
      ['1/1/3', 'SW-N0', 140],
    ],
  ],
  [
    'SW-CORE-2',
    [
      ['1/1/1', 'FW-01', 90],
      ['1/1/13', 'HOST-3', 260],
    ],
  ],
  [
    'SW-N0',
    [
      ['1/1/49', 'SW-CORE-1', 140],
      ['1/1/1', 'AP-N01', 45],
      ['1/1/2', 'AP-N02', 38],
    ],
  ],
]
export const websites = [
  { name: 'Magister', url: 'https://magister.linde.example', seconds: 0.34, certificate: 71 },
  { name: 'Leerplein', url: 'https://leerplein.linde.example', seconds: 0.21, certificate: 160 },
  { name: 'Zermelo rooster', url: 'https://rooster.linde.example', seconds: 0.18, certificate: 160 },
  { name: 'Schoolwebsite', url: 'https://www.linde.example', seconds: 0.11, certificate: 44 },
] as const
export const printers = [
  {
    name: 'PR-01',
    supplies: [
      ['Black Cartridge', 0.64],
      ['Cyan Cartridge', 0.38],
      ['Magenta Cartridge', 0.41],
      ['Yellow Cartridge', 0.07],
    ],
  },
  { name: 'PR-03', supplies: [['Black Cartridge', 0.03]] },
] as const

/** Of these it is known whether they answer and how full their disk is, and no more. */
export const plain = ['AD-02', 'SQL-02', 'WEB-02', 'LMS-01', 'BACKUP-01', 'MON-01'] as const
export const gear = ['FW-01', 'SW-CORE-1', 'SW-CORE-2', ...[...'LNP'].flatMap((letter) => [`SW-${letter}0`, `SW-${letter}1`]), ...Object.keys(behind)]
export const measuredNames: readonly string[] = [...[...hosts, ...windowsHosts, ...websites, ...printers].map(({ name }) => name), ...plain, ...gear]
