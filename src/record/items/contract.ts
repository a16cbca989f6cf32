/** What there is: items of every kind, their fields, and what happens to them. */
import * as z from 'zod'
import { contract, event, type Grants, Id, Instant, line, Paging, page, prose } from '#platform/contract.ts'
import { Criticality } from '../cases/priority/contract.ts'
import { Attribute, StateClass } from './kinds/contract.ts'

export { Criticality, criticalities } from '../cases/priority/contract.ts'

export const Named = z.object({ id: Id, name: z.string() })
export type Named = z.infer<typeof Named>
/** Id of an item, or its number with or without the letter: I-1042, 1042. */
export const ItemRef = z
  .string()
  .max(40)
  .regex(/^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[iI]-?\d{1,9}|\d{1,9})$/)
  .describe('Id or number of the item')
export const numberOfItem = (number: number): string => `I-${number}`

export const Day = z.iso.date().describe('A day, YYYY-MM-DD')
export const Money = z.object({
  amount: z.number().min(0).max(999_999_999_999).multipleOf(0.01),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('EUR'),
})
export type Money = z.infer<typeof Money>
const Address = z.object({
  street: z.string().trim().max(200).default(''),
  postcode: z.string().trim().max(20).default(''),
  city: z.string().trim().max(100).default(''),
  country: z.string().trim().max(100).default(''),
})
/** As the type of the attribute asks: text, number, day, key of a choice, id of a person or item, money, address, MAC, IP. */
export const Value = z.union([prose(4000), z.number(), Money.strict(), Address.strict()])
export type Value = z.infer<typeof Value>
export const Attributes = z.record(z.string().max(40), Value)
export type Attributes = z.infer<typeof Attributes>
/** null takes it away; what is not named stays. */
const AttributeChanges = z.record(z.string().max(40), Value.nullable())

/** How much it matters that it is there, is right, and stays secret; null: nobody has said. */
export const Importance = z.object({
  availability: Criticality.nullable(),
  integrity: Criticality.nullable(),
  confidentiality: Criticality.nullable(),
})
export type Importance = z.infer<typeof Importance>

const Tag = z
  .string()
  .trim()
  .toLowerCase()
  .min(1)
  .max(40)
  .refine((tag) => !tag.includes(',') && !tag.includes('\u0000'))
export const Tags = z.array(Tag).max(30)

/** What may be filled in of every item. */
const fields = {
  name: line(200),
  code: line(60).nullable().describe('Inventory number, as on the label; unique in the organisation'),
  note: prose(10_000),
  ownerId: Id.nullable().describe('Who answers for it'),
  userIds: z.array(Id).max(500).describe('Who uses it'),
  locationId: Id.nullable().describe('An item of the kind location'),
  availability: Criticality.nullable(),
  integrity: Criticality.nullable(),
  confidentiality: Criticality.nullable(),
  tags: Tags,
  purchasedOn: Day.nullable(),
  price: Money.nullable(),
  supplier: line(200).nullable(),
  contract: line(200).nullable(),
  warrantyUntil: Day.nullable(),
  depreciationMonths: z.int().min(1).max(600).nullable().describe('Linear, from the day of purchase'),
  residualValue: z.number().min(0).max(999_999_999_999).multipleOf(0.01).nullable().describe('What is left at the end'),
}
export const NewItem = z.object({
  organisationId: Id.optional().describe('Else that of who asks'),
  kind: z.string().max(40),
  state: z.string().max(40).optional().describe('Else where an item of this kind begins'),
  ...z.object(fields).partial().required({ name: true }).shape,
  attributes: Attributes.optional(),
})
export type NewItem = z.output<typeof NewItem>
const why = line(500).optional().describe('Why it is changed; kept in the history')
export const ChangedItem = z.object({
  version: z.int().min(1).describe('As the screen showed it; another one in the database: 409 with what is different'),
  ...z.object(fields).partial().shape,
  state: z.string().max(40).optional(),
  attributes: AttributeChanges.optional(),
  why,
})
export type ChangedItem = z.output<typeof ChangedItem>

const KindName = z.object({ key: z.string(), name: z.string() })
export const StateName = z.object({ key: z.string(), name: z.string(), class: StateClass })
export const ListedItem = z.object({
  id: Id,
  number: z.string(),
  code: z.string().nullable(),
  name: z.string(),
  kind: KindName,
  state: StateName,
  organisationId: Id,
  owner: Named.nullable(),
  location: Named.nullable(),
  ...Importance.shape,
  tags: z.array(z.string()),
  warrantyUntil: Day.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  version: z.int(),
})
export type ListedItem = z.infer<typeof ListedItem>
export const ShownAttribute = z.object({
  key: z.string(),
  name: z.string(),
  type: Attribute.shape.type.or(z.literal('gone')).describe('gone: the kind has it no longer'),
  unit: z.string().nullable(),
  value: Value.nullable(),
  shown: z.string().describe('The value in words'),
  required: z.boolean().describe('In the state it is in'),
})
export const Item = z.object({
  ...ListedItem.shape,
  note: z.string(),
  users: z.array(Named),
  place: z.array(Named).describe('From the outermost location to where it is'),
  attributes: z.array(ShownAttribute),
  purchasedOn: Day.nullable(),
  price: Money.nullable(),
  supplier: z.string().nullable(),
  contract: z.string().nullable(),
  depreciationMonths: z.int().nullable(),
  residualValue: z.number().nullable(),
  bookValue: Money.nullable().describe('Today, after depreciation'),
  requires: z.array(z.string()).describe('Fields and attributes that the state asks for'),
  moves: z.array(StateName).describe('States it may go to by hand'),
  provenMoves: z.array(StateName).describe('States it may go to by the step that proves them'),
  mayChange: z.boolean(),
})
export type Item = z.infer<typeof Item>

