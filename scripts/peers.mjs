/**
 * The programs that the tests talk to for real: a browser, an IMAP server, a mail relay, inventory agents, a firewall, an SNMP agent, a name server, back-up tools, senders of samples
 * and traps, stores of samples, an older PostgreSQL. On Debian, as root, what is
 * missing is installed (none of it is started as a service); otherwise it is named and the run fails: nothing is skipped silently.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'

const postgresHome = '/usr/lib/postgresql'

/** The oldest PostgreSQL from 15 on that Debian put on this machine: its folder of programs. */
export function debianPostgres() {
  if (!existsSync(postgresHome)) return undefined
  const versions = readdirSync(postgresHome)
    .map(Number)
    .filter((version) => version >= 15)
    .sort((a, b) => a - b)
  return versions.map((version) => `${postgresHome}/${version}/bin`).find((folder) => existsSync(`${folder}/postgres`))
}

const peers = [
  // Chromium without its windows: the same engine, and a tenth less work.
  { packages: ['chromium-headless-shell'], there: () => existsSync('/usr/bin/chromium-headless-shell') },
  { packages: ['dovecot-imapd'], there: () => existsSync('/usr/sbin/dovecot') && existsSync('/usr/lib/dovecot/imap') },
  { packages: ['exim4-daemon-light'], there: () => existsSync('/usr/sbin/exim4') },
  { packages: ['fusioninventory-agent'], there: () => existsSync('/usr/bin/fusioninventory-agent') },
  { packages: ['ocsinventory-agent'], there: () => existsSync('/usr/bin/ocsinventory-agent') },
  { packages: ['ufw'], there: () => existsSync('/usr/sbin/ufw') },
  { packages: ['snmpd'], there: () => existsSync('/usr/sbin/snmpd') },
  { packages: ['prometheus'], there: () => existsSync('/usr/bin/prometheus') && existsSync('/usr/bin/promtool') },
  { packages: ['victoria-metrics'], there: () => existsSync('/usr/bin/victoria-metrics') && existsSync('/usr/bin/vmagent') },
  { packages: ['snmp'], there: () => existsSync('/usr/bin/snmptrap') },
  { packages: ['zabbix-agent'], there: () => existsSync('/usr/bin/zabbix_sender') },
  { packages: ['openssl'], there: () => existsSync('/usr/bin/openssl') },
  { packages: ['iputils-ping'], there: () => existsSync('/usr/bin/ping') || existsSync('/bin/ping') },
  { packages: ['nginx-light'], there: () => existsSync('/usr/sbin/nginx') },
  { packages: ['prometheus-node-exporter'], there: () => existsSync('/usr/bin/prometheus-node-exporter') },
  { packages: ['openssh-server'], there: () => existsSync('/usr/sbin/sshd') },
  { packages: ['dnsmasq-base'], there: () => existsSync('/usr/sbin/dnsmasq') },
  { packages: ['slapd'], there: () => existsSync('/usr/sbin/slapd') },
  { packages: ['iproute2'], there: () => existsSync('/usr/sbin/ip') || existsSync('/sbin/ip') },
  { packages: ['procps'], there: () => existsSync('/usr/bin/pgrep') },
  { packages: ['restic'], there: () => existsSync('/usr/bin/restic') },
  { packages: ['borgbackup'], there: () => existsSync('/usr/bin/borg') },
  { packages: ['mariadb-server'], there: () => existsSync('/usr/sbin/mariadbd') && existsSync('/usr/bin/mariadb-dump') },
  { packages: ['postgresql-15', 'postgresql'], there: () => debianPostgres() !== undefined },
]

const apt = (...args) =>
  spawnSync('apt-get', ['-y', '-q', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0

/** Installs `packages` without starting anything: Debian asks policy-rc.d whether a new service may start. */
function install(packages) {
  const policy = '/usr/sbin/policy-rc.d'
  const ours = !existsSync(policy)
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    return apt('install', '--no-install-recommends', ...packages)
  } finally {
    if (ours) rmSync(policy, { force: true })
  }
}

export function providePeers() {
  const missing = peers.filter((peer) => !peer.there())
  if (missing.length === 0) return true
  const names = missing.map((peer) => peer.packages[0]).join(' ')
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.error(`The tests need programs that are not on this machine. On Debian: sudo apt-get install ${names}`)
    return false
  }
  console.log(`Installing what the tests talk to: ${names} …`)
  apt('update')
  for (const peer of missing)
    if (!peer.packages.some((name) => install([name])) || !peer.there()) console.error(`${peer.packages[0]} could not be installed.`)
  return missing.every((peer) => peer.there())
}

if (process.argv[1] === import.meta.filename) process.exit(providePeers() ? 0 : 1)
