/** The catalogue: items with their forms, and what was asked with them. */
import * as z from 'zod'
import { contract, event, Id, Instant, line } from '#platform/contract.ts'
import { CaseRef, Impact, Named, Urgency } from '#record/cases/contract.ts'
import { Criticality, Words } from '#record/cases/priority/contract.ts'
import { Role } from '#record/people/contract.ts'
import { Plan } from '../approvals/contract.ts'

export { Words } from '#record/cases/priority/contract.ts'

/** Words that must be there in at least one language. */
const Label = Words.refine(({ nl, en }) => nl !== '' || en !== '')
export const itemKinds = ['serviceRequest', 'accessRequest', 'informationRequest', 'change', 'incident'] as const
export const fieldKinds = ['text', 'longText', 'number', 'date', 'choice', 'choices', 'person', 'yesNo', 'file'] as const
export type FieldKind = (typeof fieldKinds)[number]

const Key = z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/)
/** A choice can say how many are hindered, or how badly. */
export const Choice = z.object({ key: Key, label: Label, impact: Impact.nullable().default(null), urgency: Urgency.nullable().default(null) })
export type Choice = z.infer<typeof Choice>
export const FormField = z.object({
  key: Key,
  kind: z.enum(fieldKinds),
  label: Label,
  help: Words.prefault({}),
  required: z.boolean().default(false),
  unit: z.string().trim().max(20).default('').describe('Of a number'),
  min: z.number().min(-1e12).max(1e12).nullable().default(null).describe('number: the value; text: length; choices: how many; date: days from today'),
  max: z.number().min(-1e12).max(1e12).nullable().default(null),
  pattern: z.string().max(60).default('').describe('Of a text: # a digit, @ a letter, ? any sign, * any number of signs, others themselves'),
  choices: z.array(Choice).max(60).default([]),
  shownWhen: z
    .object({ field: Key, is: z.array(z.string().max(40)).min(1).max(60) })
    .nullable()
    .default(null)
    .describe('Only shown when an earlier choice (or yes/no: yes, no) has one of these values'),
})
export type FormField = z.infer<typeof FormField>

export const Definition = z.object({
  name: Label,
  description: Words.prefault({}),
  also: z.string().trim().max(500).default('').describe('Other words by which people look for it'),
  kind: z.enum(itemKinds),
  ownerId: Id.nullable().default(null).describe('Of the application or service'),
  teamId: Id.nullable().default(null).describe('Who deals with it, unless a rule says otherwise'),
  agreementId: Id.nullable().default(null).describe('An agreement that its cases get, besides those that apply by what they are'),
  serviceKey: z.string().trim().max(120).default('').describe('The service it is about, as agreements and reports name it'),
  impact: Impact.default('person'),
  urgency: Urgency.default('normal'),
  criticality: Criticality.default('normal'),
  fields: z.array(FormField).max(40).default([]),
  checklistId: Id.nullable().default(null),
  approval: Plan.nullable().default(null),
  audience: z
    .object({ roles: z.array(Role).max(8).default([]), teamIds: z.array(Id).max(50).default([]) })
    .prefault({})
    .describe('Who sees it: these roles and teams; both empty: everybody of the organisation'),
  access: z
    .object({
      rights: z
        .array(z.object({ key: Key, label: Label }))
        .min(1)
        .max(60),
      endNeeded: z.boolean().default(false).describe('Access must have an end date'),
      mostDays: z.int().min(1).max(3650).nullable().default(null).describe('At most so many days at a time'),
    })
    .nullable()
    .default(null)
    .describe('Of an access request: the roles or rights that can be asked for'),
})
export type Definition = z.infer<typeof Definition>

export const Item = z.object({
  id: Id,
  organisationId: Id,
  version: z.int(),
  active: z.boolean(),
  place: z.int(),
  offeredTo: z.array(Id).describe('Organisations besides its own, as far as who asks may know'),
  definition: Definition,
  changedAt: Instant,
  changedBy: Named.nullable(),
})
export type Item = z.infer<typeof Item>

export const Offer = z.object({ id: Id, organisationId: Id, kind: z.enum(itemKinds), name: z.string(), description: z.string() })
export type Offer = z.infer<typeof Offer>
export const Form = Offer.extend({
  version: z.int(),
  fields: z.array(FormField),
  access: Definition.shape.access,
  approval: z.array(z.string()).describe('Who will be asked to approve, in words'),
})
export type Form = z.infer<typeof Form>

/** choices, file: several. yesNo: a boolean. date: YYYY-MM-DD. person: an id. file: ids of uploads. */
export const Answer = z.union([z.string().max(20_000), z.number(), z.boolean(), z.array(z.string().max(100)).max(60)])
export type Answer = z.infer<typeof Answer>
export const Answers = z.record(z.string().max(40), Answer).refine((answers) => Object.keys(answers).length <= 60)
export type Answers = z.infer<typeof Answers>

const byId = z.object({ id: Id })
const notFound = { 'platform.notFound': 404 } as const
const OfferedTo = z.array(Id).max(200).optional().describe('Organisations besides its own in which it can be asked for too; left out: as it was')
const invalid = { 'desk.catalogue.definitionWrong': 400, 'desk.catalogue.notYours': 403, 'desk.noSuchPerson': 400, 'desk.noSuchTeam': 400 } as const
const organisation = z.object({ organisationId: Id })

