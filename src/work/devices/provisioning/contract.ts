/** What must be done to a device before somebody gets it: steps that people tick and steps that are proven by what was observed. */
import * as z from 'zod'
import { contract, event, Id, Instant, line, prose } from '#platform/contract.ts'
import { ItemRef } from '#record/items/contract.ts'
import { Key } from '#record/items/kinds/contract.ts'

const step = { key: Key, title: line(200), help: prose(2000).default('').describe('How it is done') }
export const Step = z.discriminatedUnion('what', [
  z.object({ ...step, what: z.literal('tick').describe('A person says that it is done') }),
  z.object({
    ...step,
    what: z.literal('fact').describe('A condition over facts, as of an expectation'),
    condition: z.string().trim().min(1).max(4000),
    maxAge: z.int().min(1).max(5_256_000).nullable().default(null).describe('Minutes that what was observed is good for'),
  }),
  z.object({ ...step, what: z.literal('named').describe('It calls itself as it is registered: its computer name, else its name, else its code') }),
  z.object({
    ...step,
    what: z.literal('software').describe('All of these are installed'),
    products: z.array(line(300)).min(1).max(50),
  }),
])
export type Step = z.infer<typeof Step>
export const Steps = z
  .array(Step)
  .max(60)
  .superRefine((steps, ctx) => {
    const known = new Set<string>()
    steps.forEach(({ key }, at) => {
      if (known.has(key)) ctx.addIssue({ code: 'custom', path: [at, 'key'] })
      known.add(key)
    })
  })
const fields = {
  name: line(200),
  kinds: z.array(Key).min(1).max(40),
  tags: z.array(line(40)).max(20).default([]).describe('Only items with one of these'),
  steps: Steps,
  active: z.boolean().default(true),
}
export const Profile = z.object({ id: Id, organisationId: Id, ...z.object(fields).shape, version: z.int(), changedAt: Instant })
export type Profile = z.infer<typeof Profile>
const Named = z.object({ id: Id, name: z.string() })

export const stepStates = ['done', 'notDone', 'unknown'] as const
export const StepShown = z.object({
  key: z.string(),
  title: z.string(),
  help: z.string(),
  what: z.enum(['tick', 'fact', 'named', 'software']),
  asks: z.string().describe('What must be so, in words'),
  state: z.enum(stepStates).describe('unknown: nothing tells it, so it is not done'),
  said: z.string().describe('What was observed, or what the person noted'),
  by: Named.nullable(),
  at: Instant.nullable().describe('When it was ticked or observed'),
})
export type StepShown = z.infer<typeof StepShown>
export const outcomes = ['prepared', 'overridden', 'dropped'] as const
export const Preparation = z.object({
  id: Id,
  profile: z.string().describe('Empty: without a profile'),
  steps: z.array(StepShown).describe('As they stand; of what has ended: as they stood'),
  ready: z.boolean(),
  begunAt: Instant,
  begunBy: Named.nullable(),
  ended: z.object({ at: Instant, by: Named.nullable(), outcome: z.enum(outcomes), reason: z.string() }).nullable(),
})
export type Preparation = z.infer<typeof Preparation>

