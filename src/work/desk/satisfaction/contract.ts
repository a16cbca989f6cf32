import * as z from 'zod'
import { contract, event, Id, Instant, Paging, page, prose } from '#platform/contract.ts'
import { CaseRef, Named } from '#record/cases/contract.ts'

/** From very unsatisfied to very satisfied. */
export const marks = [1, 2, 3, 4, 5] as const
export const Mark = z.int().min(1).max(5).describe('1: very unsatisfied … 5: very satisfied')
export type Mark = (typeof marks)[number]

export const SatisfactionSettings = z.object({
  active: z.boolean().describe('Whether it is asked'),
  changeDays: z.int().min(1).max(60).describe('Days after closing in which it can be given or changed'),
  anonymous: z.boolean().describe('Colleagues of the engineer see only totals'),
  lowMark: z.int().min(1).max(4).describe('This mark or lower is shown to the lead'),
})
export type SatisfactionSettings = z.infer<typeof SatisfactionSettings>
export const usualSatisfaction: SatisfactionSettings = { active: true, changeDays: 14, anonymous: false, lowMark: 2 }
/** Of anonymous answers fewer than this are not shown as figures: who gave them could be guessed. */
export const fewest = 5

const SettingsView = z.object({ organisationId: Id, version: z.int(), settings: SatisfactionSettings })
const tokenParams = z.object({ token: z.string().max(300) })
const Asked = z.object({
  number: z.string(),
  title: z.string(),
  organisation: z.string(),
  mark: Mark.nullable(),
  word: z.string(),
  until: Instant.nullable().describe('Until then it can be given or changed; null: as long as it is not closed'),
  open: z.boolean(),
  anonymous: z.boolean(),
})
export const Given = z.object({ round: z.int(), mark: Mark, word: z.string(), at: Instant, by: Named.nullable() })
export const Low = Given.extend({
  caseId: Id,
  number: z.string(),
  title: z.string(),
  team: Named.nullable(),
  assignee: Named.nullable().describe('Who to speak to; null when the organisation keeps answers anonymous'),
  seen: z.object({ by: Named, at: Instant }).nullable(),
})
export const Figure = z.object({
  key: z.string().describe('Id of the team, or the month as 2026-11; empty: no team'),
  name: z.string(),
  asked: z.int(),
  answered: z.int(),
  tooFew: z.boolean().describe('Too few anonymous answers to show'),
  mean: z.number().nullable(),
  marks: z.array(z.int()).length(5).describe('How often each mark was given, lowest first; all 0 when there are too few'),
})
export type Figure = z.infer<typeof Figure>

const ofOrganisation = z.object({ organisationId: Id })
const notFound = { 'platform.notFound': 404 } as const
const linking = { 'desk.satisfaction.linkWrong': 404, 'desk.satisfaction.linkExpired': 410 } as const

export const deskSatisfaction = contract({
  asked: {
    method: 'GET',
    path: '/api/desk/rate/{token}',
    may: 'anyone',
    summary: 'What the signed link asks; records nothing, whoever opens it',
    params: tokenParams,
    reply: Asked,
    fails: linking,
  },
  rate: {
    method: 'POST',
    path: '/api/desk/rate/{token}',
    may: 'anyone',
    summary: 'Says by the signed link how satisfied one is; once per round of closing, changeable for some days',
    params: tokenParams,
    body: z.object({ mark: Mark, word: prose(2000).default('') }),
    reply: Asked,
    status: 200,
    fails: { ...linking, 'desk.satisfaction.over': 409 },
  },
  ofCase: {
    method: 'GET',
    path: '/api/desk/cases/{id}/satisfaction',
    may: 'desk.read',
    summary: 'What the reporter gave, per round; hidden from colleagues where the organisation keeps it anonymous',
    params: z.object({ id: CaseRef }),
    reply: z.object({ items: z.array(Given), hidden: z.boolean() }),
    fails: notFound,
  },
  low: {
    method: 'GET',
    path: '/api/desk/satisfaction/low',
    may: 'desk.decide',
    summary: 'Low marks for the lead, newest first',
    query: Paging.extend({ organisationId: Id, seen: z.stringbool().optional() }),
    reply: page(Low),
    fails: notFound,
  },
  markSeen: {
    method: 'POST',
    path: '/api/desk/cases/{id}/satisfaction/{round}/seen',
    may: 'desk.decide',
    summary: 'The lead has seen this low mark',
    params: z.object({ id: CaseRef, round: z.coerce.number().int().min(1) }),
    reply: z.object({ caseId: Id, round: z.int() }),
    status: 200,
    fails: notFound,
  },
  figures: {
    method: 'GET',
    path: '/api/desk/satisfaction/figures',
    may: 'desk.read',
    summary: 'Count, mean, distribution and share answered per team or month; persons are not compared',
    query: ofOrganisation.extend({
      since: z.iso.date().describe('First day'),
      until: z.iso.date().describe('Last day'),
      by: z.enum(['team', 'month']).default('team'),
    }),
    reply: z.object({ items: z.array(Figure), total: Figure }),
    fails: notFound,
  },
  settings: {
    method: 'GET',
    path: '/api/desk/satisfaction/settings',
    may: 'desk.read',
    summary: 'Whether it is asked, for how long it can be changed, who sees it',
    query: ofOrganisation,
    reply: SettingsView,
    fails: notFound,
  },
  changeSettings: {
    method: 'PUT',
    path: '/api/desk/satisfaction/settings',
    may: 'desk.configure',
    summary: 'Changes it; what was given keeps the promise under which it was given',
    body: SettingsView,
    reply: SettingsView,
    fails: { ...notFound, 'desk.satisfaction.changed': 409 },
  },
})

/** Given or changed. The mark itself stays out of the logbook, which more people read. */
export const satisfactionGiven = event('desk.satisfaction.given', z.object({ caseId: Id, number: z.int(), round: z.int() }))
/** For leads only. */
export const satisfactionLow = event('desk.satisfaction.low', z.object({ caseId: Id, number: z.int(), round: z.int(), leadIds: z.array(Id) }))
export const satisfactionSettingsChanged = event('desk.satisfaction.settingsChanged', z.object({ organisationId: Id, version: z.int() }))
