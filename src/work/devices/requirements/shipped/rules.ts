/** Security requirements that come with Spil, as data: an organisation takes one over as a baseline of its own, tries it, changes it, publishes it. */
import type { Severity } from '#record/norms/contract.ts'

interface Words {
  nl: string
  en: string
}
export interface Requirement {
  key: string
  title: Words
  /** CEL over facts (decision 0040). */
  condition: string
  severity: Severity
  /** Minutes that what was observed is good for; null: for ever. */
  maxAge: number | null
  remedy: Words
  /** The fact it reads, when no agent tells that: a person attests it. */
  attested?: string
}
export interface Requirements {
  name: Words
  kinds: readonly string[]
  /** Only items with this tag. */
  tag?: string
  requirements: readonly Requirement[]
}

const day = 1440
const one = (
  key: string,
  condition: string,
  severity: Severity,
  maxAge: number | null,
  title: [string, string],
  remedy: [string, string],
): Requirement => ({
  ...{ key, condition, severity, maxAge, title: { nl: title[0], en: title[1] }, remedy: { nl: remedy[0], en: remedy[1] } },
})

/** What no agent tells; it is good for as long as it is attested. */
const byPerson = (key: string, attested: string, severity: Severity, title: [string, string], remedy: [string, string]): Requirement => ({
  ...one(key, `${attested} == true`, severity, null, title, remedy),
  attested,
})

const encrypted = one(
  ...(['encrypted', 'disk.encrypted == true', 'high', 14 * day] as const),
  ['De schijf is versleuteld', 'The disk is encrypted'],
  [
    'Zet BitLocker, FileVault of LUKS aan en bewaar de herstelsleutel bij het apparaat.',
    'Turn on BitLocker, FileVault or LUKS, and keep the recovery key with the device.',
  ],
)
const virus = [
  one(
    ...(['antivirusActive', 'antivirus.active == true', 'high', 3 * day] as const),
    ['De virusscanner is actief', 'Antivirus is active'],
    ['Start de virusscanner. Blijft hij uit, installeer hem opnieuw.', 'Start the antivirus. When it stays off, install it anew.'],
  ),
  one(
    ...(['antivirusCurrent', 'antivirus.current == true', 'normal', 3 * day] as const),
    ['De virusscanner is bijgewerkt', 'Antivirus is current'],
    [
      'Laat de virusscanner bijwerken en kijk of hij de server van updates bereikt.',
      'Have it updated, and see whether it reaches its server for updates.',
    ],
  ),
]
const firewall = one(
  ...(['firewall', 'firewall.on == true', 'high', 3 * day] as const),
  ['De firewall staat aan', 'The firewall is on'],
  ['Zet de firewall aan voor alle netwerken. Zoek uit waarom hij uit stond.', 'Turn the firewall on for all networks. Find out why it was off.'],
)
/** Ends of support as their makers publish them; the first version that still gets updates. */
const supported = (condition: string) =>
  one(
    ...(['supported', condition, 'high', 30 * day] as const),
    ['Het besturingssysteem krijgt nog updates', 'The operating system still gets updates'],
    ['Werk bij naar een versie die ondersteund wordt, of vervang het apparaat.', 'Update to a version that is supported, or replace the device.'],
  )
const computer = supported(
  '(os.name.like("*windows*") && !os.name.like("*server*") && versionAtLeast(os.version, "10.0.22631")) || (os.name.like("*debian*") && versionAtLeast(os.version, "12")) || (os.name.like("*ubuntu*") && versionAtLeast(os.version, "22.04")) || (os.name.like("*mac*os*") && versionAtLeast(os.version, "14"))',
)
const patched = (days: number) =>
  one(
    ...(['patched', `daysSince(updates.last) <= ${days}.0`, 'normal', 14 * day] as const),
    [`De laatste updates zijn hoogstens ${days} dagen oud`, `The last updates are at most ${days} days old`],
    ['Laat updates installeren en start het apparaat opnieuw op.', 'Have updates installed and restart the device.'],
  )
const locks = byPerson(
  ...(['locks', 'screen.locks', 'normal'] as const),
  ['Het scherm gaat vanzelf op slot', 'The screen locks by itself'],
  [
    'Stel in dat het scherm na hoogstens 15 minuten op slot gaat. Geen agent meldt dit: verklaar het, met een einddatum.',
    'Have the screen lock after 15 minutes at most. No agent tells this: attest it, with an end date.',
  ],
)
const administrators = (most: number) =>
  one(
    ...(['administrators', `localAdministrators.count <= ${most}`, 'normal', 14 * day] as const),
    [`Hoogstens ${most} lokale beheerders`, `At most ${most} local administrators`],
    ['Haal accounts uit de groep van beheerders die daar niet horen.', 'Take accounts out of the group of administrators that do not belong there.'],
  )
