import * as z from 'zod'
import { contract, event, Id, Instant, line, Paging, page, prose } from '#platform/contract.ts'
import { CaseRef } from '#record/cases/contract.ts'

const words = prose(5000).trim()
/** In plain words, for who does not know ours. */
export const OutageText = z.object({
  title: line(160).describe('What is wrong, in one line'),
  hit: words.min(1).describe('What does not work, and for whom'),
  advice: words.default('').describe('What to do meanwhile'),
})
export type OutageText = z.infer<typeof OutageText>
const text = { nl: OutageText.nullable(), en: OutageText.nullable() }
export const outageKinds = ['outage', 'maintenance'] as const

const Word = z.object({ at: Instant, nl: z.string().nullable(), en: z.string().nullable() })
/** Exactly what is published: the public page has nothing else. */
export const Published = z.object({
  kind: z.enum(outageKinds),
  ...text,
  from: Instant,
  until: Instant.nullable(),
  nextUpdateAt: Instant.nullable(),
  endedAt: Instant.nullable().describe('It is over since'),
  updates: z.array(Word).describe('Newest first'),
})
export type Published = z.infer<typeof Published>
export const Outage = Published.extend({
  id: Id,
  organisationId: Id,
  state: z.enum(['published', 'over', 'withdrawn']),
  joined: z.boolean().describe('I said that it concerns me too'),
  myCase: z.string().nullable().describe('The report that I made of it'),
  count: z.int().describe('How many said so'),
})
export type Outage = z.infer<typeof Outage>
export const ManagedOutage = Outage.extend({ case: z.string().nullable(), publishedAt: Instant, version: z.int() })
export type ManagedOutage = z.infer<typeof ManagedOutage>

const moments = { from: Instant, until: Instant.nullable(), nextUpdateAt: Instant.nullable() }
const byId = z.object({ id: Id })
const notFound = { 'platform.notFound': 404 } as const
const writing = { 'desk.outages.textNeeded': 400, 'desk.outages.untilNeeded': 400, 'desk.outages.order': 400 } as const
const lasting = { ...notFound, 'desk.outages.over': 409 } as const
const Setting = z.object({ organisationId: Id, public: z.boolean(), slug: z.string(), title: z.string(), url: z.string().nullable() })
const Slug = z
  .string()
  .trim()
  .regex(/^[a-z0-9][a-z0-9-]{2,39}$/)

export const deskOutages = contract({
  outages: {
    method: 'GET',
    path: '/api/desk/outages',
    may: 'desk.report',
    summary: 'Known outages and planned maintenance for me: what lasts, what comes within 30 days, and what was over in the last day',
    reply: z.array(Outage),
  },
  manage: {
    method: 'GET',
    path: '/api/desk/outages/all',
    may: 'desk.work',
    summary: 'Everything that was published, newest first, also what is over or withdrawn',
    query: Paging,
    reply: page(ManagedOutage),
  },
  outage: {
    method: 'GET',
    path: '/api/desk/outages/{id}',
    may: 'desk.work',
    summary: 'One of them, as staff see it',
    params: byId,
    reply: ManagedOutage,
    fails: notFound,
  },
  publish: {
    method: 'POST',
    path: '/api/desk/outages',
    may: 'desk.work',
    summary: 'Publishes an outage or maintenance to the reporters of an organisation, with a text of its own',
    body: z.object({
      organisationId: Id,
      kind: z.enum(outageKinds),
      ...text,
      from: Instant.optional().describe('Now, unless told'),
      until: Instant.nullable().default(null),
      nextUpdateAt: Instant.nullable().default(null),
      case: CaseRef.optional().describe('When this is solved, it is over'),
    }),
    reply: ManagedOutage,
    status: 201,
    fails: { ...notFound, ...writing },
  },
  changeOutage: {
    method: 'PATCH',
    path: '/api/desk/outages/{id}',
    may: 'desk.work',
    summary: 'Changes text or times',
    params: byId,
    body: z.object({ version: z.int().min(1), ...z.object({ ...text, ...moments }).partial().shape }),
    reply: ManagedOutage,
    fails: { ...notFound, ...writing, 'desk.outages.changed': 409 },
  },
  addWord: {
    method: 'POST',
    path: '/api/desk/outages/{id}/updates',
    may: 'desk.work',
    summary: 'A new word about it, and when the next one comes',
    params: byId,
    body: z.object({ nl: words.nullable().default(null), en: words.nullable().default(null), nextUpdateAt: Instant.nullable().default(null) }),
    reply: ManagedOutage,
    status: 201,
    fails: { ...lasting, 'desk.outages.textNeeded': 400 },
  },
  endOutage: {
    method: 'POST',
    path: '/api/desk/outages/{id}/end',
    may: 'desk.work',
    summary: 'It is over; whoever it concerned is told',
    params: byId,
    reply: ManagedOutage,
    status: 200,
    fails: lasting,
  },
  withdrawOutage: {
    method: 'POST',
    path: '/api/desk/outages/{id}/withdraw',
    may: 'desk.work',
    summary: 'It was not so: nobody sees it any more',
    params: byId,
    reply: ManagedOutage,
    status: 200,
    fails: notFound,
  },
  join: {
    method: 'POST',
    path: '/api/desk/outages/{id}/join',
    may: 'desk.report',
    summary: 'This concerns me too: counted, or with a word of mine as a report; I am told when it is over',
    params: byId,
    body: z.object({ text: words.optional() }),
    reply: Outage,
    status: 200,
    fails: lasting,
  },
  publicOutages: {
    method: 'GET',
    path: '/api/desk/public-outages/{slug}',
    may: 'anyone',
    sharedFor: 10,
    summary: 'What an organisation made public, without sign-in; the same for everybody',
    params: z.object({
      slug: z
        .string()
        .max(40)
        .regex(/^[\w-]+$/),
    }),
    reply: z.object({ title: z.string(), outages: z.array(Published) }),
    fails: notFound,
  },
  outageSettings: {
    method: 'GET',
    path: '/api/desk/outage-settings',
    may: 'desk.read',
    summary: 'Whether the outages of an organisation are public, and where',
    query: z.object({ organisationId: Id }),
    reply: Setting,
    fails: notFound,
  },
  changeOutageSettings: {
    method: 'PUT',
    path: '/api/desk/outage-settings',
    may: 'desk.configure',
    summary: 'Makes the outages of an organisation public, or not',
    body: z.object({ organisationId: Id, public: z.boolean(), slug: Slug, title: line(120) }),
    reply: Setting,
    fails: { ...notFound, 'desk.outages.slugTaken': 409 },
  },
})

const told = z.object({ outageId: Id, kind: z.enum(outageKinds), caseId: Id.nullable() })
export const outagePublished = event('desk.outagePublished', told)
export const outageChanged = event('desk.outageChanged', told)
export const outageOver = event('desk.outageOver', told)
export const outageWithdrawn = event('desk.outageWithdrawn', told)
export const outageJoined = event('desk.outageJoined', told.extend({ withReport: z.boolean(), count: z.int() }))
/** The promised word has not come. `people`: who are told. */
export const outageLate = event('desk.outageLate', told.extend({ dueAt: Instant, people: z.array(Id) }))
