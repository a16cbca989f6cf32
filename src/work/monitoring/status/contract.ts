/** The status page: how services do, in plain words. */
import * as z from 'zod'
import { contract, event, Id, Instant, line } from '#platform/contract.ts'
import { Published } from '#work/desk/outages/contract.ts'

export const serviceStates = ['works', 'troubles', 'down', 'maintenance', 'unknown'] as const
export const ServiceState = z.enum(serviceStates)
export type ServiceState = z.infer<typeof ServiceState>
const Words = z.object({ nl: line(80), en: line(80) })
export const Day = z.object({
  day: z.iso.date(),
  state: z.enum(['up', 'down', 'maintenance', 'unknown']).describe('The worst of that day'),
  down: z.int().describe('Seconds'),
})
export const Service = z.object({
  name: Words,
  state: ServiceState,
  percent: z.number().nullable().describe('Of these days; null: nothing is known'),
  days: z.array(Day).describe('The oldest first; the last is today'),
})
export type Service = z.infer<typeof Service>
export const StatusPage = z.object({
  title: z.string(),
  at: Instant.describe('When this was looked at'),
  state: ServiceState.describe('The worst of all'),
  services: z.array(Service),
  outages: z.array(Published).describe('Known to the desk'),
  planned: z.array(z.object({ name: Words, from: Instant, until: Instant })).describe('Maintenance in the next 14 days'),
})
export type StatusPage = z.infer<typeof StatusPage>

export const Shown = z.object({ itemId: Id, nl: line(80), en: line(80) })
const Setting = z.object({
  organisationId: Id,
  title: z.string(),
  services: z.array(Shown.extend({ number: z.string(), itemName: z.string() })),
  public: z.boolean(),
  url: z.string().nullable().describe('null: it is not public'),
  version: z.int().describe('0: nobody set it up'),
})
export type Setting = z.infer<typeof Setting>

const notFound = { 'platform.notFound': 404 } as const
export const monitoringStatus = contract({
  status: {
    method: 'GET',
    path: '/api/monitoring/status',
    may: 'desk.report',
    summary: 'How the services of my organisations do; one page for each that has set one up',
    reply: z.array(StatusPage),
  },
  publicStatus: {
    method: 'GET',
    path: '/api/monitoring/public-status/{token}',
    may: 'anyone',
    sharedFor: 30,
    summary: 'The same without sign-in, where a lead has switched it on; the same for everybody',
    params: z.object({
      token: z
        .string()
        .max(60)
        .regex(/^[\w-]+$/),
    }),
    reply: StatusPage,
    fails: notFound,
  },
  statusSettings: {
    method: 'GET',
    path: '/api/monitoring/status-settings',
    may: 'monitoring.read',
    summary: 'What is on the status page of an organisation, and where it is',
    query: z.object({ organisationId: Id }),
    reply: Setting,
    fails: notFound,
  },
  changeStatusSettings: {
    method: 'PUT',
    path: '/api/monitoring/status-settings',
    may: 'monitoring.configure',
    summary: 'Says which services are on it, by which names, and whether it is public; `renew` gives it another address',
    body: z.object({
      organisationId: Id,
      title: line(120),
      services: z.array(Shown).max(50),
      public: z.boolean(),
      renew: z.boolean().default(false),
      version: z.int().min(0),
    }),
    reply: Setting,
    fails: { ...notFound, 'monitoring.status.changed': 409, 'monitoring.status.item': 400 },
  },
})
export const statusChanged = event('monitoring.statusChanged', z.object({ organisationId: Id, public: z.boolean(), renewed: z.boolean() }))
