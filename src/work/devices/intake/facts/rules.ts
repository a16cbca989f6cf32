/** Facts in an inventory. The table in README.md of devices says which agent gives which; what is not said is no fact. */
import type { NewFact } from '#record/items/facts/contract.ts'
import { macOf } from '../../identity/rules.ts'
import { cut, dayOf, numberOf, partsOf, type Tree, textOf } from '../adapters/tree.ts'

type Told = NewFact['value'] | undefined
const isOn = (text: string): boolean | undefined =>
  /^(1|true|on|yes|enabled|running)$/i.test(text) ? true : /^(0|false|off|no|disabled|stopped)$/i.test(text) ? false : undefined
/** All of them; false as soon as one is not; nothing when none says so. */
function all(parts: readonly Tree[], ...names: string[]): boolean | undefined {
  const told = parts.map((part) => isOn(textOf(part, ...names))).filter((one) => one !== undefined)
  return told.length === 0 ? undefined : told.every(Boolean)
}
const any = (parts: readonly Tree[], ...names: string[]): boolean | undefined => {
  const told = parts.map((part) => isOn(textOf(part, ...names))).filter((one) => one !== undefined)
  return told.length === 0 ? undefined : told.some(Boolean)
}
interface Card {
  mac: string
  ip: string
}
/** Of programs on the machine, not of the machine. */
const madeUp = /^(lo|docker|br-|virbr|veth|tun|tap|wg|vnet|ifb|dummy|bond|vmnet|vboxnet)/i
/** Its network cards, with an address first; where it has none of its own (a container), the virtual ones that have an address. */
export function cardsIn(content: Tree): Card[] {
  const all = partsOf(content, 'networks').flatMap((card) => {
    const mac = macOf(textOf(card, 'macaddr', 'mac'))
    const type = textOf(card, 'type')
    if (mac === undefined || /loopback|bridge|dialup/i.test(type) || madeUp.test(textOf(card, 'description'))) return []
    return [{ mac, ip: textOf(card, 'ipaddress', 'ip'), virtual: ['1', 'true'].includes(textOf(card, 'virtualdev')) }]
  })
  const own = all.filter(({ virtual }) => !virtual)
  return (own.length > 0 ? own : all.filter(({ ip }) => ip !== '')).sort((one, other) => Number(other.ip !== '') - Number(one.ip !== ''))
}

/** Drives of the machine itself, not what was plugged in or comes over the network. */
const fixed = (content: Tree): Tree[] =>
  partsOf(content, 'drives').filter(
    (drive) =>
      !/network|removable|cd|floppy|^(tmpfs|nfs|cifs|smb|iso9660|squashfs)/i.test(`${textOf(drive, 'filesystem')} ${textOf(drive, 'description')}`),
  )
const isSystem = (drive: Tree): boolean =>
  isOn(textOf(drive, 'systemdrive')) === true || textOf(drive, 'type') === '/' || /^c:/i.test(textOf(drive, 'letter'))

function disks(content: Tree): Record<string, Told> {
  const drives = fixed(content)
  const encrypted = drives.map((drive) => textOf(drive, 'encrypt_status')).filter((text) => text !== '')
  const [system] = drives.filter(isSystem)
  const [total, free] = [numberOf(system, 'total'), numberOf(system, 'free')]
  return {
    // Partially is not.
    'disk.encrypted': encrypted.length > 0 ? encrypted.every((status) => /^(yes|fully|encrypted)/i.test(status)) : undefined,
    'disk.size': total && Math.round(total / 1024),
    'disk.freePercent': total && free !== undefined ? Math.round((free / total) * 1000) / 10 : undefined,
  }
}

const administrators = /^(administrators|administratoren|beheerders|sudo|wheel|admin)$/i
function people(content: Tree): Record<string, Told> {
  const groups = partsOf(content, 'local_groups').filter((group) => administrators.test(textOf(group, 'name')))
  const members = groups.flatMap((group) =>
    [group.member, group.members].flat().filter((one): one is string => typeof one === 'string' && one !== ''),
  )
  const hardware = partsOf(content, 'hardware')[0]
  const names = [...new Set(members)].sort()
  return {
    'localAdministrators.names': groups.length > 0 ? cut(names.join(', '), 4000) : undefined,
    'localAdministrators.count': groups.length > 0 ? names.length : undefined,
    'user.last': textOf(hardware, 'lastloggeduser') || textOf(partsOf(content, 'users')[0], 'login'),
  }
}

