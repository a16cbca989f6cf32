/** Reports of availability and capacity: what they say, for whom, and those that were made. */
import * as z from 'zod'
import { contract, event, Id, Instant, line, Paging, page } from '#platform/contract.ts'
import { Scope, Severity, severities } from '#record/norms/contract.ts'
import { Availability, Length, Period } from '../availability/contract.ts'
import { Capacity } from '../capacity/contract.ts'

export const verdicts = ['met', 'missed', 'unknown'] as const
export const parts = ['availability', 'capacity'] as const
const PeriodName = z
  .string()
  .regex(/^\d{4}-(W|Q)?\d{1,2}$/)
  .describe('2026-10, 2026-Q4, 2026-W43')
export const NewReport = z.object({
  name: line(200),
  parts: z.array(z.enum(parts)).min(1).max(2).default(['availability']),
  scope: Scope.prefault({ kinds: ['service'] }).describe('About which items'),
  length: Length.default('month'),
  hours: z.enum(['always', 'service']).default('always').describe('service: only in the hours of the first calendar of the organisation'),
  target: z.number().min(0).max(100).nullable().default(null).describe('Percent'),
  severities: z
    .array(Severity)
    .min(1)
    .max(4)
    .default([...severities])
    .describe('An alarm that something does not answer counts when it is one of these'),
  locale: z.enum(['nl', 'en']).default('nl'),
  recipients: z.array(z.email().max(320)).max(20).default([]),
  schedule: z
    .object({
      day: z.int().min(1).max(28).describe('So many days after the end of the period; 1: the day after its last'),
      time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
      timeZone: z.string().max(60).nullable().default(null).describe('null: that of the organisation'),
    })
    .nullable()
    .default(null)
    .describe('null: only when somebody makes it'),
})
export type NewReport = z.output<typeof NewReport>
export const Report = NewReport.extend({ id: Id, organisationId: Id, version: z.int(), dueAt: Instant.nullable(), duePeriod: z.string().nullable() })
export type Report = z.infer<typeof Report>

const Row = Availability.extend({ number: z.string(), name: z.string(), verdict: z.enum(verdicts).nullable().describe('null: there is no target') })
export const Figures = z.object({
  period: Period,
  organisation: z.string(),
  timeZone: z.string(),
  hours: z.enum(['always', 'service']),
  target: z.number().nullable(),
  severities: z.array(Severity),
  availability: z.object({ rows: z.array(Row), total: Availability.extend({ met: z.int(), missed: z.int() }) }).nullable(),
  capacity: z.array(Capacity).nullable(),
  more: z.boolean().describe('There are more items in its scope than are reported'),
})
export type Figures = z.infer<typeof Figures>
export const Made = z.object({
  id: Id,
  reportId: Id.nullable(),
  organisationId: Id,
  name: z.string(),
  period: z.string(),
  locale: z.enum(['nl', 'en']),
  recipients: z.array(z.string()),
  madeAt: Instant,
  madeBy: z.object({ id: Id, name: z.string() }).nullable().describe('null: by itself'),
  sha256: z.string().nullable().describe('null: its PDF is being made'),
  size: z.int().nullable(),
})
export type Made = z.infer<typeof Made>

const ofOne = { params: z.object({ id: Id }) }
const notFound = { 'platform.notFound': 404 } as const
const saving = { ...notFound, 'monitoring.reports.zone': 400, 'monitoring.reports.tooMany': 409 } as const
const file = { method: 'GET', may: 'monitoring.read', reply: z.unknown(), ...ofOne } as const
export const monitoringReports = contract({
  reports: {
    ...{ method: 'GET', path: '/api/monitoring/reports', may: 'monitoring.read', summary: 'Reports by name' },
    query: z.object({ organisationId: Id.optional() }),
    reply: z.object({ items: z.array(Report) }),
  },
  addReport: {
    ...{
      method: 'POST',
      path: '/api/monitoring/reports',
      may: 'monitoring.configure',
      summary: 'Says what a report is about, and when it is made by itself',
    },
    body: NewReport.extend({ organisationId: Id }),
    reply: Report,
    status: 201,
    fails: saving,
  },
  report: {
    method: 'GET',
    path: '/api/monitoring/reports/{id}',
    may: 'monitoring.read',
    summary: 'One report',
    ...ofOne,
    reply: Report,
    fails: notFound,
  },
  changeReport: {
    ...{ method: 'PUT', path: '/api/monitoring/reports/{id}', may: 'monitoring.configure', summary: 'Changes it; what was made stays' },
    ...ofOne,
    body: NewReport.extend({ version: z.int().min(1) }),
    reply: Report,
    fails: { ...saving, 'monitoring.reports.changed': 409 },
  },
  removeReport: {
    ...{ method: 'DELETE', path: '/api/monitoring/reports/{id}', may: 'monitoring.configure', summary: 'Takes it away; what was made stays' },
    ...ofOne,
    reply: z.undefined(),
    status: 204,
    fails: notFound,
  },
  figures: {
    ...{
      method: 'GET',
      path: '/api/monitoring/reports/{id}/figures',
      may: 'monitoring.read',
      summary: 'Its figures over a period, counted now; nothing is kept',
    },
    ...ofOne,
    query: z.object({ period: PeriodName.optional().describe('Else the last that is over') }),
    reply: Figures,
    fails: { ...notFound, 'monitoring.reports.period': 400 },
  },
  makeReport: {
    ...{
      method: 'POST',
      path: '/api/monitoring/reports/{id}/make',
      may: 'monitoring.work',
      summary: 'Makes it of a period: figures that stay, a PDF, and a mail to who gets it',
    },
    ...ofOne,
    body: z.object({ period: PeriodName.optional().describe('Else the last that is over'), mail: z.boolean().default(true) }),
    reply: Made,
    status: 201,
    fails: { ...notFound, 'monitoring.reports.period': 400 },
  },
  made: {
    ...{ method: 'GET', path: '/api/monitoring/reports-made', may: 'monitoring.read', summary: 'Reports that were made, newest first' },
    query: Paging.extend({ reportId: Id.optional(), organisationId: Id.optional() }),
    reply: page(Made),
  },
  madeOne: {
    ...{
      method: 'GET',
      path: '/api/monitoring/reports-made/{id}',
      may: 'monitoring.read',
      summary: 'One that was made, with its figures as they were then',
    },
    ...ofOne,
    reply: Made.extend({ figures: Figures }),
    fails: notFound,
  },
  pdf: {
    ...{ ...file, path: '/api/monitoring/reports-made/{id}/pdf', summary: 'Its PDF: always the same bytes', produces: 'application/pdf' },
    fails: { ...notFound, 'monitoring.reports.beingMade': 409 },
  },
  proof: {
    ...{ ...file, path: '/api/monitoring/reports-made/{id}/proof', summary: 'The proof that goes with the PDF, for `spil verify --file`' },
    produces: 'application/json',
    fails: { ...notFound, 'monitoring.reports.beingMade': 409 },
  },
})
export const reportChanged = event(
  'monitoring.reportChanged',
  z.object({ reportId: Id, organisationId: Id, what: z.enum(['added', 'changed', 'removed']) }),
)
/** From now on the logbook proves this file. */
export const reportMade = event(
  'monitoring.reportMade',
  z.object({ madeId: Id, reportId: Id.nullable(), organisationId: Id, period: z.string(), sha256: z.string() }),
)