export const deskCatalogue = contract({
  offers: {
    method: 'GET',
    path: '/api/desk/catalogue',
    may: 'desk.report',
    summary: 'What I can ask for, by its plain name; search in names, descriptions and other words for it',
    query: z.object({ search: z.string().trim().max(100).optional() }),
    reply: z.object({ items: z.array(Offer) }),
  },
  form: {
    method: 'GET',
    path: '/api/desk/catalogue/{id}',
    may: 'desk.report',
    summary: 'The form of one thing that I can ask for',
    params: byId,
    reply: Form,
    fails: notFound,
  },
  colleagues: {
    method: 'GET',
    path: '/api/desk/catalogue/{id}/colleagues',
    may: 'desk.report',
    summary: 'Names of people in the organisation of the item, for a form that asks for one; at most 20',
    params: byId,
    query: z.object({ search: line(100) }),
    reply: z.object({ items: z.array(Named) }),
    fails: notFound,
  },
  upload: {
    method: 'POST',
    path: '/api/desk/catalogue/{id}/files',
    may: 'desk.report',
    summary: 'A file for a request that is still to be sent: the body is the file, its name percent-encoded in the header x-file-name',
    params: byId,
    accepts: '*/*',
    reply: z.object({ id: Id, name: z.string(), size: z.int() }),
    status: 201,
    fails: { ...notFound, 'desk.emptyFile': 400, 'desk.tooManyFiles': 409 },
  },
  request: {
    method: 'POST',
    path: '/api/desk/catalogue/{id}/requests',
    may: 'desk.report',
    summary: 'Asks for it: opens a case with the answers, its team, checklist and approval',
    params: byId,
    body: z.object({
      version: z.int().describe('Of the form that was filled in'),
      answers: Answers,
      access: z
        .object({ forId: Id, right: z.string().max(40), why: line(2000), until: z.iso.date().nullable().default(null).describe('Last day') })
        .optional()
        .describe('Only for an access request'),
    }),
    reply: z.object({ id: Id, number: z.string() }),
    status: 201,
    fails: { ...notFound, 'desk.catalogue.answersWrong': 400, 'desk.catalogue.formChanged': 409 },
  },
  answers: {
    method: 'GET',
    path: '/api/desk/cases/{id}/answers',
    may: 'desk.report',
    summary: 'What was filled in when the case was asked for; null when it was not asked from the catalogue',
    params: z.object({ id: CaseRef }),
    reply: z.object({
      asked: z
        .object({
          itemId: Id,
          version: z.int(),
          name: z.string(),
          answers: Answers,
          lines: z.array(z.object({ label: z.string(), text: z.string() })),
        })
        .nullable(),
    }),
    fails: notFound,
  },
  services: {
    method: 'GET',
    path: '/api/desk/services',
    may: 'desk.read',
    summary: 'The services that a case of this organisation can be about, with their importance, by name',
    query: organisation,
    reply: z.object({ items: z.array(z.object({ name: z.string(), criticality: Criticality })) }),
    fails: notFound,
  },
  items: {
    method: 'GET',
    path: '/api/desk/catalogue-items',
    may: 'desk.read',
    summary: 'Everything in the catalogue of an organisation, also what is not active, in order',
    query: organisation,
    reply: z.object({ items: z.array(Item) }),
  },
  item: {
    method: 'GET',
    path: '/api/desk/catalogue-items/{id}',
    may: 'desk.read',
    summary: 'An item as it is, or as it was in one version',
    params: byId,
    query: z.object({ version: z.coerce.number().int().min(1).optional() }),
    reply: Item,
    fails: notFound,
  },
  addItem: {
    method: 'POST',
    path: '/api/desk/catalogue-items',
    may: 'desk.configure',
    summary: 'Adds something that can be asked for',
    body: organisation.extend({ definition: Definition, active: z.boolean().default(true), offeredTo: OfferedTo }),
    reply: Item,
    status: 201,
    fails: { ...notFound, ...invalid },
  },
  changeItem: {
    method: 'PUT',
    path: '/api/desk/catalogue-items/{id}',
    may: 'desk.configure',
    summary: 'A new version of an item; cases keep the version they were asked with',
    params: byId,
    body: z.object({ version: z.int().min(1), definition: Definition, active: z.boolean(), offeredTo: OfferedTo }),
    reply: Item,
    fails: { ...notFound, ...invalid, 'desk.catalogue.changed': 409 },
  },
  orderItems: {
    method: 'PUT',
    path: '/api/desk/catalogue-order',
    may: 'desk.configure',
    summary: 'Puts the items in this order; those that are not named come behind',
    body: organisation.extend({ ids: z.array(Id).max(500) }),
    reply: z.object({ items: z.array(Item) }),
    fails: notFound,
  },
})

export const catalogueChanged = event('desk.catalogue.changed', z.object({ organisationId: Id, itemId: Id, version: z.int(), active: z.boolean() }))
export const requested = event('desk.catalogue.asked', z.object({ caseId: Id, number: z.int(), itemId: Id, version: z.int(), forId: Id.nullable() }))
