/** For each endpoint a request about a record of our own organisation, so that an answer means that somebody may have it. */
import { randomUUID } from 'node:crypto'
import { usualMatrix, usualTargets, usualWeek } from '#record/cases/contract.ts'
import { alarmsInputs, type OurAlarms } from './access.alarms.ts'
import { arrangedInputs } from './access.arrangements.ts'
import { backupsInputs, type OurBackups } from './access.backups.ts'
import { checksInputs, type OurChecks } from './access.checks.ts'
import { dashboardsInputs, type OurDashboards } from './access.dashboards.ts'
import { devicesInputs, type OurDevices } from './access.devices.ts'
import { type Documents, documentsInputs } from './access.documents.ts'
import { escalationInputs } from './access.escalation.ts'
import { itemInputs, type OurItems } from './access.items.ts'
import { livesInputs, type OurLives } from './access.lives.ts'
import { closingInputs } from './access.made.ts'
import { maintenanceInputs, type OurMaintenance } from './access.maintenance.ts'
import { monitoringInputs, type OurMonitoring } from './access.monitoring.ts'
import { normsInputs, type OurNorms } from './access.norms.ts'
import { requestInputs } from './access.requestInputs.ts'
import { type OurSeeing, seeingInputs } from './access.seeing.ts'

import { type Together, togetherInputs } from './access.together.ts'

/** What is there in our own organisation. */
export interface Ours
  extends Together,
    Documents,
    OurItems,
    OurNorms,
    OurDevices,
    OurLives,
    OurMonitoring,
    OurChecks,
    OurAlarms,
    OurBackups,
    OurDashboards,
    OurMaintenance,
    OurSeeing {
  organisationId: string
  /** Somebody whom nobody of `who` is. */
  victim: { id: string; name: string; email: string }
  sessionId: string
  tokenId: string
  teamId: string
  /** A case that the reporter reported, and a file on it. */
  caseId: string
  attachmentId: string
  /** The reporter's too, touched by nobody else. */
  otherCaseId: string
  /** Of the first case; the victim is to decide. */
  approvalId: string
  problemId: string
  /** Of the reporter, handled by the lead. */
  complaintId: string
  changeId: string
  templateId: string
  makeFreeze(): Promise<string>
  /** Puts the other case under the problem, for the request that takes it off. */
  linkIncident(): Promise<void>
  /** In the catalogue: something for everybody, and an access that the reporter asked for the victim. */
  itemId: string
  accessCaseId: string
  /** Puts the victim on the case, for the request that takes her off. */
  makePart(): Promise<void>
  /** Makes an absence of the victim, and an assignment rule: for the request that changes or removes it. */
  makeAbsence(): Promise<string>
  makeAssignmentRule(): Promise<string>
  makeView(): Promise<string>
  makeBulk(): Promise<string>
  makeRule(): Promise<string>
  makeSchedule(): Promise<string>
  /** Of the first case: a test step, a contact after closing; a rule of ours; templates that are taken one by one. */
  closing: { stepId: string; aftercareId: string; ruleId: string; templates: string[] }
  mail: {
    /** On the not-processed list; taken one by one. */
    unplaced: string[]
    /** Addresses that gave our mail back; taken one by one. */
    marked: string[]
    /** Opened by mail. */
    case: { id: string; number: string }
    mailboxId: string
    outgoingId: string
  }
}

export interface Input {
  params?: Readonly<Record<string, string>>
  query?: Readonly<Record<string, string>>
  body?: unknown
  raw?: string | Buffer
  contentType?: string
}

const password = 'a password of somebody'
const mailbox = { name: 'Helpdesk', host: 'imap.linde.example', user: 'helpdesk', password, secure: true }
const once = () => randomUUID().slice(0, 8)

export const freeze = { name: 'Onze printer blijft', from: '2027-03-01T00:00:00Z', until: '2027-03-08T00:00:00Z' }
const words = { title: 'Onze printer', reason: 'r', plan: 'p', backOut: 'b', testPlan: 't' }
export const template = { ...words, risk: 'low', effect: 'low', minutes: 30 } as const