const notFound = { 'platform.notFound': 404 } as const
const ofItem = z.object({ id: ItemRef })
const ofProfile = z.object({ id: Id })
const saving = {
  ...notFound,
  'devices.provisioning.notRight': 400,
  'devices.provisioning.noSuchKind': 400,
  'devices.provisioning.name': 409,
} as const
const ending = {
  ...notFound,
  'devices.provisioning.notPreparing': 409,
  'items.changed': 409,
  'items.moveNotAllowed': 409,
  'items.notFilledIn': 400,
} as const
export const devicesProvisioning = contract({
  profiles: {
    method: 'GET',
    path: '/api/devices/profiles',
    may: 'devices.read',
    summary: 'Provisioning profiles: what must be done to a device of which kinds before somebody gets it',
    query: z.object({ organisationId: Id.optional() }),
    reply: z.object({ items: z.array(Profile) }),
  },
  shippedProfiles: {
    method: 'GET',
    path: '/api/devices/profiles/shipped',
    may: 'devices.configure',
    summary: 'Profiles to begin with, in the language of who asks; nothing counts until one is added',
    reply: z.object({ items: z.array(z.object(fields)) }),
  },
  addProfile: {
    method: 'POST',
    path: '/api/devices/profiles',
    may: 'devices.configure',
    summary: 'Adds a profile; devices being prepared keep the steps that they began with',
    body: z.object({ organisationId: Id, ...fields }),
    reply: Profile,
    status: 201,
    fails: { ...saving, 'devices.provisioning.tooMany': 409 },
  },
  changeProfile: {
    method: 'PUT',
    path: '/api/devices/profiles/{id}',
    may: 'devices.configure',
    summary: 'Changes a profile, decided by its version',
    params: ofProfile,
    body: z.object({ version: z.int().min(1), ...fields }),
    reply: Profile,
    fails: { ...saving, 'devices.provisioning.changed': 409 },
  },
  preparations: {
    method: 'GET',
    path: '/api/devices/items/{id}/preparations',
    may: 'devices.read',
    summary: 'How a device was and is prepared, newest first, and which profiles fit it',
    params: ofItem,
    reply: z.object({
      items: z.array(Preparation),
      profiles: z.array(Named),
      begins: z.boolean().describe('It is in a state from which it is prepared'),
    }),
    fails: notFound,
  },
  begin: {
    method: 'POST',
    path: '/api/devices/items/{id}/preparations',
    may: 'devices.work',
    summary: 'Begins to prepare a device; without a profile only when none fits it',
    params: ofItem,
    body: z.object({ profileId: Id.nullable() }),
    reply: Preparation,
    status: 201,
    fails: {
      ...notFound,
      'devices.provisioning.begun': 409,
      'devices.provisioning.notHere': 409,
      'devices.provisioning.profile': 400,
      'devices.provisioning.leadOnly': 403,
    },
  },
  tick: {
    method: 'PUT',
    path: '/api/devices/preparations/{id}/steps/{step}',
    may: 'devices.work',
    summary: 'A person did this step, or takes that back',
    params: z.object({ id: Id, step: Key }),
    body: z.object({ done: z.boolean(), note: line(500).or(z.literal('')).default('') }),
    reply: Preparation,
    status: 200,
    fails: { ...notFound, 'devices.provisioning.notPreparing': 409, 'devices.provisioning.notTicked': 409 },
  },
  finish: {
    method: 'POST',
    path: '/api/devices/preparations/{id}/finish',
    may: 'devices.work',
    summary: 'The device is prepared: all steps are done. A lead may say so although they are not, with a reason that stays with it',
    params: z.object({ id: Id }),
    body: z.object({ despite: line(500).optional().describe('Why it goes out although something is not done') }),
    reply: Preparation,
    status: 200,
    fails: { ...ending, 'devices.provisioning.notHere': 409, 'devices.provisioning.notReady': 409, 'devices.provisioning.leadOnly': 403 },
  },
  drop: {
    method: 'POST',
    path: '/api/devices/preparations/{id}/drop',
    may: 'devices.work',
    summary: 'Stops preparing; what was done stays readable, the device stays where it is',
    params: z.object({ id: Id }),
    body: z.object({ reason: line(500) }),
    reply: Preparation,
    status: 200,
    fails: { ...notFound, 'devices.provisioning.notPreparing': 409 },
  },
})
export const profileChanged = event('devices.profileChanged', z.object({ profileId: Id, version: z.int(), what: z.enum(['added', 'changed']) }))
export const preparationBegun = event('devices.preparationBegun', z.object({ preparationId: Id, itemId: Id, profileId: Id.nullable() }))
export const stepTicked = event('devices.stepTicked', z.object({ preparationId: Id, itemId: Id, step: z.string(), done: z.boolean() }))
/** notDone: the steps that were not, when it went out all the same. */
export const preparationEnded = event(
  'devices.preparationEnded',
  z.object({ preparationId: Id, itemId: Id, outcome: z.enum(outcomes), notDone: z.array(z.string()) }),
)