const seen = (days: number) =>
  one(
    ...(['seen', 'host.name != ""', 'low', days * day] as const),
    [`De agent meldde zich in de laatste ${days} dagen`, `The agent reported in the last ${days} days`],
    [
      'Zoek het apparaat op. Staat het aan, kijk dan of de agent loopt en de server bereikt.',
      'Find the device. When it is on, see whether the agent runs and reaches the server.',
    ],
  )
/** What may be on a device, and must be, is said of products (devices/products). */
const software = [
  one(
    ...(['forbidden', 'software.forbidden == 0', 'normal', 14 * day] as const),
    ['Er staat geen verboden software op', 'No forbidden software is on it'],
    [
      'Haal weg wat in software.forbiddenNames staat. Mag het toch, zeg dat dan bij het product, onder Apparaten → Software.',
      'Take off what stands in software.forbiddenNames. When it may be there, say so at the product, under Devices → Software.',
    ],
  ),
  one(
    ...(['required', 'software.missing == 0', 'low', 14 * day] as const),
    ['De verplichte software staat erop', 'The software that is required is on it'],
    [
      'Installeer wat in software.missingNames staat, of werk het bij tot de gewenste versie.',
      'Install what stands in software.missingNames, or update it to the version that is wanted.',
    ],
  ),
]
const password = byPerson(
  ...(['password', 'password.changed', 'high'] as const),
  ['Het wachtwoord van de fabriek is gewijzigd', 'The password of the maker was changed'],
  [
    'Wijzig het wachtwoord van beheer en bewaar het. Verklaar het daarna, met een einddatum.',
    'Change the password for administration and keep it. Attest it then, with an end date.',
  ],
)

export const shippedRequirements: Readonly<Record<string, Requirements>> = {
  laptop: {
    name: { nl: 'Beveiliging van laptops', en: 'Security of laptops' },
    kinds: ['laptop'],
    requirements: [encrypted, ...virus, firewall, computer, patched(35), locks, administrators(2), ...software, seen(14)],
  },
  shared: {
    name: { nl: 'Beveiliging van gedeelde apparaten', en: 'Security of shared devices' },
    kinds: ['laptop', 'pc', 'tablet'],
    tag: 'gedeeld',
    requirements: [...virus, firewall, computer, patched(35), locks, administrators(1), ...software, seen(7)],
  },
  phone: {
    name: { nl: 'Beveiliging van telefoons en tablets', en: 'Security of phones and tablets' },
    kinds: ['phone', 'tablet'],
    requirements: [
      encrypted,
      supported(
        '(os.name.like("*ios*") && versionAtLeast(os.version, "17")) || (os.name.like("*ipados*") && versionAtLeast(os.version, "17")) || (os.name.like("*android*") && versionAtLeast(os.version, "13"))',
      ),
      locks,
      seen(30),
    ],
  },
  printer: {
    name: { nl: 'Beveiliging van printers', en: 'Security of printers' },
    kinds: ['printer'],
    requirements: [
      password,
      byPerson(
        ...(['firmware', 'firmware.current', 'normal'] as const),
        ['De firmware is bijgewerkt', 'The firmware is current'],
        ['Werk de firmware bij. Verklaar het daarna, met een einddatum.', 'Update the firmware. Attest it then, with an end date.'],
      ),
      one(
        ...(['supplies', 'printer.supplies.lowest > 10', 'low', 7 * day] as const),
        ['Toner, inkt en opvangbak zijn nog voor meer dan 10 % goed', 'Toner, ink and waste are good for more than 10 % still'],
        [
          'Kijk op de pagina van de printer wat bijna op is, en vervang het. Blijft het onbekend, vraag de printer uit met SNMP.',
          'See on the page of the printer what is nearly used up, and replace it. When it stays unknown, have the printer asked by SNMP.',
        ],
      ),
      seen(7),
    ],
  },
  server: {
    name: { nl: 'Beveiliging van servers', en: 'Security of servers' },
    kinds: ['server'],
    requirements: [
      firewall,
      supported(
        '(os.name.like("*windows*server*") && versionAtLeast(os.version, "10.0.17763")) || (os.name.like("*debian*") && versionAtLeast(os.version, "12")) || (os.name.like("*ubuntu*") && versionAtLeast(os.version, "22.04"))',
      ),
      patched(35),
      administrators(3),
      ...software,
      seen(2),
    ],
  },
}
