import { texts } from '#platform/i18n.ts'

export const deskAccessTexts = texts({
  'desk.access.proofEmpty': { nl: 'Schrijf op wat er gedaan is, of voeg een bestand toe', en: 'Write down what was done, or add a file' },
  'desk.access.notNow': { nl: 'Dit kan nu niet: de toegang is nog niet goedgekeurd, of dit is al gedaan', en: 'This is not possible now: the access is not approved yet, or this was done already' },
  'desk.access.proofFirst': { nl: 'leg eerst vast wat er met de toegang is gedaan', en: 'first record what was done about the access' },
  'desk.access.state.asked': { nl: 'Gevraagd', en: 'Asked' },
  'desk.access.state.approved': { nl: 'Goedgekeurd, wordt gegeven', en: 'Approved, being given' },
  'desk.access.state.refused': { nl: 'Afgewezen', en: 'Refused' },
  'desk.access.state.granted': { nl: 'Heeft toegang', en: 'Has access' },
  'desk.access.state.ending': { nl: 'Wordt ingetrokken', en: 'Being withdrawn' },
  'desk.access.state.withdrawn': { nl: 'Ingetrokken', en: 'Withdrawn' },
  'desk.access.task': { nl: 'Geef {name} toegang tot {service}: {right}', en: 'Give {name} access to {service}: {right}' },
  'desk.access.withdrawTask': { nl: 'Trek de toegang van {name} tot {service} in: {right}', en: 'Withdraw the access of {name} to {service}: {right}' },
  'desk.access.withdrawText': { nl: 'De toegang van {name} tot {service} ({right}) eindigt. Trek deze in en leg vast wat er gedaan is.\n\nReden: {reason}', en: 'The access of {name} to {service} ({right}) ends. Withdraw it and record what was done.\n\nReason: {reason}' },
  'desk.access.lastDay': { nl: 'de laatste dag was {day}', en: 'the last day was {day}' },
  'desk.access.proof.granted': { nl: 'De toegang is gegeven', en: 'The access was given' },
  'desk.access.proof.withdrawn': { nl: 'De toegang is ingetrokken', en: 'The access was withdrawn' },
})
