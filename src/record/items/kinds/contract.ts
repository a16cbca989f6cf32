/** What a kind of item is, as data: its attributes with their types, and its life. Shipped kinds stand in `shipped/`; an organisation has its own beside them. */
import * as z from 'zod'
import { contract, event, Id } from '#platform/contract.ts'

/** A word in both languages; where one is empty the other is shown. */
export const Words = z
  .object({ nl: z.string().trim().max(80).default(''), en: z.string().trim().max(80).default('') })
  .refine(({ nl, en }) => nl !== '' || en !== '')
export type Words = z.infer<typeof Words>

/** Key of a kind, attribute or state: letters and digits, begins with a small letter. */
export const Key = z
  .string()
  .max(40)
  .regex(/^[a-z][A-Za-z0-9]*$/)
export const attributeTypes = ['text', 'number', 'date', 'choice', 'person', 'item', 'money', 'address', 'mac', 'ip'] as const
export const stateClasses = ['planned', 'inUse', 'outOfUse'] as const
export const StateClass = z.enum(stateClasses)
export type StateClass = z.infer<typeof StateClass>

export const Attribute = z.object({
  key: Key,
  names: Words,
  type: z.enum(attributeTypes),
  unit: z.string().trim().max(20).optional().describe('Only of a number: GB, inch'),
  choices: z
    .array(z.object({ key: Key, names: Words }))
    .max(100)
    .optional()
    .describe('Only of a choice'),
  kind: Key.optional().describe('Only of an item: which kind it must be'),
  hidden: z.boolean().optional().describe('No longer asked for; what is filled in stays'),
})
export type Attribute = z.infer<typeof Attribute>

/** Fields that every item has and that a state may require beside the attributes of the kind. */
export const fieldsToRequire = ['code', 'ownerId', 'locationId', 'purchasedOn', 'price', 'supplier', 'warrantyUntil', 'contract'] as const
export const State = z.object({
  key: Key,
  names: Words,
  class: StateClass,
  required: z
    .array(z.union([z.enum(fieldsToRequire), Key]))
    .max(40)
    .describe('What must be filled in while an item is in this state'),
  to: z.array(Key).max(20).describe('States it may go to from here'),
  proven: z.boolean().optional().describe('Entered only by the step that proves it: a hand-out, a return, a wipe, a disposal; never by hand'),
})
export type State = z.infer<typeof State>

export const Kind = z
  .object({
    names: Words,
    plural: Words.optional(),
    attributes: z.array(Attribute).max(60),
    states: z.array(State).min(1).max(20).describe('The first is where a new item begins'),
    active: z.boolean().default(true).describe('New items can be of it'),
  })
  .superRefine((kind, ctx) => {
    const known = new Set(kind.states.map(({ key }) => key))
    const fields = new Set<string>([...fieldsToRequire, ...kind.attributes.map(({ key }) => key)])
    // What is not asked for cannot be required.
    const asked = new Set<string>([...fieldsToRequire, ...kind.attributes.filter(({ hidden }) => !hidden).map(({ key }) => key)])
    const wrong = (path: (string | number)[]) => ctx.addIssue({ code: 'custom', path })
    if (known.size < kind.states.length) wrong(['states'])
    if (fields.size < fieldsToRequire.length + kind.attributes.length) wrong(['attributes'])
    kind.states.forEach(({ to, required }, at) => {
      if (!to.every((one) => known.has(one))) wrong(['states', at, 'to'])
      if (!required.every((one) => asked.has(one))) wrong(['states', at, 'required'])
    })
    kind.attributes.forEach(({ type, choices }, at) => {
      if (type === 'choice' && !choices?.length) wrong(['attributes', at, 'choices'])
    })
  })
export type Kind = z.infer<typeof Kind>

export const KnownKind = z.object({
  key: Key,
  organisationId: Id,
  ...Kind.shape,
  shipped: z.boolean().describe('Comes with Spil; `version` 0 as long as the organisation has not changed it'),
  version: z.int(),
})
export type KnownKind = z.infer<typeof KnownKind>

const ofKind = z.object({ organisationId: Id, key: Key })
export const itemKinds = contract({
  kinds: {
    method: 'GET',
    path: '/api/items/kinds/{organisationId}',
    may: 'items.see',
    summary: 'The kinds of items an organisation has: those that come with Spil, and its own',
    params: z.object({ organisationId: Id }),
    reply: z.object({ items: z.array(KnownKind) }),
    fails: { 'platform.notFound': 404 },
  },
  saveKind: {
    method: 'PUT',
    path: '/api/items/kinds/{organisationId}/{key}',
    may: 'items.configure',
    summary: 'Adds a kind of our own (version 0), or changes one; items keep what they have',
    params: ofKind,
    body: z.object({ version: z.int().min(0), kind: Kind }),
    reply: KnownKind,
    fails: {
      'platform.notFound': 404,
      'items.kinds.changed': 409,
      'items.kinds.stateInUse': 409,
      'items.kinds.tooMany': 409,
      'items.kinds.typeChanged': 409,
    },
  },
  resetKind: {
    method: 'DELETE',
    path: '/api/items/kinds/{organisationId}/{key}',
    may: 'items.configure',
    summary: 'Takes a kind of our own away, or makes a shipped kind as it came; refused while items need what would go',
    params: ofKind,
    reply: z.undefined(),
    status: 204,
    fails: { 'platform.notFound': 404, 'items.kinds.inUse': 409, 'items.kinds.stateInUse': 409 },
  },
})
export const kindChanged = event(
  'items.kindChanged',
  z.object({ organisationId: Id, kind: z.string(), version: z.int(), what: z.enum(['added', 'changed', 'removed']) }),
)
