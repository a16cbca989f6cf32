/** What waits on hosts: this machine itself asked by its own shell, what each package manager prints, since when, and the story to a deviation. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { items } from '#record/items/contract.ts'
import { itemFacts } from '#record/items/facts/contract.ts'
import { normsDeviations } from '#record/norms/deviations/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { monitoringExpecting } from '../expecting/contract.ts'
import { factsOfScript, script } from './adapters/script.ts'
import { monitoringUpdates } from './contract.ts'
import { type Host, hostAfter, nothingKnown } from './rules.ts'

/** By `sh`, as sshd would; `path`: programs that stand in for those of the host. */
async function run(path?: string): Promise<string> {
  const child = spawn('sh', ['-c', script], { env: { ...process.env, ...(path && { PATH: path }) }, stdio: ['ignore', 'pipe', 'pipe'] })
  const [out] = await Promise.all([text(child.stdout), text(child.stderr)])
  return out
}
const said = (out: string) => Object.fromEntries((factsOfScript(out) ?? []).map(({ key, value }) => [key, value]))
const printed = (parts: object) =>
  `Welkom op web-01\n${JSON.stringify({
    ...{
      spil: 'updates',
      by: 'apt',
      waiting: 0,
      security: 0,
      lines: [],
      required: false,
      reasons: [],
      running: '',
      newest: '',
      needrestart: '',
      last: '',
    },
    ...parts,
  })}\n`

describe('the script', () => {
  test('on this machine: what it prints is read, and says what apt-get itself says', { timeout: 180_000 }, async () => {
    expect(existsSync('/usr/bin/apt-get')).toBe(true)
    const out = await run()
    const facts = said(out)
    const child = spawn('apt-get', ['-s', '-q', '-o', 'Debug::NoLocking=1', 'dist-upgrade'], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C' },
    })
    const own = (await text(child.stdout)).split('\n').filter((line) => line.startsWith('Inst '))
    expect(facts).toMatchObject({ 'updates.waiting': own.length, 'updates.security': own.filter((line) => /-security/i.test(line)).length })
    expect(out.trim().split('\n')).toHaveLength(1)
    expect(facts['updates.last'] ?? '2026-01-01').toMatch(/^\d{4}-\d\d-\d\d$/)
  })
  test('with dnf: names, what is for security, and why it must reboot', { timeout: 60_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'spil-dnf-'))
    const program = async (name: string, lines: string) => {
      await writeFile(join(folder, name), `#!/bin/sh\n${lines}\n`)
      await chmod(join(folder, name), 0o755)
    }
    // As dnf 4 on AlmaLinux 9 writes it.
    await program(
      'dnf',
      `case "$*" in
*check-update*) printf '%s\\n' '' 'kernel.x86_64                5.14.0-427.el9    baseos' 'openssl-libs.x86_64          1:3.0.7-27.el9    baseos' 'vim-minimal.x86_64           2:8.2.2637-21.el9 baseos' 'Obsoleting Packages' 'x.noarch 1 y'; exit 100;;
*updateinfo*) printf '%s\\n' 'ALSA-2024:1 Important/Sec. kernel-5.14.0-427.el9.x86_64' 'ALSA-2024:2 Moderate/Sec.  openssl-libs-1:3.0.7-27.el9.x86_64' 'ALSA-2024:3 Low/Sec.       openssl-libs-1:3.0.7-27.el9.x86_64';;
esac`,
    )
    await program('needs-restarting', `printf '%s\\n' 'Core libraries or services have been updated:' '  * kernel' '  * systemd'; exit 1`)
    await program('rpm', `printf '%s\\n' 'vim-minimal-8.2    Mon 02 Nov 2026 09:12:01 AM CET'`)
    for (const name of ['sh', 'tr', 'cut', 'sed', 'head', 'paste', 'grep', 'awk', 'sort', 'tail', 'date', 'ls', 'uname', 'cat'])
      await program(name, `exec ${existsSync(`/usr/bin/${name}`) ? '/usr/bin' : '/bin'}/${name} "$@"`)
    const out = await run(folder)
    await rm(folder, { recursive: true })
    expect(said(out)).toMatchObject({
      ...{ 'updates.waiting': 3, 'updates.security': 2, 'updates.packages': '!kernel !openssl-libs vim-minimal' },
      ...{ 'reboot.pending': true, 'reboot.why': expect.stringContaining('kernel'), 'updates.last': '2026-11-02' },
    })
  })
  test('apt: where it comes from says whether it is for security; a newer kernel that does not run is a reboot', () => {
    const lines = [
      'Inst libssl3 [3.0.11-1] (3.0.15-1 Debian-Security:12/oldstable-security [amd64])',
      'Inst bash [5.2.15-2] (5.2.15-3 Debian:12.15/oldstable [amd64])',
      'Inst libc6 [2.35-0ubuntu3.1] (2.35-0ubuntu3.8 Ubuntu:22.04/jammy-updates, Ubuntu:22.04/jammy-security [amd64]) []',
      'Inst linux-image-6.1.0-30-amd64 (6.1.124-1 Debian:12.15/oldstable [amd64])',
      'Conf libssl3 (3.0.15-1 Debian-Security:12/oldstable-security [amd64])',
    ]
    const facts = said(printed({ waiting: 4, security: 2, lines, running: '6.1.0-28-amd64', newest: '6.1.0-30-amd64', last: '2026-11-20' }))
    expect(facts).toEqual({
      ...{
        'updates.waiting': 4,
        'updates.security': 2,
        'updates.packages': '!libc6 !libssl3 bash linux-image-6.1.0-30-amd64',
        'updates.last': '2026-11-20',
      },
      ...{ 'reboot.pending': true, 'reboot.why': '6.1.0-28-amd64 → 6.1.0-30-amd64' },
    })
    expect(said(printed({ required: true, reasons: ['libc6', 'libc6'] }))).toMatchObject({ 'reboot.pending': true, 'reboot.why': 'libc6' })
    expect(said(printed({ needrestart: '3' }))).toMatchObject({ 'reboot.pending': true })
    expect(said(printed({ required: null }))).not.toHaveProperty('reboot.pending')
  })
  test('whatever a host prints, it is read or left; what is nonsense is no fact', () => {
    for (const out of ['', 'hello', '{"spil":"updates"', '{"spil":"updates"}', printed({ waiting: -1 }), printed({ lines: ['x'.repeat(401)] })])
      expect(factsOfScript(out)).toBeUndefined()
    fc.assert(fc.property(fc.string(), (junk) => factsOfScript(`{"spil":"updates"${junk}`) === undefined || junk.includes('waiting')))
    const many = Array.from({ length: 300 }, (_, at) => `Inst a-rather-long-name-of-a-package-${at} [1] (2 Debian:12/oldstable [amd64])`)
    expect(String(said(printed({ waiting: 900, lines: many }))['updates.packages']).length).toBeLessThanOrEqual(3900)
  })
})

