/** Profiles to begin with, as data in both languages: an organisation adds one, changed as it likes. */
import type { Step } from '../contract.ts'

interface Words {
  nl: string
  en: string
}
type Bare<S extends Step['what']> = Omit<Extract<Step, { what: S }>, 'title' | 'help'>
interface ShippedStep {
  step: { [S in Step['what']]: Bare<S> }[Step['what']]
  title: Words
  help: Words
}
const day = 1440
const step = (bare: ShippedStep['step'], title: [string, string], help: [string, string] = ['', '']): ShippedStep => ({
  ...{ step: bare, title: { nl: title[0], en: title[1] }, help: { nl: help[0], en: help[1] } },
})
const tick = (key: string, title: [string, string], help?: [string, string]) => step({ key, what: 'tick' }, title, help)
const fact = (key: string, condition: string, title: [string, string], help?: [string, string]) =>
  step({ key, what: 'fact', condition, maxAge: 7 * day }, title, help)

const installed = tick('installed', ['Besturingssysteem opnieuw geïnstalleerd en bijgewerkt', 'Operating system installed anew and updated'])
const label = tick('label', ['Label met inventarisnummer geplakt', 'Label with the inventory number put on'])
const seen = fact(
  'seen',
  'host.name != ""',
  ['De agent meldt zich', 'The agent reports'],
  ['Installeer de inventarisatie-agent en laat hem melden.', 'Install the inventory agent and have it report.'],
)
const named = step(
  { key: 'named', what: 'named' },
  ['De naam klopt', 'It has the right name'],
  ['Zet de computernaam zoals die in het register staat.', 'Set the computer name as it is registered.'],
)
const encrypted = fact(
  'encrypted',
  'disk.encrypted == true',
  ['De schijf is versleuteld', 'The disk is encrypted'],
  ['Bewaar de herstelsleutel bij het apparaat.', 'Keep the recovery key with the device.'],
)
const firewall = fact('firewall', 'firewall.on == true', ['De firewall staat aan', 'The firewall is on'])
const virus = fact('antivirus', 'antivirus.active == true', ['De virusscanner is actief', 'Antivirus is active'])
const joined = fact('joined', 'host.domain != ""', ['Aangesloten op het domein', 'Joined to the domain'])
const charger = tick('charger', ['Adapter en tas liggen erbij', 'Power adapter and bag are with it'])
const enrolled = tick('enrolled', ['Aangemeld bij mobiel apparaatbeheer', 'Enrolled in mobile device management'])
const code = tick('code', ['Schermvergrendeling met code ingesteld', 'Screen lock with a code set'])

export const shippedProfiles: readonly { name: Words; kinds: readonly string[]; steps: readonly ShippedStep[] }[] = [
  {
    name: { nl: 'Windows-laptop in het domein', en: 'Windows laptop in the domain' },
    kinds: ['laptop'],
    steps: [installed, label, seen, named, joined, encrypted, virus, firewall, charger],
  },
  {
    name: { nl: 'Laptop zonder domein', en: 'Laptop without a domain' },
    kinds: ['laptop'],
    steps: [installed, label, seen, named, encrypted, firewall, charger],
  },
  { name: { nl: 'Telefoon of tablet', en: 'Phone or tablet' }, kinds: ['phone', 'tablet'], steps: [label, enrolled, code, charger] },
]
