/** What the documents of the sample school say, whose they are and for whom. */
import type { DocumentRow } from '#record/documents/contract.ts'
import type { Role } from '#record/people/contract.ts'

/** By the names of teams and the logins of people. */
interface Whom {
  everybody?: boolean
  teams?: readonly string[]
  roles?: readonly Role[]
  people?: readonly string[]
}
export interface Paper {
  title: string
  kind: DocumentRow['kind']
  /** Login. */
  by: string
  /** How many days ago it was begun. */
  ago: number
  /** A page, or the name of a file. */
  first?: { text: string }
  file?: string
  /** What came after it: text and why. */
  later?: readonly (readonly [text: string, note: string])[]
  read?: Whom
  write?: Whom
  /** Which version is published; none: a draft. */
  published?: number
  withdrawn?: boolean
  /** Days from now. */
  review?: number
  /** On the newest case with this word. */
  on?: string
}
const everybody = { everybody: true }

const wifi = (network: string) => `## Verbinden

1. Open **Instellingen** en kies **Wifi**.
2. Kies het netwerk **${network}**.
3. Meld u aan met uw schoolaccount.

> Werkt het niet? Zet wifi uit en weer aan, en probeer het nog eens.
`
const printing = `Op elke verdieping staat een printer. U print met uw pas.

1. Print naar **Linde-FollowMe**.
2. Loop naar een printer en houd uw pas ervoor.
3. Kies uw opdracht en druk op **Start**.

Opdrachten die na 24 uur niet zijn opgehaald, verdwijnen vanzelf.
`
const passwords = (length: number) => `## Wachtwoorden

- Een wachtwoord heeft ten minste ${length} tekens. Een zin van vier woorden is het makkelijkst.
- Gebruik uw schoolwachtwoord nergens anders.
- Een tweede stap is verplicht voor iedereen die met leerlinggegevens werkt.

## Apparaten

Vergrendel uw scherm als u wegloopt. Een verloren apparaat meldt u **meteen** bij de servicedesk.
`
const network = `## Opzet

| VLAN | Naam | Bereik | Waarvoor |
|---|---|---|---|
| 10 | beheer | 10.20.10.0/24 | switches en accesspoints |
| 20 | medewerkers | 10.20.20.0/23 | laptops en telefoons |
| 30 | leerlingen | 10.20.32.0/21 | eigen apparaten |
| 40 | gebouw | 10.20.40.0/24 | camera’s, deuren, klimaat |

Tussen de netwerken staat de firewall. VLAN 40 komt **niet** op internet.
`
const restore = `1. Zoek de juiste back-up: datum en tijd vóór de schade.
2. Zet terug naar een **andere** plek, nooit over het origineel.
3. Laat de eigenaar nakijken of het klopt.
4. Leg vast: wat, wanneer, door wie gecontroleerd.

\`\`\`
restore --from backup-noord --to /srv/teruggezet
\`\`\`
`

export const papers: readonly Paper[] = [
  {
    title: 'Wifi instellen op uw telefoon of laptop',
    kind: 'instruction',
    by: 'ilse',
    ago: 80,
    first: { text: wifi('Linde-Gast') },
    later: [
      [wifi('Linde-Medewerkers'), 'Medewerkers gaan niet meer via het gastnetwerk'],
      [`${wifi('Linde')}\nHet netwerk heet op alle locaties hetzelfde.\n`, 'Eén netwerk voor alle locaties'],
    ],
    read: everybody,
    published: 3,
    review: 120,
    on: 'wifi',
  },
  {
    title: 'Printen met uw pas',
    kind: 'instruction',
    by: 'daan',
    ago: 64,
    first: { text: printing },
    read: everybody,
    published: 1,
    review: 9,
    on: 'printer',
  },
  {
    title: 'Wachtwoord vergeten: zo herstelt u het',
    kind: 'instruction',
    by: 'ilse',
    ago: 60,
    first: { text: 'Kies op de aanmeldpagina **Wachtwoord vergeten**. U krijgt een mail met een link die een uur werkt.\n' },
    read: everybody,
    published: 1,
  },
  {
    title: 'Beleid voor wachtwoorden en apparaten',
    kind: 'policy',
    by: 'yasmin',
    ago: 75,
    first: { text: passwords(10) },
    later: [[passwords(12), 'Naar twaalf tekens, volgens de nieuwe norm']],
    read: everybody,
    published: 1,
    review: -6,
  },
  {
    title: 'Netwerkontwerp locatie Noord',
    kind: 'design',
    by: 'fatima',
    ago: 52,
    first: { text: network },
    read: { roles: ['engineer', 'lead', 'client', 'auditor'] },
    published: 1,
  },
  {
    title: 'Draaiboek: back-up terugzetten',
    kind: 'instruction',
    by: 'fatima',
    ago: 41,
    first: { text: restore },
    read: { teams: ['Netwerk en servers'] },
    published: 1,
    review: 45,
  },
  {
    title: 'Contract internetverbinding 2026',
    kind: 'contract',
    by: 'karel',
    ago: 50,
    file: 'contract.pdf',
    write: { people: ['karel', 'fatima'] },
    review: 200,
  },
  {
    title: 'Handleiding digibord',
    kind: 'manual',
    by: 'daan',
    ago: 33,
    file: 'digibord.pdf',
    read: everybody,
    published: 1,
    on: 'digibord',
  },
  {
    title: 'Ontvangstbewijs laptop LT-214',
    kind: 'receipt',
    by: 'daan',
    ago: 12,
    file: 'ontvangst.pdf',
    read: { people: ['noor'] },
    published: 1,
  },
  { title: 'Verslag overleg leveranciers', kind: 'other', by: 'karel', ago: 8, file: 'verslag.docx' },
  {
    title: 'Thuiswerken: zo begint u',
    kind: 'instruction',
    by: 'ilse',
    ago: 4,
    first: { text: '## Voor u begint\n\n- Uw laptop van school\n- Uw telefoon voor de tweede stap\n' },
  },
  {
    title: 'Windows 10 bijwerken',
    kind: 'instruction',
    by: 'daan',
    ago: 85,
    first: { text: 'Kies **Start**, **Instellingen**, **Bijwerken**.\n' },
    read: everybody,
    published: 1,
    withdrawn: true,
  },
]
