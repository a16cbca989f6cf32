/** What the desk of the school works with, and what goes on besides its ordinary cases, so that each page has something to show. */
import type { Client } from '#platform/client.ts'
import type { Contract } from '#platform/contract.ts'
import type { Actor, App } from '#platform/room.ts'
import { deskAccess } from '#work/desk/access/contract.ts'
import { deskApprovals } from '#work/desk/approvals/contract.ts'
import { openNext } from '#work/desk/approvals/jobs.ts'
import { deskCatalogue } from '#work/desk/catalogue/contract.ts'
import { deskChanges } from '#work/desk/changes/contract.ts'
import { deskComplaints } from '#work/desk/complaints/contract.ts'
import { desk } from '#work/desk/contract.ts'
import { deskOutages } from '#work/desk/outages/contract.ts'
import { deskPortal } from '#work/desk/portal/contract.ts'
import { deskProblems } from '#work/desk/problems/contract.ts'
import { deskRecurring } from '#work/desk/recurring/contract.ts'
import { at } from './acting.ts'
import { type Item, stock } from './catalogue.ts'
import type { School, Someone } from './school.ts'

const hour = 3_600_000
const day = 24 * hour

export interface Desk {
  school: School
  /** The beginning of this hour. */
  now: number
  /** By the name they sign in with. */
  who(login: string): Someone
  /** `by('ilse', 3)(deskTasks)`: as she asks it of that room, so many hours ago. */
  by(login: string, hoursAgo?: number): <C extends Contract>(contract: C) => Client<C>
  /** Who decides in the step that this case has come to is found by a job, which does not run yet. Gives the id of the approval. */
  openStep(caseId: string): Promise<string>
}
type Stocked = Awaited<ReturnType<typeof stock>>

export function deskOf(app: App, school: School, actors: ReadonlyMap<string, Actor>, now: number): Desk {
  const who = (login: string) => {
    const one = school.people.find(({ email }) => email.startsWith(`${login}@`))
    if (!one) throw new Error(`nobody signs in as ${login}`)
    return one
  }
  const by: Desk['by'] =
    (login, hoursAgo = 60 * 24) =>
    (contract) => {
      const actor = actors.get(who(login).id)
      if (!actor) throw new Error(`${login} has no role`)
      return at(app, contract, actor, new Date(now - hoursAgo * hour))
    }
  const openStep = async (caseId: string) => {
    const { items } = await by('karel', 0)(deskApprovals).caseApprovals({ params: { id: caseId } })
    const approvalId = items[0]?.id ?? ''
    await openNext.run({ approvalId }, app, app.stopping)
    return approvalId
  }
  return { school, now, who, by, openStep }
}

export async function runDesk(one: Desk): Promise<void> {
  const stocked = await stock(one)
  await plan(one, stocked)
  await order(one, stocked)
  await giveAccess(one, stocked)
  await findCause(one)
  await change(one)
  await complain(one)
  await publish(one)
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)

/** Work that comes back. */
async function plan({ school, now, by }: Desk, { lists }: Stocked): Promise<void> {
  const { organisationId } = school
  const team = (name: string) => school.teams.find((one) => one.name === name)?.id ?? null
  const starts = `${dayOf(now - 30 * day)}T08:00`
  const turns = [
    {
      name: 'Terugzetten van een back-up proberen',
      rrule: 'FREQ=MONTHLY;BYDAY=1MO',
      team: 'Netwerk en servers',
      tasks: ['Bestand terugzetten', 'Database terugzetten', 'Resultaat opschrijven'],
    },
    { name: 'Toegangspunten wifi nalopen', rrule: 'FREQ=WEEKLY;BYDAY=MO', team: 'Netwerk en servers', tasks: [] },
    { name: 'Kar met chromebooks nakijken', rrule: 'FREQ=WEEKLY;BYDAY=FR', team: 'Werkplekken', tasks: ['Accu’s laden', 'Updates', 'Tellen'] },
    { name: 'Accounts zonder gebruik nalopen', rrule: 'FREQ=MONTHLY;BYMONTHDAY=15', team: 'Informatiebeveiliging', tasks: [] },
  ]
  for (const { name, rrule, team: of, tasks } of turns) {
    const template = { kind: 'task' as const, title: name, teamId: team(of), tasks, minutes: 60 }
    await by('karel', 1)(deskRecurring).addSchedule({ body: { organisationId, name, rrule, starts, template, leadHours: 24, closedDays: 'after' } })
  }
  const template = { kind: 'serviceRequest' as const, title: 'Leslokalen klaarmaken voor het nieuwe schooljaar', checklistId: lists.workplace }
  const summer = `${new Date(now + 200 * day).getUTCFullYear()}-08-17T08:00`
  await by(
    'karel',
    1,
  )(deskRecurring).addSchedule({
    body: { organisationId, name: 'Nieuw schooljaar', rrule: 'FREQ=YEARLY', starts: summer, template, leadHours: 14 * 24, active: false },
  })
}