/** Endpoints that take nothing may be left out. Made anew for each request: names and addresses are used once. */
const form = (raw: string): Input => ({ raw, contentType: 'application/x-www-form-urlencoded' })

export const inputs: Readonly<Record<string, (ours: Ours) => Input | Promise<Input>>> = {
  ...alarmsInputs,
  ...seeingInputs,
  ...documentsInputs,
  ...escalationInputs,
  ...requestInputs,
  ...arrangedInputs,
  ...itemInputs,
  ...devicesInputs,
  ...checksInputs,
  ...livesInputs,
  ...dashboardsInputs,
  ...monitoringInputs,
  ...backupsInputs,
  ...maintenanceInputs,
  ...normsInputs,
  'people.setUp': () => ({ body: { organisation: 'Nog een', name: 'Iemand', email: 'iemand@elders.example', password } }),
  'people.signIn': () => ({ body: { email: `${once()}@elders.example`, password } }),
  'people.updateMe': () => ({ body: { theme: 'dark' } }),
  'people.person': ({ victim }) => ({ params: { id: victim.id } }),
  'people.access.changePassword': () => ({ body: { current: password, password: `${password} else` } }),
  'people.access.requestReset': () => ({ body: { email: `${once()}@elders.example` } }),
  'people.access.choosePassword': () => ({ body: { token: 'guessed', password } }),
  'people.access.startTotp': () => ({ body: { password } }),
  'people.access.confirmTotp': () => ({ body: { code: '123456' } }),
  'people.access.renewRecoveryCodes': () => ({ body: { password } }),
  'people.access.stopTotp': () => ({ body: { password } }),
  'people.access.endSession': ({ sessionId }) => ({ params: { id: sessionId } }),
  'people.access.createToken': () => ({ body: { name: 'mine' } }),
  'people.access.revokeToken': ({ tokenId }) => ({ params: { id: tokenId } }),
  'people.directory.createOrganisation': () => ({ body: { name: `Klant ${once()}`, locale: 'nl', timeZone: 'Europe/Amsterdam' } }),
  'people.directory.changeOrganisation': ({ organisationId }) => ({ params: { id: organisationId }, body: { version: 1, name: 'Overgenomen' } }),
  'people.directory.createPerson': ({ organisationId }) => ({ body: { name: 'Nieuw', organisationId } }),
  'people.directory.changePerson': ({ victim }) => ({ params: { id: victim.id }, body: { version: 1, timeZone: 'Europe/Brussels' } }),
  'people.directory.invitePerson': ({ victim }) => ({ params: { id: victim.id } }),
  'people.directory.deactivatePerson': ({ victim }) => ({ params: { id: victim.id } }),
  'people.directory.activatePerson': ({ victim }) => ({ params: { id: victim.id } }),
  'people.directory.erasePerson': ({ victim }) => ({ params: { id: victim.id }, body: { name: 'not the right name' } }),
  'people.directory.grantRole': ({ victim, organisationId }) => ({ params: { id: victim.id, organisationId, role: 'auditor' } }),
  'people.directory.revokeRole': ({ victim, organisationId }) => ({ params: { id: victim.id, organisationId, role: 'auditor' } }),
  'people.directory.createTeam': ({ organisationId }) => ({ body: { organisationId, name: `Team ${once()}` } }),
  'people.directory.changeTeam': ({ teamId }) => ({ params: { id: teamId }, body: { version: 1, name: `Team ${once()}` } }),
  'people.imports.importPeople': ({ organisationId }) => ({ body: { csv: 'name,email\n', organisationId } }),
  'desk.mail.submit': () => ({ raw: `From: ${once()}@elders.example\r\nSubject: Elders\r\n\r\nHallo\r\n` }),
  'desk.mail.raw': ({ mail }) => ({ params: { id: mail.unplaced[0] ?? '' } }),
  'desk.mail.retry': ({ mail }) => ({ params: { id: mail.unplaced[0] ?? '' } }),
  'desk.mail.assign': ({ mail }) => ({ params: { id: mail.unplaced.pop() ?? '' }, body: { case: mail.case.number } }),
  'desk.mail.discard': ({ mail }) => ({ params: { id: mail.unplaced.pop() ?? '' }, body: { reason: 'Leeg' } }),
  'desk.mail.settings.settings': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.mail.settings.settle': ({ organisationId }) => ({ body: { organisationId, version: 0, cc: 'replied' } }),
  'desk.mail.settings.unmark': ({ mail }) => ({ body: { address: mail.marked.pop() ?? '' } }),
  'desk.mail.templates.templates': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.mail.templates.changeTemplate': ({ organisationId }) => ({
    params: { letter: 'ended' },
    body: { organisationId, locale: 'nl', version: 0, text: 'Klaar: {number}' },
  }),
  'desk.mail.templates.restoreTemplate': ({ organisationId }) => ({ params: { letter: 'ended' }, body: { organisationId, locale: 'nl' } }),
  'desk.mail.templates.previewTemplate': ({ organisationId }) => ({
    params: { letter: 'ended' },
    body: { organisationId, locale: 'nl', text: 'Klaar: {number}' },
  }),
  'desk.mail.openCase': ({ mail }) => ({ params: { id: mail.unplaced.pop() ?? '' }, body: {} }),
  'desk.mail.original': ({ mail }) => ({ params: { id: mail.case.id } }),
  'desk.mail.messages': ({ mail }) => ({ params: { id: mail.case.id } }),
  'desk.mail.body': ({ mail }) => ({ params: { id: mail.case.id } }),
  'desk.mail.showPictures': ({ mail }) => ({ params: { id: mail.case.id } }),
  'desk.mail.sendAgain': ({ mail }) => ({ params: { id: mail.outgoingId } }),
  'desk.mail.addMailbox': ({ organisationId }) => ({ body: { ...mailbox, organisationId, address: `${once()}@linde.example` } }),
  'desk.mail.changeMailbox': ({ organisationId, mail }) => ({
    params: { id: mail.mailboxId },
    body: { ...mailbox, organisationId, address: `${once()}@linde.example`, version: 1 },
  }),
  'desk.mail.removeMailbox': ({ mail }) => ({ params: { id: mail.mailboxId } }),

  'desk.createCase': ({ organisationId }) => ({
    body: { kind: 'incident', title: 'Iets', text: '', impact: 'person', urgency: 'low', organisationId },
  }),
  'desk.case': ({ caseId }) => ({ params: { id: caseId } }),
  'desk.entries': ({ caseId }) => ({ params: { id: caseId }, query: { before: '9999' } }),
  'desk.history': ({ caseId }) => ({ params: { id: caseId } }),
  'desk.take': ({ caseId }) => ({ params: { id: caseId }, body: { version: 1 } }),
  'desk.assign': ({ caseId }) => ({ params: { id: caseId }, body: { version: 1, assigneeId: null } }),
  'desk.wait': ({ caseId }) => ({ params: { id: caseId }, body: { version: 1, for: 'reporter' } }),
  'desk.resume': ({ caseId }) => ({ params: { id: caseId }, body: { version: 1 } }),
  'desk.solve': ({ caseId }) => ({ params: { id: caseId }, body: { version: 1, done: 'Dit', tested: 'Zo' } }),
  'desk.confirm': ({ caseId }) => ({ params: { id: caseId }, body: { version: 1 } }),
  'desk.reject': ({ caseId }) => ({ params: { id: caseId }, body: { version: 1, text: 'Nog niet' } }),
  'desk.close': ({ caseId }) => ({ params: { id: caseId }, body: { version: 1, reason: 'Geen antwoord' } }),
  'desk.reopen': ({ caseId }) => ({ params: { id: caseId }, body: { version: 1, reason: 'Terug' } }),
  'desk.cancel': ({ caseId }) => ({ params: { id: caseId }, body: { version: 99, reason: 'Niet nodig' } }),
  'desk.edit': ({ caseId }) => ({ params: { id: caseId }, body: { version: 1, title: 'Anders' } }),
  'desk.addEntry': ({ caseId }) => ({ params: { id: caseId }, body: { visibility: 'internal', text: 'Notitie' } }),
  'desk.attach': ({ caseId }) => ({ params: { id: caseId }, raw: 'een bestand', contentType: 'text/plain' }),
  'desk.download': ({ attachmentId }) => ({ params: { id: attachmentId } }),
  'desk.addPerson': ({ caseId, victim }) => ({ params: { id: caseId }, body: { personId: victim.id, role: 'participant' } }),
  'desk.removePerson': async ({ caseId, victim, makePart }) => {
    await makePart()
    return { params: { id: caseId, personId: victim.id } }
  },
  'desk.link': ({ caseId, otherCaseId }) => ({ params: { id: caseId }, body: { other: otherCaseId, kind: 'related' } }),
  'desk.here': ({ caseId }) => ({ params: { id: caseId }, body: { writing: false } }),

  ...togetherInputs,

  'desk.portal.report': ({ organisationId }) => ({ body: { title: 'Iets', howBad: 'canWork', howMany: 'me', organisationId } }),
  'desk.portal.myCase': ({ otherCaseId }) => ({ params: { id: otherCaseId } }),
  'desk.portal.answer': ({ otherCaseId }) => ({ params: { id: otherCaseId }, body: { text: 'Ja' } }),
  'desk.portal.myConfirm': ({ otherCaseId }) => ({ params: { id: otherCaseId }, body: {} }),
  'desk.portal.myReject': ({ otherCaseId }) => ({ params: { id: otherCaseId }, body: { text: 'Nee' } }),
  'desk.portal.myReopen': ({ otherCaseId }) => ({ params: { id: otherCaseId }, body: { text: 'Terug' } }),
  'desk.portal.myCancel': ({ otherCaseId }) => ({ params: { id: otherCaseId }, body: { reason: 'Niet nodig' } }),
  'desk.portal.confirmState': () => ({ params: { token: 'guessed' } }),
  'desk.portal.confirmByLink': () => ({ params: { token: 'guessed' }, body: { works: true } }),
  'series.graphing.graph': () => ({ query: { query: 'up', from: '2026-01-01T00:00:00Z', to: '2026-01-01T01:00:00Z' } }),
  'series.graphing.ofItem': ({ items }) => ({ params: { id: items.itemId } }),
  'series.prometheus.query': () => ({ query: { query: 'up' } }),
  'series.prometheus.queryByForm': () => form('query=up'),
  'series.prometheus.queryRange': () => ({ query: { query: 'up', start: '0', end: '60', step: '15' } }),
  'series.prometheus.queryRangeByForm': () => form('query=up&start=0&end=60&step=15'),
  'series.prometheus.series': () => ({ query: { 'match[]': 'up' } }),
  'series.prometheus.seriesByForm': () => form('match[]=up'),
  'series.prometheus.labelsByForm': () => form(''),
  'series.prometheus.labelValues': () => ({ params: { name: 'job' } }),
  'desk.search.search': () => ({ query: { q: 'Onze printer' } }),
  'desk.notices.readNotices': () => ({ body: { ids: [] } }),
  ...closingInputs,
  'desk.settings.matrix': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.settings.changeMatrix': ({ organisationId }) => ({ body: { organisationId, version: 0, matrix: usualMatrix } }),
  'desk.settings.calendar': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.settings.changeCalendar': ({ organisationId }) => ({
    body: { organisationId, version: 0, timeZone: 'Europe/Amsterdam', week: usualWeek, targets: usualTargets },
  }),

  'desk.complaints.complaint': ({ complaintId }) => ({ params: { id: complaintId } }),
  'desk.complaints.myComplaint': ({ complaintId }) => ({ params: { id: complaintId } }),
  'desk.complaints.whom': () => ({ query: { search: 'Doelwit' } }),
  'desk.complaints.changeAbout': ({ complaintId }) => ({ params: { id: complaintId }, body: { version: 9, about: {} } }),
  'desk.complaints.acknowledge': ({ complaintId }) => ({ params: { id: complaintId }, body: { version: 9, text: 'Gezien' } }),
  'desk.complaints.hear': ({ complaintId }) => ({ params: { id: complaintId }, body: { version: 9, side: 'other', text: 'Zo was het' } }),
  'desk.complaints.judge': ({ complaintId }) => ({ params: { id: complaintId }, body: { version: 9, judgement: 'partly', reason: 'Daarom' } }),
  'desk.complaints.answer': ({ complaintId }) => ({ params: { id: complaintId }, body: { version: 9, text: 'Zo zit het' } }),
  'desk.complaints.improve': ({ complaintId }) => ({ params: { id: complaintId }, body: { version: 9, improvement: 'Sneller' } }),
  'desk.complaints.policy': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.complaints.changePolicy': ({ organisationId }) => ({
    body: { organisationId, version: 0, handlerId: null, acknowledgeDays: 5, answerDays: 42 },
  }),

  'desk.changes.change': ({ changeId }) => ({ params: { id: changeId } }),
  'desk.changes.editChange': ({ changeId }) => ({ params: { id: changeId }, body: { version: 9, plan: 'Anders' } }),
  'desk.changes.stepChange': ({ changeId }) => ({ params: { id: changeId, step: 'submit' }, body: { version: 9 } }),
  'desk.changeCalendar.calendar': () => ({ query: { from: '2027-03-01T00:00:00Z', until: '2027-04-01T00:00:00Z' } }),
  'desk.changeCalendar.addFreeze': ({ organisationId }) => ({ body: { organisationId, ...freeze } }),
  'desk.changeCalendar.changeFreeze': async ({ organisationId, makeFreeze }) => ({
    params: { id: await makeFreeze() },
    body: { organisationId, ...freeze, version: 1 },
  }),
  'desk.changeCalendar.removeFreeze': async ({ makeFreeze }) => ({ params: { id: await makeFreeze() } }),
  'desk.changeCalendar.addTemplate': ({ organisationId }) => ({ body: { organisationId, ...template, name: `Standaard ${once()}` } }),
  'desk.changeCalendar.changeTemplate': ({ templateId }) => ({
    params: { id: templateId },
    body: { ...template, name: `Standaard ${once()}`, active: true, version: 1 },
  }),
  'desk.changeCalendar.readFeed': () => ({ params: { token: 'guessed' } }),

  'desk.problems.openProblem': ({ organisationId }) => ({ body: { title: 'Iets', impact: 'person', urgency: 'low', organisationId } }),
  'desk.problems.problem': ({ problemId }) => ({ params: { id: problemId } }),
  'desk.problems.changeProblem': ({ problemId }) => ({ params: { id: problemId }, body: { version: 0, workaround: 'Zo' } }),
  'desk.problems.incidents': ({ problemId }) => ({ params: { id: problemId } }),
  'desk.problems.linkIncidents': ({ problemId, caseId }) => ({ params: { id: problemId }, body: { incidents: [caseId] } }),
  'desk.problems.unlinkIncident': async ({ problemId, otherCaseId, linkIncident }) => {
    await linkIncident()
    return { params: { id: problemId, incident: otherCaseId } }
  },
  'desk.problems.solveIncidents': ({ problemId }) => ({ params: { id: problemId }, body: { done: 'Dit', tested: 'Zo' } }),
  'desk.problems.workarounds': ({ caseId }) => ({ params: { id: caseId } }),
  'desk.problems.similar': () => ({ query: { text: 'Onze printer' } }),
}
