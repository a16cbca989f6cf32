import { alarmsExpectations } from './access.alarms.ts'
import { arranged } from './access.arranged.ts'
import { backupsExpectations } from './access.backups.ts'
import { checksExpectations } from './access.checks.ts'
import { dashboardsExpectations } from './access.dashboards.ts'
import { devicesExpectations } from './access.devices.ts'
import { documentsExpectations } from './access.documents.ts'
import { escalationExpectations } from './access.escalation.ts'
import { itemExpectations } from './access.items.ts'
import { livesExpectations } from './access.lives.ts'
import { closingExpectations } from './access.made.ts'
import { maintenanceExpectations } from './access.maintenance.ts'
import { monitoringExpectations } from './access.monitoring.ts'
import { normsExpectations } from './access.norms.ts'
import { seeingExpectations } from './access.seeing.ts'
import { togetherExpectations } from './access.together.ts'

/**
 * Who may use which endpoint, written out by hand: never made from the contracts' `may` or the rooms' grants, so that a slip there is seen.
 *
 * One mark for each of `who`, in that order, for a request about a record of our own organisation:
 *   +  answered     .  refused (401, 403, or 404: it does not exist for them)     0  answered, with nothing of ours in it
 */
export const who = [
  'reporter',
  'engineer',
  'lead',
  'securityOfficer',
  'databaseAdministrator',
  'client',
  'auditor',
  'administrator',
  /** Not signed in. */
  'anonymous',
  /** Engineer, lead and administrator of another organisation. */
  'stranger',
] as const
export type Who = (typeof who)[number]