/** Things that were asked for from the catalogue. */
async function order({ now, who, by }: Desk, { items }: Stocked): Promise<void> {
  const ask = (login: string, hoursAgo: number, item: Item, answers: Record<string, string | number | boolean>) =>
    by(login, hoursAgo)(deskCatalogue).request({ params: { id: items[item] }, body: { version: 1, answers } })
  const soon = dayOf(now + 10 * day)
  await ask('noor', 70, 'laptop', { for: who('thijs').id, why: 'worn', day: soon, where: 'eik' })
  await ask('hanna', 50, 'leaving', { who: who('pieter').id, last: soon, mail: false })
  await ask('noor', 30, 'wifi', { day: soon, guests: 40 })
  await ask('hanna', 27, 'mailbox', { address: 'open-dag', owner: who('hanna').id, readers: 'De werkgroep open dag' })
  await ask('noor', 6, 'software', { program: 'GeoGebra', device: 'LT-214', pupils: true })
  await ask('noor', 3, 'course', { course: 'board', question: 'Is er dit voorjaar nog een cursus voor het digibord?' })
}

/** Access in every state: asked, half approved, approved, refused, given. */
async function giveAccess({ now, who, by, openStep }: Desk, { items }: Stocked): Promise<void> {
  const ask = (login: string, hoursAgo: number, item: Item, access: { forId: string; right: string; why: string; until?: string }, folder?: string) =>
    by(login, hoursAgo)(deskCatalogue).request({ params: { id: items[item] }, body: { version: 1, answers: folder ? { folder } : {}, access } })
  const decide = async (login: string, hoursAgo: number, caseId: string, yes: boolean, reason?: string) => {
    const id = await openStep(caseId)
    await by(login, hoursAgo)(deskApprovals).decide({ params: { id }, body: { yes, reason } })
  }
  const application = (login: string, hoursAgo: number, right: string, why: string, forWhom = login) =>
    ask(login, hoursAgo, 'application', { forId: who(forWhom).id, right, why })
  await application('noor', 4, 'write', 'Ik vervang de roostermaker tot de zomer.')
  const half = await application('hanna', 30, 'read', 'Voor het maandoverzicht van de directie.')
  await decide('karel', 26, half.id, true)
  const whole = await application('noor', 75, 'read', 'Ik ben mentor van klas 2b.', 'noor')
  await decide('karel', 72, whole.id, true)
  await decide('wouter', 55, whole.id, true)
  const no = await application('noor', 100, 'manage', 'Dan kan ik zelf vakken toevoegen.')
  await decide('karel', 98, no.id, false, 'Beheren doen alleen applicatiebeheerders; vraag het hun per vak.')
  const folder = (login: string, hoursAgo: number, name: string, days: number, why: string) =>
    ask(login, hoursAgo, 'folder', { forId: who(login).id, right: 'read', why, until: dayOf(now + days * day) }, name)
  await folder('hanna', 20, 'Directie', 200, 'Stukken voor de vergadering.')
  for (const [login, name, days] of [
    ['noor', 'Leerlingenzorg', 12],
    ['pieter', 'Inkoop', 90],
  ] as const) {
    const { id } = await folder(login, 20 * 24, name, days, 'Nodig voor mijn werk.')
    await by('joris', 19 * 24)(deskAccess).prove({ params: { id }, body: { text: `Leesrechten op ${name} gegeven via de groep.` } })
  }
}

/** A problem behind several reports: the cause is known, and what helps meanwhile. */
async function findCause({ school, by }: Desk): Promise<void> {
  const { items } = await by('fatima', 48)(desk).cases({ query: { search: 'wifi', kind: ['incident'], limit: 3 } })
  const problem = await by(
    'fatima',
    48,
  )(deskProblems).openProblem({
    body: {
      organisationId: school.organisationId,
      title: 'Toegangspunten van de eerste verdieping herstarten vanzelf',
      text: 'Steeds dezelfde verdieping, steeds na drukte.',
      ...{ impact: 'department', urgency: 'high', take: true },
      incidents: items.map(({ id }) => id),
    },
  })
  await by(
    'fatima',
    40,
  )(deskProblems).changeProblem({
    params: { id: problem.caseId },
    body: {
      version: problem.version,
      ...{ causeKnown: true, knownError: true, forReporters: true, knownAs: 'Wifi valt weg op de eerste verdieping' },
      cause: 'Een fout in de firmware van de toegangspunten vult hun geheugen.',
      workaround: 'Zet wifi op het apparaat uit en weer aan; het kiest dan een ander toegangspunt.',
    },
  })
}