/** Data of 'items.changed': what is different from the version that was sent, in words. */
export const ItemConflict = z.object({
  version: z.int(),
  changedBy: Named.nullable(),
  changedAt: Instant,
  changes: z.array(z.object({ field: z.string(), name: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
})
export type ItemConflict = z.infer<typeof ItemConflict>

/** Lists: a comma, or the name more than once. */
export const several = <T extends z.ZodType>(one: T) =>
  z.preprocess(
    (value) => (value === undefined ? undefined : [value].flat().flatMap((part) => String(part).split(','))),
    z.array(one).max(40).optional(),
  )
export const itemSorts = ['name', 'updated', 'created', 'warranty'] as const
export const ItemFilter = z.object({
  kind: several(z.string().max(40)),
  class: several(StateClass).describe('Planned, in use, out of use'),
  state: several(z.string().max(40)),
  organisationId: Id.optional(),
  owner: z.union([z.enum(['me', 'none']), Id]).optional(),
  user: z
    .union([z.enum(['me']), Id])
    .optional()
    .describe('Who uses it'),
  location: Id.optional().describe('There, or anywhere inside it'),
  tag: Tag.optional(),
  importance: several(Criticality).describe('The greatest of availability, integrity and confidentiality'),
  supplier: z.string().max(200).optional(),
  warrantyBefore: Day.optional(),
  search: z.string().trim().max(200).optional().describe('Words or beginnings of words in name, code and attributes, or a number'),
})
export const ItemQuery = Paging.extend({
  ...ItemFilter.shape,
  sort: z.enum(itemSorts).default('name').describe('name: A to Z. updated, created: newest first. warranty: soonest first'),
})
export const Names = z.object({ id: Id, number: z.string(), name: z.string(), kind: KindName, class: StateClass })
export type Names = z.infer<typeof Names>

const ofItem = z.object({ id: ItemRef })
const notFound = { 'platform.notFound': 404 } as const
/** notFilledIn: `errors` names each field that is not right, as for a body that does not fit its shape. */
export const filling = { 'items.notFilledIn': 400, 'items.codeTaken': 409 } as const
export const changing = {
  ...notFound,
  ...filling,
  'items.changed': 409,
  'items.moveNotAllowed': 409,
  'items.moveProven': 409,
  'items.usersProven': 409,
  'items.locationCircle': 409,
} as const

export const items = contract({
  items: {
    method: 'GET',
    path: '/api/items',
    may: 'items.see',
    summary: 'Items under filters, page by page; reporters get what they own or use',
    query: ItemQuery,
    reply: page(ListedItem),
  },
  createItem: {
    method: 'POST',
    path: '/api/items',
    may: 'items.work',
    summary: 'Registers an item of a kind',
    body: NewItem,
    reply: Item,
    status: 201,
    fails: { ...filling, 'items.noOrganisation': 400 },
  },
  itemNames: {
    method: 'GET',
    path: '/api/items/names',
    may: 'items.see',
    summary: 'Items with these words or this number, for choosing one; the newest first where nothing is asked',
    query: z.object({
      search: z.string().trim().max(200).default(''),
      kind: z.string().max(40).optional(),
      organisationId: Id.optional(),
      limit: z.coerce.number().int().min(1).max(50).default(12),
    }),
    reply: z.object({ items: z.array(Names) }),
  },
  item: {
    method: 'GET',
    path: '/api/items/{id}',
    may: 'items.see',
    summary: 'One item with its attributes in words, its place and what it may become; by id or number',
    params: ofItem,
    reply: Item,
    fails: notFound,
  },
  changeItem: {
    method: 'PATCH',
    path: '/api/items/{id}',
    may: 'items.work',
    summary: 'Changes what is named, together or not at all; what changed, by whom and why is kept',
    params: ofItem,
    body: ChangedItem,
    reply: Item,
    fails: changing,
  },
})

export const itemsGrants = {
  'items.see': ['reporter', 'engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'client', 'auditor', 'administrator'],
  'items.read': ['engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'client', 'auditor', 'administrator'],
  'items.work': ['engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'administrator'],
  'items.configure': ['lead', 'administrator'],
} as const satisfies Grants

const ofOne = { itemId: Id, number: z.int(), kind: z.string() }
export const itemCreated = event('items.created', z.object({ ...ofOne, state: z.string() }))
/** Which fields; their words stand in the history, beside the logbook. */
export const itemChanged = event('items.changed', z.object({ ...ofOne, version: z.int(), fields: z.array(z.string()) }))
export const itemMoved = event('items.moved', z.object({ ...ofOne, from: z.string(), to: z.string(), class: StateClass }))
export const itemRemoved = event('items.removed', z.object(ofOne))