export const expectations: Readonly<Record<string, string>> = {
  ...alarmsExpectations,
  ...seeingExpectations,
  ...documentsExpectations,
  ...escalationExpectations,
  ...arranged,
  ...itemExpectations,
  ...normsExpectations,
  ...devicesExpectations,
  ...checksExpectations,
  ...livesExpectations,
  ...dashboardsExpectations,
  ...monitoringExpectations,
  ...backupsExpectations,
  ...maintenanceExpectations,
  //                                       rep eng lead sec dba cli aud adm anon stranger
  'people.setUpState': /*               */ '+ + + + + + + + + 0',
  'people.setUp': /*                    */ '+ + + + + + + + + 0',
  'people.signIn': /*                   */ '. . . . . . . . . .',
  'people.signOut': /*                  */ '+ + + + + + + + . 0',
  'people.me': /*                       */ '+ + + + + + + + . 0',
  'people.updateMe': /*                 */ '+ + + + + + + + . 0',
  'people.organisations': /*            */ '+ + + + + + + + . 0',
  'people.teams': /*                    */ '+ + + + + + + + . 0',
  'people.persons': /*                  */ '. + + + + + + + . 0',
  'people.person': /*                   */ '. + + + + + + + . .',
  'people.access.changePassword': /*    */ '+ + + + + + + + . 0',
  'people.access.requestReset': /*      */ '+ + + + + + + + + 0',
  'people.access.choosePassword': /*    */ '+ + + + + + + + + 0',
  'people.access.startTotp': /*         */ '+ + + + + + + + . 0',
  'people.access.confirmTotp': /*       */ '+ + + + + + + + . 0',
  'people.access.renewRecoveryCodes': /**/ '+ + + + + + + + . 0',
  'people.access.stopTotp': /*          */ '+ + + + + + + + . 0',
  'people.access.sessions': /*          */ '+ + + + + + + + . 0',
  // Somebody else's session and token.
  'people.access.endSession': /*        */ '. . . . . . . . . .',
  'people.access.endOtherSessions': /*  */ '+ + + + + + + + . 0',
  'people.access.tokens': /*            */ '+ + + + + + + + . 0',
  'people.access.createToken': /*       */ '+ + + + + + + + . 0',
  'people.access.revokeToken': /*       */ '. . . . . . . . . .',
  'people.directory.createOrganisation': '. . . . . . . + . .',
  'people.directory.changeOrganisation': '. . . . . . . + . .',
  'people.directory.createPerson': /*   */ '. . . . . . . + . .',
  'people.directory.changePerson': /*   */ '. . . . . . . + . .',
  'people.directory.invitePerson': /*   */ '. . . . . . . + . .',
  'people.directory.deactivatePerson': /**/ '. . . . . . . + . .',
  'people.directory.activatePerson': /* */ '. . . . . . . + . .',
  'people.directory.erasePerson': /*    */ '. . . . . . . + . .',
  'people.directory.grantRole': /*      */ '. . . . . . . + . .',
  'people.directory.revokeRole': /*     */ '. . . . . . . + . .',
  'people.directory.createTeam': /*     */ '. . . . . . . + . .',
  'people.directory.changeTeam': /*     */ '. . . . . . . + . .',
  'people.imports.importPeople': /*     */ '. . . . . . . + . .',
  'desk.mail.submit': /*                */ '. + + + . . . + . 0',
  'desk.mail.notProcessed': /*          */ '. + + + . . . + . 0',
  'desk.mail.raw': /*                   */ '. + + + . . . + . .',
  'desk.mail.retry': /*                 */ '. + + + . . . + . .',
  'desk.mail.assign': /*                */ '. + + + . . . + . .',
  'desk.mail.discard': /*               */ '. + + + . . . + . .',
  'desk.mail.settings.settings': /*     */ '. + + + + + + + . .',
  'desk.mail.settings.settle': /*       */ '. . + . . . . + . .',
  'desk.mail.settings.marked': /*       */ '. . . . . . . + . 0',
  'desk.mail.settings.unmark': /*       */ '. . . . . . . + . .',
  'desk.mail.templates.templates': /*   */ '. + + + + + + + . .',
  'desk.mail.templates.changeTemplate': '. . + . . . . + . .',
  'desk.mail.templates.restoreTemplate': '. . + . . . . + . .',
  'desk.mail.templates.previewTemplate': '. . + . . . . + . .',
  'desk.mail.openCase': /*              */ '. + + + . . . + . .',
  'desk.mail.original': /*              */ '. + + + . . . + . .',
  'desk.mail.messages': /*              */ '. + + + + + + + . .',
  'desk.mail.body': /*                  */ '. + + + + + + + . .',
  'desk.mail.showPictures': /*          */ '. + + + . . . + . .',
  'desk.mail.outgoing': /*              */ '. . . . . . . + . 0',
  'desk.mail.sendAgain': /*             */ '. . . . . . . + . .',
  'desk.mail.mailboxes': /*             */ '. . . . . . . + . 0',
  'desk.mail.addMailbox': /*            */ '. . . . . . . + . .',
  'desk.mail.changeMailbox': /*         */ '. . . . . . . + . .',
  'desk.mail.removeMailbox': /*         */ '. . . . . . . + . .',

  // A case that the reporter reported; the others may read or work on it by their role.
  'desk.createCase': '+ + + + + + + + . 0',
  'desk.cases': '+ + + + + + + + . 0',
  'desk.counts': '. + + + + + + + . 0',
  'desk.case': '+ + + + + + + + . .',
  'desk.entries': '+ + + + + + + + . .',
  'desk.history': '+ + + + + + + + . .',
  'desk.take': '. + + + + . . + . .',
  'desk.assign': '. + + + + . . + . .',
  'desk.wait': '. + + + + . . + . .',
  'desk.resume': '. + + + + . . + . .',
  'desk.solve': '. + + + + . . + . .',
  'desk.confirm': '. + + + + . . + . .',
  'desk.reject': '. + + + + . . + . .',
  'desk.close': '. + + + + . . + . .',
  'desk.reopen': '. + + + + . . + . .',
  'desk.cancel': '. + + + + . . + . .',
  'desk.edit': '. + + + + . . + . .',
  'desk.addEntry': '. + + + + . . + . .',
  'desk.attach': '+ + + + + . . + . .',
  'desk.download': '+ + + + + + + + . .',
  'desk.addPerson': '. + + + + . . + . .',
  'desk.removePerson': '. + + + + . . + . .',
  'desk.link': '. + + + + . . + . .',
  'desk.here': '. + + + + . . + . .',

  ...togetherExpectations,

  // In the portal everybody has what they reported themselves, whatever their role; here it is the reporter's.
  'desk.portal.report': '+ + + + + + + + . 0',
  'desk.portal.myCases': '+ + + + + + + + . 0',
  'desk.portal.myCase': '+ . . . . . . . . .',
  'desk.portal.answer': '+ . . . . . . . . .',
  'desk.portal.myConfirm': '+ . . . . . . . . .',
  'desk.portal.myReject': '+ . . . . . . . . .',
  'desk.portal.myReopen': '+ . . . . . . . . .',
  'desk.portal.myCancel': '+ . . . . . . . . .',
  // With a link that was guessed.
  'desk.portal.confirmState': '. . . . . . . . . .',
  'desk.portal.confirmByLink': '. . . . . . . . . .',
  // Asked about the reporter's case; somebody else is to decide.
  'desk.approvals.approvals': '+ + + + + + + + . 0',
  'desk.approvals.approval': '+ + + + + + + + . .',
  'desk.approvals.caseApprovals': '+ + + + + + + + . .',
  'desk.approvals.ask': '. + + + + . . + . .',
  'desk.approvals.decide': '. . . . . . . . . .',
  // With a link that was guessed.
  'desk.approvals.linkState': '. . . . . . . . . .',
  'desk.approvals.decideByLink': '. . . . . . . . . .',
  // Something that everybody of ours can ask for.
  'desk.catalogue.offers': '+ + + + + + + + . 0',
  'desk.catalogue.form': '+ + + + + + + + . .',
  'desk.catalogue.colleagues': '+ + + + + + + + . .',
  'desk.catalogue.upload': '+ + + + + + + + . .',
  'desk.catalogue.request': '+ + + + + + + + . .',
  'desk.catalogue.answers': '+ + + + + + + + . .',
  'desk.catalogue.services': '. + + + + + + + . .',
  'desk.catalogue.items': '. + + + + + + + . 0',
  'desk.catalogue.item': '. + + + + + + + . .',
  'desk.catalogue.addItem': '. . + . . . . + . .',
  'desk.catalogue.changeItem': '. . + . . . . + . .',
  'desk.catalogue.orderItems': '. . + . . . . + . .',
  // An access that the reporter asked for the victim.
  'desk.access.access': '. + + + + + + + . 0',
  'desk.access.myAccess': '+ + + + + + + + . 0',
  'desk.access.caseAccess': '+ + + + + + + + . .',
  'desk.access.prove': '. + + + + . . + . .',
  'desk.access.withdraw': '. + + + + . . + . .',
  'desk.search.search': '+ + + + + + + + . 0',
  'desk.notices.notices': '+ + + + + + + + . 0',
  'desk.notices.readNotices': '+ + + + + + + + . 0',
  ...closingExpectations,
  'desk.settings.matrix': '. + + + + + + + . .',
  'desk.settings.changeMatrix': '. . + . . . . + . .',
  'desk.settings.calendar': '. + + + + + + + . .',
  'desk.settings.changeCalendar': '. . + . . . . + . .',

  // The sum of a clock is for staff; the client and the auditor read it.
  'desk.clocks.caseClocks': '. + + + + + + + . .',
  'desk.clocks.calendars': '. + + + + + + + . .',
  'desk.clocks.addCalendar': '. . + . . . . + . .',
  'desk.clocks.changeCalendarOf': '. . + . . . . + . .',
  'desk.clocks.removeCalendar': '. . + . . . . + . .',
  'desk.clocks.importDays': '. . + . . . . + . .',
  'desk.clocks.calendarYear': '. + + + + + + + . 0',
  'desk.clocks.holidayPlaces': '. + + + + + + + . 0',
  'desk.clocks.agreements': '. + + + + + + + . .',
  'desk.clocks.addAgreement': '. . + . . . . + . .',
  'desk.clocks.changeAgreement': '. . + . . . . + . .',
  'desk.clocks.removeAgreement': '. . + . . . . + . .',
  'desk.clocks.recalculation': '. + + + + + + + . .',
  'desk.clocks.outcomes': '. + + + + + + + . .',
  'desk.reports.clocks': '. + + + + + + + . .',
  'desk.reports.clockCases': '. + + + + + + + . .',
  'desk.reports.clocksCsv': '. + + + + + + + . .',
  'desk.reports.overrides': '. + + + + + + + . .',
  'desk.reports.overridden': '. + + + + + + + . .',
  'desk.reports.overridesCsv': '. + + + + + + + . .',

  // A complaint of the reporter, which the lead handles and nobody else has a part in.
  'desk.complaints.complaint': '. . + . . . . . . .',
  'desk.complaints.myComplaint': '+ . . . . . . . . .',
  'desk.complaints.whom': '+ + + + + + + + . 0',
  'desk.complaints.changeAbout': '. . + . . . . . . .',
  'desk.complaints.acknowledge': '. . + . . . . . . .',
  'desk.complaints.hear': '. . + . . . . . . .',
  'desk.complaints.judge': '. . + . . . . . . .',
  'desk.complaints.answer': '. . + . . . . . . .',
  'desk.complaints.improve': '. . + . . . . . . .',
  'desk.complaints.policy': '. + + + + + + + . .',
  'desk.complaints.changePolicy': '. . + . . . . + . .',

  'desk.changes.change': '. + + + + + + + . .',
  'desk.changes.editChange': '. + + + + . . + . .',
  'desk.changes.stepChange': '. + + + + . . + . .',
  'desk.changeCalendar.calendar': '. + + + + + + + . 0',
  'desk.changeCalendar.addFreeze': '. . + . . . . + . .',
  'desk.changeCalendar.changeFreeze': '. . + . . . . + . .',
  'desk.changeCalendar.removeFreeze': '. . + . . . . + . .',
  'desk.changeCalendar.templates': '. + + + + . . + . 0',
  'desk.changeCalendar.addTemplate': '. . + . . . . + . .',
  'desk.changeCalendar.changeTemplate': '. . + . . . . + . .',
  'desk.changeCalendar.feed': '. + + + + + + + . 0',
  'desk.changeCalendar.makeFeed': '. + + + + + + + . 0',
  'desk.changeCalendar.revokeFeed': '. + + + + + + + . 0',
  // With a link that was guessed.
  'desk.changeCalendar.readFeed': '. . . . . . . . . .',

  'series.standing': '. . + . . . . + . .',
  'series.retention': '. . + . . . . + . .',
  'series.changeRetention': '. . . . . . . + . .',
  'series.graphing.graph': '. + + + + + + + . 0',
  'series.graphing.ofItem': '. + + + + + + + . 0',
  'series.prometheus.query': '. + + + + + + + . 0',
  'series.prometheus.queryByForm': '. + + + + + + + . 0',
  'series.prometheus.queryRange': '. + + + + + + + . 0',
  'series.prometheus.queryRangeByForm': '. + + + + + + + . 0',
  'series.prometheus.series': '. + + + + + + + . 0',
  'series.prometheus.seriesByForm': '. + + + + + + + . 0',
  'series.prometheus.labels': '. + + + + + + + . 0',
  'series.prometheus.labelsByForm': '. + + + + + + + . 0',
  'series.prometheus.labelValues': '. + + + + + + + . 0',
  'series.prometheus.metadata': '. + + + + + + + . 0',
  'series.prometheus.buildInfo': '. + + + + + + + . 0',

  'desk.problems.openProblem': '. + + + + . . + . 0',
  'desk.problems.problem': '. + + + + + + + . .',
  'desk.problems.changeProblem': '. + + + + . . + . .',
  'desk.problems.incidents': '. + + + + + + + . .',
  'desk.problems.linkIncidents': '. + + + + . . + . .',
  'desk.problems.unlinkIncident': '. + + + + . . + . .',
  'desk.problems.solveIncidents': '. + + + + . . + . .',
  'desk.problems.workarounds': '+ + + + + + + + . .',
  'desk.problems.knownErrors': '. + + + + + + + . 0',
  'desk.problems.similar': '+ + + + + + + + . 0',
}

/** Doors that are no endpoint of a room: the status without sign-in. */
export const otherDoors: Readonly<Record<string, number>> = {
  'GET /api/health': 200,
  'GET /metrics': 200,
  'GET /api/openapi.json': 200,
  'GET /api/docs': 200,
  'GET /api/live': 401,
  // Only with --test-clock, as in this test.
  'POST /api/test/clock': 200,
}

/** Tables without row level security, or whose policy lets everybody through: each with its reason. */
export const openTables: Readonly<Record<string, string>> = {
  migration: 'which migrations ran; closed to the app role',
  unsealed: 'ids of events on their way to the logbook; the app role may only add',
  leaf: 'hashes of the logbook; they tell nothing',
  head: 'signed heads of the logbook; meant to be public',
  job_process: 'which processes run jobs; closed to the app role',
  subscription_cursor: 'how far each subscriber is',
  content_key: 'keys sealed under the key file; useless without it and without the content they open',
  sample_retention: 'how long samples are kept on this installation',
  sign_in_failure: 'counters under keyed hashes; they tell nobody who or where',
}
