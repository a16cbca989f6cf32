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
  'desk.mail.body': /*                  */ '. + + + + + + + . .',
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

  // Tasks are kept among staff; the auditor reads them.
  'desk.tasks.caseTasks': '. + + + + . + + . .',
  'desk.tasks.addTasks': '. + + + + . . + . .',
  'desk.tasks.addChecklist': '. + + + + . . + . .',
  'desk.tasks.orderTasks': '. + + + + . . + . .',
  'desk.tasks.changeTask': '. + + + + . . + . .',
  'desk.tasks.taskDone': '. + + + + . . + . .',
  'desk.tasks.taskNotNeeded': '. + + + + . . + . .',
  'desk.tasks.reopenTask': '. + + + + . . + . .',
  'desk.tasks.tasks': '. + + + + . + + . 0',
  'desk.tasks.checklists': '. + + + + . + + . .',
  'desk.tasks.createChecklist': '. . + . . . . + . .',
  'desk.tasks.changeChecklist': '. . + . . . . + . .',

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
  'desk.search.search': '+ + + + + + + + . 0',
  'desk.notices.notices': '+ + + + + + + + . 0',
  'desk.notices.readNotices': '+ + + + + + + + . 0',
  'desk.settings.matrix': '. + + + + + + + . .',
  'desk.settings.changeMatrix': '. . + . . . . + . .',
  'desk.settings.calendar': '. + + + + + + + . .',
  'desk.settings.changeCalendar': '. . + . . . . + . .',

  // An absence of somebody whom nobody of them is: a lead changes it, others see it.
  'desk.absence.absences': '+ + + + + + + + . 0',
  'desk.absence.away': '. + + + + . . + . 0',
  // Of somebody else, by a lead.
  'desk.absence.addAbsence': '. . + . . . . + . .',
  'desk.absence.changeAbsence': '. . + . . . . + . .',
  'desk.absence.removeAbsence': '. . + . . . . + . .',
  'desk.absence.left': '. + + + + . . + . .',
  'desk.absence.hours': '. + + + + . . + . .',
  'desk.absence.changeHours': '. . + . . . . + . .',

  'desk.assignment.rules': '. + + + + . . + . 0',
  'desk.assignment.addRule': '. . + . . . . + . .',
  'desk.assignment.changeRule': '. . + . . . . + . .',
  'desk.assignment.removeRule': '. . + . . . . + . .',
  'desk.assignment.orderRules': '. . + . . . . + . .',
  'desk.assignment.tryRules': '. . + . . . . + . .',
  'desk.assignment.assignOpen': '. . + . . . . + . .',
  'desk.assignment.why': '. + + + + . . + . .',
}

/** Doors that are no endpoint of a room: the status without sign-in. */
export const otherDoors: Readonly<Record<string, number>> = {
  'GET /api/health': 200,
  'GET /metrics': 200,
  'GET /api/openapi.json': 200,
  'GET /api/docs': 200,
  'GET /api/live': 401,
  'POST /api/live/presence': 401,
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
  sign_in_failure: 'counters under keyed hashes; they tell nobody who or where',
}
