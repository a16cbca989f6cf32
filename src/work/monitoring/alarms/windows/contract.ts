/** Maintenance windows: when nothing opens for what. */
import * as z from 'zod'
import { contract, event, Id, Instant, line, prose } from '#platform/contract.ts'
import { Scope } from '#record/norms/contract.ts'

const Wall = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/)
  .describe('Wall time, YYYY-MM-DDTHH:MM')
export const NewWindow = z.object({
  name: line(200),
  note: prose(2000).default(''),
  itemIds: z.array(Id).max(500).default([]).describe('For these items'),
  scope: Scope.nullable().default(null).describe('And for these; no items and no scope: for the whole organisation'),
  starts: Wall,
  minutes: z.int().min(1).max(40_320).describe('How long, by the clock on the wall'),
  timeZone: z.string().max(60).nullable().default(null).describe('null: that of the organisation'),
  rrule: z.string().trim().max(500).nullable().default(null).describe('RFC 5545, at most daily; null: once'),
})
export const Window = NewWindow.extend({
  id: Id,
  organisationId: Id,
  timeZone: z.string(),
  items: z.array(z.object({ id: Id, number: z.string(), name: z.string() })).describe('Of `itemIds`, those that are still there'),
  covers: z.int().describe('How many items it covers now'),
  changeNumber: z.string().nullable().describe('The change that it was taken over from'),
  holdsUntil: Instant.nullable().describe('null: it does not hold now'),
  next: Instant.nullable().describe('When it begins next; null: no more'),
  version: z.int(),
})
export type Window = z.output<typeof Window>

const ofOne = z.object({ id: Id })
const notFound = { 'platform.notFound': 404 } as const
const saving = {
  ...notFound,
  'monitoring.windows.time': 400,
  'monitoring.windows.zone': 400,
  'monitoring.windows.rule': 400,
  'monitoring.windows.tooMany': 409,
} as const
export const monitoringWindows = contract({
  windows: {
    method: 'GET',
    path: '/api/monitoring/windows',
    may: 'monitoring.read',
    summary: 'Maintenance windows, what holds now first; those that are over for a month are left out',
    query: z.object({ organisationId: Id.optional() }),
    reply: z.object({ items: z.array(Window) }),
  },
  turnsOnItem: {
    method: 'GET',
    path: '/api/monitoring/items/{id}/windows',
    may: 'monitoring.read',
    summary: 'When an item was or will be in maintenance within a span of at most 400 days, as windows are now: the latest first, at most 500',
    params: ofOne,
    query: z.object({ from: Instant, to: Instant }),
    reply: z.object({ items: z.array(z.object({ windowId: Id, name: z.string(), from: Instant, until: Instant })), more: z.boolean() }),
    fails: { ...notFound, 'monitoring.windows.span': 400 },
  },
  addWindow: {
    method: 'POST',
    path: '/api/monitoring/windows',
    may: 'monitoring.work',
    summary: 'In it nothing opens for what it covers; what is broken at its end counts from then',
    body: NewWindow.extend({ organisationId: Id }),
    reply: Window,
    status: 201,
    fails: saving,
  },
  takeOverWindow: {
    method: 'POST',
    path: '/api/monitoring/windows/of-change',
    may: 'monitoring.work',
    summary: 'The window of a planned change, for the items on its case; again: as it is planned now',
    body: z.object({ change: z.union([Id, z.string().regex(/^c-?\d{1,9}$/i)]).describe('Id or number of its case') }),
    reply: Window,
    status: 201,
    fails: { ...notFound, 'monitoring.windows.notPlanned': 409, 'monitoring.windows.tooMany': 409, 'monitoring.windows.noItems': 409 },
  },
  changeWindow: {
    method: 'PUT',
    path: '/api/monitoring/windows/{id}',
    may: 'monitoring.work',
    summary: 'Changes it; ending it now is making it shorter',
    params: ofOne,
    body: NewWindow.extend({ version: z.int().min(1) }),
    reply: Window,
    fails: { ...saving, 'monitoring.windows.changed': 409 },
  },
  removeWindow: {
    method: 'DELETE',
    path: '/api/monitoring/windows/{id}',
    may: 'monitoring.work',
    summary: 'It holds no longer, and never did for figures of availability',
    params: ofOne,
    reply: z.undefined(),
    status: 204,
    fails: notFound,
  },
})
export const windowChanged = event(
  'monitoring.windowChanged',
  z.object({ windowId: Id, organisationId: Id, what: z.enum(['added', 'changed', 'removed']) }),
)