describe('since when', () => {
  const facts = (told: Record<string, string | number | boolean>) =>
    new Map(Object.entries(told).map(([key, value]) => [key, { value, since: '2026-01-01T00:00:00.000Z', seenAt: '2026-01-01T00:00:00.000Z' }]))
  test('the oldest counts, whatever comes beside it: as a plain list of all that ever waited says', () => {
    const report = fc.uniqueArray(fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd', 'e'), security: fc.boolean() }), {
      selector: ({ name }) => name,
      maxLength: 5,
    })
    fc.assert(
      fc.property(fc.array(report, { minLength: 1, maxLength: 8 }), (reports) => {
        let host: Host = nothingKnown
        const [since, secureSince] = [new Map<string, string>(), new Map<string, string>()]
        for (const [at, packages] of reports.entries()) {
          const now = new Date(Date.UTC(2026, 0, at + 1)).toISOString()
          const secure = packages.filter(({ security }) => security)
          const names = packages.map(({ name, security }) => `${security ? '!' : ''}${name}`).join(' ')
          host = hostAfter(host, facts({ 'updates.waiting': packages.length, 'updates.security': secure.length, 'updates.packages': names }), now)
          for (const name of [...secureSince.keys()]) if (!secure.some((one) => one.name === name)) secureSince.delete(name)
          for (const { name } of secure) if (!secureSince.has(name)) secureSince.set(name, now)
          for (const name of [...since.keys()]) if (!packages.some((one) => one.name === name)) since.delete(name)
          for (const { name, security } of packages) if (!since.has(name) || (security && secureSince.get(name) === now)) since.set(name, now)
          expect(host.waitingSince).toBe([...since.values()].sort()[0] ?? null)
          // One that was for security, is not, and is again may count from when it first waited: never later than it should.
          const oldest = [...secureSince.values()].sort()[0] ?? null
          expect(host.securitySince === null).toBe(oldest === null)
          if (oldest !== null && host.securitySince !== null) expect(host.securitySince <= oldest).toBe(true)
        }
      }),
    )
  })
  test('counts without names: since the first of them, until none is left', () => {
    const at = (day: number) => new Date(Date.UTC(2026, 0, day)).toISOString()
    const first = hostAfter(nothingKnown, facts({ 'updates.waiting': 3, 'updates.security': 1 }), at(1))
    const second = hostAfter(first, facts({ 'updates.waiting': 5, 'updates.security': 0 }), at(2))
    expect([second.waitingSince, second.securitySince]).toEqual([at(1), null])
    expect(hostAfter(second, facts({ 'updates.waiting': 0 }), at(3))).toMatchObject({ waitingSince: null, security: null })
  })
})