function protection(content: Tree): Record<string, Told> {
  const virus = partsOf(content, 'antivirus')
  const walls = [...partsOf(content, 'firewall'), ...partsOf(content, 'firewalls')]
  const working = virus.find((one) => isOn(textOf(one, 'enabled')) === true) ?? virus[0]
  return {
    'antivirus.name': textOf(working, 'name'),
    'antivirus.active': any(virus, 'enabled'),
    'antivirus.current': working && isOn(textOf(working, 'uptodate')),
    'antivirus.version': textOf(working, 'version'),
    'firewall.on': all(walls, 'status'),
    'updates.last': partsOf(content, 'softwares')
      .filter((one) => /update|hotfix/i.test(textOf(one, 'release_type')) || /^KB\d/i.test(textOf(one, 'name')))
      .map((one) => dayOf(textOf(one, 'installdate', 'install_date')))
      .filter((one) => one !== undefined)
      .sort()
      .at(-1),
  }
}

function machine(content: Tree): Record<string, Told> {
  const [bios] = partsOf(content, 'bios')
  const [hardware] = partsOf(content, 'hardware')
  const cpus = partsOf(content, 'cpus')
  const memory = numberOf(hardware, 'memory')
  const cores = cpus.map((one) => numberOf(one, 'core', 'cores') ?? 0).reduce((sum, one) => sum + one, 0)
  return {
    'hardware.brand': textOf(bios, 'smanufacturer'),
    'hardware.model': textOf(bios, 'smodel'),
    'hardware.serial': textOf(bios, 'ssn'),
    'hardware.uuid': textOf(hardware, 'uuid'),
    'hardware.chassis': textOf(hardware, 'chassis_type'),
    'hardware.virtual': textOf(hardware, 'vmsystem'),
    'bios.version': textOf(bios, 'bversion'),
    'bios.date': dayOf(textOf(bios, 'bdate'), true),
    'cpu.name': textOf(cpus[0], 'name', 'type'),
    'cpu.cores': cores || undefined,
    'memory.size': memory && Math.round(memory / 102.4) / 10,
  }
}

function system(content: Tree): Record<string, Told> {
  const [os] = partsOf(content, 'operatingsystem')
  const [hardware] = partsOf(content, 'hardware')
  const addresses = cardsIn(content).flatMap(({ ip }) => (ip === '' ? [] : [ip]))
  return {
    'os.name': textOf(os, 'name') || textOf(hardware, 'osname'),
    'os.version': textOf(os, 'version') || textOf(hardware, 'osversion'),
    'os.fullName': textOf(os, 'full_name') || textOf(hardware, 'osname'),
    'os.kernel': textOf(os, 'kernel_version'),
    'os.arch': textOf(os, 'arch'),
    'os.installedOn': dayOf(textOf(os, 'install_date')),
    'os.bootedAt': textOf(os, 'boot_time'),
    'host.name': textOf(hardware, 'name'),
    'host.domain': textOf(os, 'dns_domain') || textOf(hardware, 'workgroup'),
    'net.addresses': [...new Set(addresses)].sort().join(', ').slice(0, 4000),
  }
}

/** What remote hands need: TeamViewer, AnyDesk, RustDesk and MeshCentral give their number. */
const remote = (content: Tree): Record<string, Told> =>
  Object.fromEntries(
    // A handful at most; each is a fact of its own.
    partsOf(content, 'remote_mgmt')
      .slice(0, 20)
      .flatMap((one) => {
        const type = textOf(one, 'type').toLowerCase()
        return /^[a-z0-9]{1,40}$/.test(type) ? [[`remote.${type}`, textOf(one, 'id')]] : []
      }),
  )

const units: Readonly<Record<string, string>> = { 'memory.size': 'GB', 'disk.size': 'GB', 'disk.freePercent': '%' }
/** In a fixed order, so that the same document is the same report. */
export function factsIn(content: Tree, client: string): Omit<NewFact, 'observedAt'>[] {
  const told: Record<string, Told> = {
    ...{ ...machine(content), ...system(content), ...disks(content), ...protection(content), ...people(content), ...remote(content) },
    'agent.version': client,
  }
  return Object.entries(told).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [{ key, value, ...(units[key] && { unit: units[key] }) }],
  )
}
