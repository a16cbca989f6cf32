/** What can be asked for at the school, with its checklists and its agreement. */
import type * as z from 'zod'
import { AgreementBody } from '#record/cases/clocks/contract.ts'
import { type Definition, deskCatalogue } from '#work/desk/catalogue/contract.ts'
import { deskClocks } from '#work/desk/clocks/contract.ts'
import { deskTasks } from '#work/desk/tasks/contract.ts'
import type { Desk } from './desk.ts'

const words = (nl: string, en: string) => ({ nl, en })
const choice = (key: string, nl: string, en: string) => ({ key, label: words(nl, en) })
const quick = { critical: 60, high: 120, normal: 240, low: 480 }
/** Access is given within a day, counted in hours of work. */
const accessAgreement = AgreementBody.parse({
  name: 'Toegang binnen een dag',
  applies: { chosen: true },
  targets: [
    {
      key: 'granted',
      kind: 'solution',
      duration: { unit: 'working', minutes: quick },
      start: [{}],
      stop: [{ state: ['solved', 'closed'] }],
      pause: [{ state: ['waiting'] }],
      cancel: [{ state: ['cancelled'] }],
    },
  ],
})

const checklists = {
  laptop: {
    name: 'Laptop klaarmaken',
    text: 'Voor elke laptop die iemand krijgt.',
    tasks: [
      { title: 'Laptop uit voorraad reserveren', required: true },
      { title: 'Installeren en versleutelen', required: true, after: 0, dueInDays: 2 },
      { title: 'Op naam zetten', text: 'Serienummer en naam in de lijst van apparaten.', required: true, after: 1 },
      { title: 'Samen de eerste keer aanmelden', toAssignee: true, after: 2, dueInDays: 5 },
    ],
  },
  leaving: {
    name: 'Medewerker vertrekt',
    text: 'Alles terug en alles dicht, op de laatste werkdag.',
    tasks: [
      { title: 'Laptop en pas terug', required: true },
      { title: 'Account sluiten', required: true, dueInDays: 1 },
      { title: 'Postvak en bestanden overdragen', required: true, after: 1 },
      { title: 'Toegang tot applicaties intrekken', required: true, after: 1 },
      { title: 'Licenties vrijgeven', after: 3, dueInDays: 7 },
    ],
  },
  workplace: {
    name: 'Werkplek verhuizen',
    text: '',
    tasks: [
      { title: 'Aansluitingen in het nieuwe lokaal nakijken', required: true },
      { title: 'Verhuizen en aansluiten', required: true, after: 0 },
      { title: 'Netwerk, printen en bellen proberen', required: true, after: 1, toAssignee: true },
    ],
  },
}
/** `agreed`: its cases get the agreement above. `owned`: the application has an owner, who approves. */
interface Offered extends Omit<z.input<typeof Definition>, 'teamId' | 'checklistId' | 'agreementId' | 'ownerId'> {
  team: string
  list?: keyof typeof checklists
  agreed?: boolean
  owned?: boolean
}
const offered = {
  laptop: {
    name: words('Nieuwe laptop', 'New laptop'),
    description: words('Voor een nieuwe collega, of omdat de oude op is.', 'For a new colleague, or because the old one is worn out.'),
    also: 'notebook computer apparaat vervanging',
    kind: 'serviceRequest',
    team: 'Werkplekken',
    serviceKey: 'Werkplek',
    list: 'laptop',
    fields: [
      { key: 'for', kind: 'person', label: words('Voor wie', 'For whom'), required: true },
      {
        key: 'why',
        kind: 'choice',
        label: words('Waarom', 'Why'),
        required: true,
        choices: [
          choice('new', 'Nieuwe collega', 'New colleague'),
          choice('worn', 'De oude is op', 'The old one is worn out'),
          choice('lost', 'Kwijt of gestolen', 'Lost or stolen'),
        ],
      },
      { key: 'day', kind: 'date', label: words('Wanneer nodig', 'Needed when'), required: true, min: 0, max: 365 },
      {
        key: 'where',
        kind: 'choice',
        label: words('Locatie', 'Location'),
        choices: [choice('linde', 'De Linde', 'De Linde'), choice('eik', 'De Eik', 'De Eik'), choice('wilg', 'De Wilg', 'De Wilg')],
      },
    ],
    approval: { steps: [{ name: words('Teamleider', 'Team lead'), deciders: [{ kind: 'lead' }] }] },
  },
  application: {
    name: words('Toegang tot een applicatie', 'Access to an application'),
    description: words(
      'Voor uzelf of een collega. De teamleider en daarna de eigenaar geven akkoord.',
      'For you or a colleague. The team lead and then the owner approve.',
    ),
    also: 'rechten inloggen account magister afas',
    kind: 'accessRequest',
    team: 'Applicaties',
    serviceKey: 'Magister',
    criticality: 'high',
    agreed: true,
    owned: true,
    access: {
      rights: [choice('read', 'Lezen', 'Read'), choice('write', 'Lezen en wijzigen', 'Read and change'), choice('manage', 'Beheren', 'Manage')],
    },
    approval: {
      steps: [
        { name: words('Teamleider', 'Team lead'), deciders: [{ kind: 'lead' }] },
        { name: words('Eigenaar van de applicatie', 'Owner of the application'), deciders: [{ kind: 'owner' }] },
      ],
    },
  },
  folder: {
    name: words('Toegang tot een gedeelde map', 'Access to a shared folder'),
    description: words('Zonder akkoord, voor hoogstens een schooljaar.', 'Without approval, for a school year at most.'),
    also: 'schijf bestanden leerlingenzorg',
    kind: 'accessRequest',
    team: 'Netwerk en servers',
    serviceKey: 'Bestanden',
    agreed: true,
    access: { rights: [choice('read', 'Lezen', 'Read'), choice('write', 'Lezen en wijzigen', 'Read and change')], endNeeded: true, mostDays: 366 },
    fields: [{ key: 'folder', kind: 'text', label: words('Welke map', 'Which folder'), required: true }],
  },
  mailbox: {
    name: words('Postvak voor een groep', 'Mailbox for a group'),
    description: words('Een adres dat meer mensen samen lezen.', 'An address that several people read together.'),
    also: 'mail gedeeld groepsadres',
    kind: 'serviceRequest',
    team: 'Applicaties',
    serviceKey: 'E-mail',
    fields: [
      {
        key: 'address',
        kind: 'text',
        label: words('Gewenst adres', 'Wanted address'),
        help: words('Het deel voor de @', 'The part before the @'),
        required: true,
        max: 40,
      },
      { key: 'owner', kind: 'person', label: words('Wie is verantwoordelijk', 'Who is responsible'), required: true },
      { key: 'readers', kind: 'longText', label: words('Wie lezen mee', 'Who read it'), required: true },
    ],
  },
  leaving: {
    name: words('Medewerker vertrekt', 'Employee leaves'),
    description: words('Account, apparaten en toegang sluiten op de laatste werkdag.', 'Close account, devices and access on the last day of work.'),
    also: 'uit dienst afscheid offboarding',
    kind: 'serviceRequest',
    team: 'Servicedesk',
    serviceKey: 'Account',
    urgency: 'high',
    list: 'leaving',
    fields: [
      { key: 'who', kind: 'person', label: words('Wie vertrekt', 'Who leaves'), required: true },
      { key: 'last', kind: 'date', label: words('Laatste werkdag', 'Last day of work'), required: true, min: 0 },
      { key: 'mail', kind: 'yesNo', label: words('Gaat het postvak naar een collega?', 'Does the mailbox go to a colleague?') },
      { key: 'to', kind: 'person', label: words('Naar wie', 'To whom'), required: true, shownWhen: { field: 'mail', is: ['yes'] } },
    ],
  },
  software: {
    name: words('Software installeren', 'Software installation'),
    description: words('Een programma op een laptop of in een lokaal.', 'A program on a laptop or in a classroom.'),
    also: 'programma app licentie',
    kind: 'serviceRequest',
    team: 'Werkplekken',
    serviceKey: 'Werkplek',
    fields: [
      { key: 'program', kind: 'text', label: words('Welk programma', 'Which program'), required: true },
      {
        key: 'device',
        kind: 'text',
        label: words('Nummer van het apparaat', 'Number of the device'),
        help: words('Staat op de sticker', 'It is on the sticker'),
        pattern: 'LT-###',
      },
      { key: 'pupils', kind: 'yesNo', label: words('Werken leerlingen ermee?', 'Do pupils work with it?') },
    ],
  },
  wifi: {
    name: words('Wifi voor gasten', 'Wifi for guests'),
    description: words('Een code voor bezoekers, voor een dag of langer.', 'A code for visitors, for a day or longer.'),
    also: 'bezoek ouderavond internet',
    kind: 'serviceRequest',
    team: 'Netwerk en servers',
    serviceKey: 'Internet',
    urgency: 'low',
    fields: [
      { key: 'day', kind: 'date', label: words('Vanaf wanneer', 'From when'), required: true, min: 0 },
      { key: 'guests', kind: 'number', label: words('Hoeveel gasten', 'How many guests'), required: true, min: 1, max: 500 },
    ],
  },
  moving: {
    name: words('Werkplek verhuizen', 'Move a workplace'),
    description: words('Computer, scherm en telefoon naar een andere plek.', 'Computer, screen and telephone to another place.'),
    also: 'verplaatsen bureau lokaal',
    kind: 'serviceRequest',
    team: 'Werkplekken',
    serviceKey: 'Werkplek',
    list: 'workplace',
    fields: [
      { key: 'from', kind: 'text', label: words('Waar staat het nu', 'Where is it now'), required: true },
      { key: 'to', kind: 'text', label: words('Waar moet het heen', 'Where must it go'), required: true },
      { key: 'day', kind: 'date', label: words('Op welke dag', 'On which day'), required: true, min: 1 },
    ],
  },
  course: {
    name: words('Vraag over een cursus', 'Question about a course'),
    description: words('Welke cursussen er zijn, en of er nog plaats is.', 'Which courses there are, and whether there is a place.'),
    also: 'training scholing leren',
    kind: 'informationRequest',
    team: 'Servicedesk',
    urgency: 'low',
    fields: [
      {
        key: 'course',
        kind: 'choice',
        label: words('Waarover', 'About what'),
        required: true,
        choices: [
          choice('office', 'Documenten en rekenbladen', 'Documents and spreadsheets'),
          choice('privacy', 'Veilig werken', 'Working safely'),
          choice('board', 'Het digibord', 'The smart board'),
          choice('else', 'Iets anders', 'Something else'),
        ],
      },
      { key: 'question', kind: 'longText', label: words('Uw vraag', 'Your question'), required: true },
    ],
  },
} satisfies Record<string, Offered>
export type Item = keyof typeof offered

/** Puts it all there; gives back where each thing is found. */
export async function stock({ school, by, who }: Desk): Promise<{ items: Record<Item, string>; lists: Record<keyof typeof checklists, string> }> {
  const { organisationId } = school
  const karel = by('karel')
  const lists = {} as Record<keyof typeof checklists, string>
  for (const [key, list] of entries(checklists)) lists[key] = (await karel(deskTasks).createChecklist({ body: { organisationId, ...list } })).id
  const { id: agreementId } = await karel(deskClocks).addAgreement({ body: { organisationId, body: accessAgreement } })
  const items = {} as Record<Item, string>
  for (const [key, one] of entries<Item, Offered>(offered)) {
    const { team, list, agreed, owned, ...rest } = one
    const definition = {
      ...rest,
      teamId: school.teams.find(({ name }) => name === team)?.id ?? null,
      checklistId: list ? lists[list] : null,
      agreementId: agreed ? agreementId : null,
      ownerId: owned ? who('wouter').id : null,
    }
    items[key] = (await karel(deskCatalogue).addItem({ body: { organisationId, definition } })).id
  }
  return { items, lists }
}
const entries = <K extends string, V>(of: Record<K, V>) => Object.entries(of) as [K, V][]