let house: Spil
let lead: Member
beforeAll(async () => {
  house = await spil()
  house.clock.set(new Date('2026-11-01T12:00:00Z'))
  lead = await house.member('lead')
})
afterAll(() => house[Symbol.asyncDispose]())

test('hosts in order of what is oldest; a security update that waits too long is a deviation until it is installed', async () => {
  const { organisationId } = lead
  const make = (name: string) => house.as(items, lead.token).createItem({ body: { kind: 'server', name, state: 'live' } })
  const [web, mail, dns] = [await make('WEB-01'), await make('MAIL-01'), await make('DNS-01')]
  const says = async (id: string, out: string) => {
    await house.as(itemFacts, lead.token).addFacts({ params: { id }, query: { source: 'check' }, body: factsOfScript(out) ?? [] })
    await house.settle()
  }
  const norm = { organisationId, counts: true, days: 7, severity: 'high' as const, version: 0 }
  await house.as(monitoringExpecting, lead.token).setMaintenanceNorm({ params: { name: 'securityUpdates' }, body: norm })
  const security = (name: string) => ({ waiting: 1, security: 1, lines: [`Inst ${name} [1] (2 Debian-Security:12/oldstable-security [amd64])`] })
  await says(dns.id, printed({}))
  await says(mail.id, printed({ required: true, reasons: ['linux-image-amd64'] }))
  await says(web.id, printed(security('libssl3')))
  const hosts = async (all: boolean) => house.as(monitoringUpdates, lead.token).hosts({ query: { organisationId, all: String(all) } })
  expect((await hosts(false)).items.map(({ item }) => item.name)).toEqual(['WEB-01', 'MAIL-01'])
  expect(await hosts(true)).toMatchObject({
    items: [{ security: 1 }, { reboot: true, why: 'linux-image-amd64' }, { waiting: 0 }],
    counts: { hosts: 3, security: 1, reboot: 1 },
  })

  const broken = async () => (await house.as(normsDeviations, lead.token).deviations({ query: { open: 'true' } })).items.map(({ item }) => item.name)
  house.clock.set(new Date('2026-11-05T12:00:00Z'))
  await says(web.id, printed({ ...security('libssl3'), last: '2026-11-01' }))
  expect(await broken()).toEqual([])
  house.clock.set(new Date('2026-11-09T12:00:00Z'))
  await says(web.id, printed({ ...security('libssl3'), last: '2026-11-02' }))
  expect(await broken()).toEqual(['WEB-01'])
  const one = await house.as(monitoringUpdates, lead.token).itemUpdates({ params: { id: web.id } })
  expect(one.packages).toEqual([{ name: 'libssl3', security: true, since: expect.stringMatching(/^2026-11-01T12:/) }])
  await says(web.id, printed({ last: '2026-11-09' }))
  expect(await broken()).toEqual([])
  expect((await hosts(false)).items.map(({ item }) => item.name)).toEqual(['MAIL-01'])
  expect((await house.as(monitoringUpdates, lead.token).updatesScript()).text).toContain('"spil":"updates"')
})