/** A change that was agreed and planned, and one that waits for agreement. */
async function change({ school, now, by, openStep }: Desk): Promise<void> {
  const { organisationId } = school
  const open = (
    hoursAgo: number,
    title: string,
    service: string,
    risk: 'low' | 'medium',
    words: Record<'reason' | 'plan' | 'backOut' | 'testPlan', string>,
  ) =>
    by(
      'joris',
      hoursAgo,
    )(desk).createCase({
      body: {
        kind: 'change',
        title,
        impact: 'department',
        urgency: 'normal',
        organisationId,
        take: true,
        change: { risk, effect: 'medium', service, ...words },
      },
    })
  const step = async (login: string, hoursAgo: number, id: string, name: 'submit' | 'approve' | 'plan', more = {}) => {
    const { version } = await by(login, hoursAgo)(deskChanges).change({ params: { id } })
    await by(login, hoursAgo)(deskChanges).stepChange({ params: { id, step: name }, body: { version, ...more } })
  }
  const firmware = await open(36, 'Nieuwe firmware op de toegangspunten', 'Internet', 'medium', {
    reason: 'De fout waardoor zij herstarten is erin verholpen.',
    plan: 'Per verdieping bijwerken, te beginnen bij De Eik.',
    backOut: 'De vorige firmware staat op de controller en is in tien minuten terug.',
    testPlan: 'Op elke verdieping een uur meten met dertig laptops.',
  })
  await step('joris', 34, firmware.id, 'submit')
  await openStep(firmware.id)
  await step('karel', 30, firmware.id, 'approve', { reason: 'Goed plan, buiten lestijd.' })
  const evening = Math.floor((now + 5 * day) / day) * day + 17 * hour
  await step('joris', 29, firmware.id, 'plan', {
    window: { from: new Date(evening).toISOString(), until: new Date(evening + 3 * hour).toISOString() },
  })
  const mail = await open(8, 'Mail van leerlingen naar de nieuwe omgeving', 'E-mail', 'low', {
    reason: 'Het contract van de oude omgeving loopt af.',
    plan: 'Eerst één klas, een week later de rest.',
    backOut: 'De oude omgeving blijft een maand aan.',
    testPlan: 'Verzenden en ontvangen met vijf leerlingen van elke locatie.',
  })
  await step('joris', 7, mail.id, 'submit')
}

/** Confidential: only who handles it and who complains see it. */
async function complain({ who, by }: Desk): Promise<void> {
  const made = await by(
    'noor',
    52,
  )(deskPortal).report({
    body: {
      title: 'Aan de balie weggestuurd',
      text: 'Ik kwam met een kapotte laptop en moest “maar een keer een melding maken”. Mijn les begon over tien minuten.',
      ...{ kind: 'complaint', howBad: 'canWork', howMany: 'me', complaint: { personId: who('daan').id } },
    },
  })
  const params = { id: made.id }
  const { version } = await by('karel', 48)(deskComplaints).complaint({ params })
  const after = await by(
    'karel',
    48,
  )(deskComplaints).acknowledge({
    params,
    body: { version, text: 'Vervelend dat het zo ging. Ik spreek u beiden en laat deze week weten wat eruit komt.' },
  })
  await by(
    'karel',
    25,
  )(deskComplaints).hear({ params, body: { version: after.version, side: 'complainant', text: 'Het was druk, maar de toon was niet prettig.' } })
}

/** An outage that lasts, and maintenance that comes. */
async function publish({ school, now, by }: Desk): Promise<void> {
  const { organisationId } = school
  const iso = (at: number) => new Date(at).toISOString()
  const outage = await by(
    'ilse',
    3,
  )(deskOutages).publish({
    body: {
      ...{ organisationId, kind: 'outage', from: iso(now - 4 * hour), nextUpdateAt: iso(now + 2 * hour) },
      nl: {
        title: 'Printen lukt niet op De Wilg',
        hit: 'Opdrachten blijven staan; scannen gaat wel.',
        advice: 'Print op De Linde, of wacht tot het bericht dat het weer gaat.',
      },
      en: {
        title: 'Printing does not work at De Wilg',
        hit: 'Jobs stay in the queue; scanning works.',
        advice: 'Print at De Linde, or wait until we say that it works again.',
      },
    },
  })
  await by(
    'ilse',
    1,
  )(deskOutages).addWord({
    params: { id: outage.id },
    body: { nl: 'De leverancier is onderweg met een onderdeel.', en: 'The supplier is on the way with a part.', nextUpdateAt: iso(now + 3 * hour) },
  })
  const evening = Math.floor((now + 5 * day) / day) * day + 17 * hour
  await by(
    'joris',
    28,
  )(deskOutages).publish({
    body: {
      ...{ organisationId, kind: 'maintenance', from: iso(evening), until: iso(evening + 3 * hour) },
      nl: {
        title: 'Wifi ’s avonds even weg',
        hit: 'De toegangspunten worden bijgewerkt; elke verdieping is een kwartier zonder wifi.',
        advice: 'Gebruik een kabel als u verbonden moet blijven.',
      },
      en: {
        title: 'Wifi away for a moment in the evening',
        hit: 'The access points are updated; each floor is without wifi for a quarter of an hour.',
        advice: 'Use a cable if you must stay connected.',
      },
    },
  })
}
