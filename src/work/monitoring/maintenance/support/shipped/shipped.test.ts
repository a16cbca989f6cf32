/** The data that comes with Spil, and matching it with what agents really say. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile } from '#record/norms/conditions/rules.ts'
import { normNames } from '../../expecting/contract.ts'
import { shippedNorms } from '../../expecting/rules.ts'
import { Cycles } from '../contract.ts'
import { cycleOf, factsOfSupport, noEnd, osOf, softwareOf, supportOf } from '../rules.ts'
import { shippedSupport } from './rules.ts'

const catalogue = new Map(Object.entries(shippedSupport).map(([product, { cycles }]) => [product, cycles]))
const os = (fullName: string, version = '', name = '') => {
  const found = osOf({ name, version, fullName }, catalogue)
  return found && [found.product, found.cycle, found.until]
}
const software = (name: string, version = '') => {
  const found = softwareOf({ name, version }, catalogue)
  return found && [found.product, found.cycle, found.until]
}

describe('the data that comes with Spil', () => {
  test('has the shape of endoflife.date, real days, each cycle once, and a page of the maker', () => {
    expect(Object.keys(shippedSupport).length).toBeGreaterThanOrEqual(26)
    for (const [product, { cycles, page }] of Object.entries(shippedSupport)) {
      expect(Cycles.parse(cycles), product).toEqual(cycles)
      expect(new Set(cycles.map(({ cycle }) => cycle)).size, product).toBe(cycles.length)
      expect(page).toMatch(/^https:\/\//)
      for (const { cycle, eol, extendedSupport, support } of cycles) {
        if (typeof eol === 'string' && typeof extendedSupport === 'string') expect(extendedSupport > eol, `${product} ${cycle}`).toBe(true)
        if (typeof eol === 'string' && typeof support === 'string') expect(support <= eol, `${product} ${cycle}`).toBe(true)
      }
    }
  })
})

describe('what an agent says of a system', () => {
  test.each([
    ['Microsoft Windows 10 Pro', '10.0.19045', 'windows', '10-22h2', '2025-10-14'],
    ['Microsoft Windows 10 Pro', '10.0.19045.3803', 'windows', '10-22h2', '2025-10-14'],
    ['Microsoft Windows 11 Pro', '10.0.22621', 'windows', '11-22h2-w', '2024-10-08'],
    ['Microsoft Windows 11 Enterprise', '10.0.22621', 'windows', '11-22h2-e', '2025-10-14'],
    ['Microsoft Windows 11 Pro Education', '10.0.22631', 'windows', '11-23h2-w', '2025-11-11'],
    ['Microsoft Windows 11 Education', '22631', 'windows', '11-23h2-e', '2026-11-10'],
    ['Microsoft Windows 11 Home', '10.0.26100', 'windows', '11-24h2-w', '2026-10-13'],
    ['Microsoft Windows 11 Enterprise LTSC', '10.0.26100', 'windows', '11-24h2-e-lts', '2029-10-09'],
    ['Microsoft Windows 11 IoT Enterprise LTSC', '10.0.26100', 'windows', '11-24h2-iot-lts', '2034-10-10'],
    ['Microsoft Windows 10 Enterprise LTSC', '10.0.17763', 'windows', '10-1809-e-lts', '2029-01-09'],
    ['Microsoft Windows 11', '10.0.26100', 'windows', '11-24h2-w', '2026-10-13'],
    ['Microsoft Windows 7 Professional', '6.1.7601', 'windows', '7-sp1', '2020-01-14'],
    ['Microsoft Windows Server 2019 Standard', '10.0.17763', 'windows-server', '2019', '2029-01-09'],
    ['Microsoft Windows Server 2012 R2 Standard', '6.3.9600', 'windows-server', '2012-r2', '2023-10-10'],
    ['Microsoft Windows Server 2012 Standard', '6.2.9200', 'windows-server', '2012', '2023-10-10'],
    ['Microsoft® Windows Server® 2008 R2 Standard', '6.1.7601', 'windows-server', '2008-r2-sp1', '2020-01-14'],
    ['Microsoft Windows Server 2022 Datacenter Azure Edition', '10.0.20348', 'windows-server', '2022', '2031-10-14'],
    ['Microsoft Windows Server 2025 Standard', '10.0.26100', 'windows-server', '2025', '2034-10-10'],
    ['Debian GNU/Linux 12 (bookworm)', '12', 'debian', '12', '2028-06-30'],
    ['Debian GNU/Linux 12 (bookworm)', '12.5', 'debian', '12', '2028-06-30'],
    ['Debian GNU/Linux 11 (bullseye)', '', 'debian', '11', '2026-08-31'],
    ['Ubuntu 22.04.1 LTS', '22.04', 'ubuntu', '22.04', '2027-04-01'],
    ['Ubuntu 22.04.1 LTS', '22.04.1 LTS (Jammy Jellyfish)', 'ubuntu', '22.04', '2027-04-01'],
    ['Ubuntu 24.04 LTS', '', 'ubuntu', '24.04', '2029-05-31'],
    ['Red Hat Enterprise Linux 8.9 (Ootpa)', '8.9', 'rhel', '8', '2029-05-31'],
    ['AlmaLinux 9.3 (Shamrock Pampas Cat)', '9.3', 'almalinux', '9', '2032-05-31'],
    ['Rocky Linux 8.8 (Green Obsidian)', '8.8', 'rocky-linux', '8', '2029-05-31'],
    ['CentOS Linux 7 (Core)', '7', 'centos', '7', '2024-06-30'],
    ['CentOS Stream 9', '9', 'centos-stream', '9', '2027-05-31'],
    ['SUSE Linux Enterprise Server 15 SP5', '15-SP5', 'sles', '15.5', '2024-12-31'],
    ['SUSE Linux Enterprise Server 12 SP5', '12.5', 'sles', '12.5', '2024-10-31'],
    ['macOS 13.6.1', '13.6.1', 'macos', '13', '2025-09-15'],
    ['macOS 15.1', '15.1', 'macos', '15', null],
    ['VMware ESXi 7.0.3 build-20036589', '7.0.3', 'esxi', '7.0', '2025-10-02'],
  ])('%s %s', (full, version, product, cycle, until) => {
    expect(os(full, version)).toEqual([product, cycle, until])
  })
  test.each([
    ['Debian GNU/Linux forky/sid', ''],
    ['Microsoft Windows 12 Pro', '10.0.99999'],
    ['Microsoft Windows Server 2031', '10.0.26100'],
    ['Ubuntu 99.04', '99.04'],
    ['Android', '14'],
    ['', ''],
  ])('of %s nothing is guessed', (full, version) => {
    expect(os(full, version)).toBeUndefined()
  })
  test('a brought product that Spil knows no rule for goes by its name; what is for money is told beside the end', () => {
    const more = new Map([...catalogue, ['alpine-linux', Cycles.parse([{ cycle: '3.19', eol: '2025-11-01' }])]])
    expect(osOf({ name: 'Alpine Linux', version: '3.19.1', fullName: 'Alpine Linux v3.19' }, more)).toMatchObject({
      product: 'alpine-linux',
      until: '2025-11-01',
    })
    expect(osOf({ name: '', version: '20.04', fullName: 'Ubuntu 20.04.6 LTS' }, catalogue)).toMatchObject({
      until: '2025-05-31',
      extendedUntil: '2030-04-01',
    })
    expect(osOf({ name: '', version: '12', fullName: 'Debian GNU/Linux 12' }, catalogue)).toMatchObject({ until: '2028-06-30', extendedUntil: null })
  })
})

describe('what is installed', () => {
  test.each([
    ['PostgreSQL 13 ', '13.9-1', 'postgresql', '13', '2025-11-13'],
    ['MariaDB 10.6 (x64)', '10.6.12.0', 'mariadb', '10.6', '2026-07-06'],
    ['MySQL Server 8.0', '8.0.34', 'mysql', '8.0', '2026-04-30'],
    ['Microsoft SQL Server 2019 (64-bit)', '', 'mssqlserver', '15.0', '2030-01-08'],
    ['Microsoft Exchange Server 2016 Cumulative Update 23', '15.1.2507.6', 'msexchange', '2016', '2025-10-14'],
    ['Microsoft Office Professional Plus 2016', '16.0.4266', 'office', '2016', '2025-10-14'],
    ['Microsoft Office LTSC Professional Plus 2021 - nl-nl', '16.0.1', 'office', '2021', '2026-10-13'],
    ['Microsoft .NET Runtime - 6.0.20 (x64)', '48.83.61', 'dotnet', '6', '2024-11-12'],
    ['Microsoft .NET Core Runtime - 3.1.32 (x64)', '24.1', 'dotnet', '3.1', '2022-12-13'],
    ['Eclipse Temurin JDK with Hotspot 17.0.8+7 (x64)', '17.0.8.7', 'eclipse-temurin', '17', '2027-10-31'],
    ['Node.js', '18.17.1', 'nodejs', '18', '2025-04-30'],
    ['Python 3.11.4 (64-bit)', '3.11.4150.0', 'python', '3.11', '2027-10-31'],
    ['OpenSSL 1.1.1w (64-bit)', '1.1.1w', 'openssl', '1.1.1', '2023-09-11'],
    ['kubelet', '1.30.2-1.1', 'kubernetes', '1.30', '2025-06-28'],
  ])('%s', (name, version, product, cycle, until) => {
    expect(software(name, version)).toEqual([product, cycle, until])
  })
  test.each([
    ['postgresql-13', '13.9-0+deb11u1'],
    ['python3.8', '3.8.10-0ubuntu1'],
    ['openssl', '1.1.1n-0+deb11u5'],
    ['nodejs', '12.22.12~dfsg-1'],
    ['Python Launcher', '3.11.4150.0'],
    ['Microsoft SQL Server 2019 Setup (English)', '15.0'],
    ['Microsoft Office File Validation Add-In', '14.0.5130'],
    ['PostgreSQL JDBC Driver', '42.6'],
  ])('%s is the distribution’s, or something else', (name, version) => {
    expect(software(name, version)).toBeUndefined()
  })
})

test('a version is of the longest release that it begins with, at a dot: as a plain reading says', () => {
  const part = fc.integer({ min: 0, max: 30 })
  const version = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'))
  fc.assert(
    fc.property(version, fc.uniqueArray(version, { minLength: 1, maxLength: 20 }), (asked, known) => {
      const cycles = known.map((cycle) => ({ cycle, eol: false }))
      const parts = asked.split('.')
      // The same by counting whole parts, the longest first.
      const plain = parts.map((_, at) => parts.slice(0, parts.length - at).join('.')).find((beginning) => known.includes(beginning))
      expect(cycleOf(asked, cycles)?.cycle).toBe(plain)
    }),
    { numRuns: 2000 },
  )
})
test('whatever an agent says, the rules end, and what is found is in the data', () => {
  const words = fc.constantFrom(
    'Windows',
    'Server',
    '2019',
    'R2',
    '10.0.19045',
    'Debian',
    '12',
    'sid',
    'Ubuntu',
    '22.04',
    'LTSC',
    'Pro',
    'SUSE Linux Enterprise',
    'SP5',
    '(',
    '\\',
    '',
  )
  const text = fc.oneof(
    fc.array(words, { maxLength: 6 }).map((all) => all.join(' ')),
    fc.string({ maxLength: 80 }),
  )
  fc.assert(
    fc.property(text, text, text, (name, version, fullName) => {
      const all = supportOf({ name, version, fullName }, [{ name: fullName, version }], catalogue)
      for (const { product, cycle } of all) expect(catalogue.get(product)?.some((one) => one.cycle === cycle)).toBe(true)
      const ends = all.map(({ until }) => until ?? noEnd).sort()
      const facts = factsOfSupport(all)
      expect(facts.find(({ key }) => key === 'support.until')?.value).toBe(ends[0])
    }),
    { numRuns: 1000 },
  )
})
test('the norms that come with Spil are right', () => {
  for (const name of normNames) for (const days of [0, 30]) expect(compile(shippedNorms[name].condition(days)).wrong, name).toEqual([])
})
