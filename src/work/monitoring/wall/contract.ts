/** The wall board, for who is signed in and for a screen without a person. */
import * as z from 'zod'
import { contract, event, Id, Instant, line } from '#platform/contract.ts'
import { Severity } from '#record/norms/contract.ts'
import { Service } from '../status/contract.ts'

const Cause = z.object({
  title: z.string(),
  item: z.string(),
  severity: Severity,
  from: Instant,
  hides: z.int().describe('Of so many items nothing is known because of it'),
  acknowledgedBy: z.string().nullable(),
})
export const Wall = z.object({
  organisation: z.string(),
  at: Instant,
  open: z.record(Severity, z.int()),
  unacknowledged: z.int(),
  quiet: z.int().describe('Not known because of another, or in maintenance'),
  oldest: z.object({ title: z.string(), item: z.string(), from: Instant }).nullable().describe('That nobody has acknowledged'),
  causes: z.array(Cause).describe('The gravest first; at most 20'),
  onCall: z.array(z.object({ schedule: z.string(), names: z.array(z.string()).describe('First who is asked first') })),
  services: z.array(Service.pick({ name: true, state: true })),
})
export type Wall = z.infer<typeof Wall>
const Screen = z.object({ id: Id, organisationId: Id, name: z.string(), madeAt: Instant, seenAt: Instant.nullable() })
export type Screen = z.infer<typeof Screen>

const notFound = { 'platform.notFound': 404 } as const
export const monitoringWall = contract({
  wall: {
    method: 'GET',
    path: '/api/monitoring/wall',
    may: 'monitoring.read',
    summary: 'What is wrong now, for a screen that is read from afar',
    query: z.object({ organisationId: Id }),
    reply: Wall,
    fails: notFound,
  },
  wallByCode: {
    method: 'GET',
    path: '/api/monitoring/wall/{code}',
    may: 'anyone',
    summary: 'The same for a screen without a person, by the code that a lead gave it',
    params: z.object({
      code: z
        .string()
        .max(60)
        .regex(/^[\w-]+$/),
    }),
    reply: Wall,
    fails: notFound,
  },
  screens: {
    method: 'GET',
    path: '/api/monitoring/screens',
    may: 'monitoring.configure',
    summary: 'Screens that have a code',
    query: z.object({ organisationId: Id }),
    reply: z.object({ items: z.array(Screen) }),
  },
  addScreen: {
    method: 'POST',
    path: '/api/monitoring/screens',
    may: 'monitoring.configure',
    summary: 'Gives a screen its address, shown this once',
    body: z.object({ organisationId: Id, name: line(80) }),
    reply: Screen.extend({ url: z.string() }),
    status: 201,
    fails: { ...notFound, 'monitoring.wall.tooMany': 409 },
    secret: true,
  },
  removeScreen: {
    method: 'DELETE',
    path: '/api/monitoring/screens/{id}',
    may: 'monitoring.configure',
    summary: 'Takes the code back: the screen shows nothing any more',
    params: z.object({ id: Id }),
    reply: z.undefined(),
    status: 204,
    fails: notFound,
  },
})
export const screenChanged = event('monitoring.screenChanged', z.object({ screenId: Id, organisationId: Id, what: z.enum(['added', 'removed']) }))
