import { texts } from '#platform/i18n.ts'

export const deskAbsenceTexts = texts({
  'desk.absence.order': { nl: 'De afwezigheid eindigt voor ze begint', en: 'The absence ends before it begins' },
  'desk.absence.twoSubstitutes': { nl: 'Kies één vervanger: een persoon of een team', en: 'Choose one substitute: a person or a team' },
  'desk.absence.self': { nl: 'Iemand kan zichzelf niet vervangen', en: 'Nobody can stand in for themselves' },
  'desk.absence.noSuchSubstitute': { nl: 'Deze vervanger hoort niet bij de organisatie', en: 'This substitute does not belong to the organisation' },
  'desk.absence.notYou': { nl: 'Alleen een teamleider kan dit voor iemand anders doen', en: 'Only a lead can do this for somebody else' },
  'desk.absence.changed': { nl: 'Iemand heeft dit intussen gewijzigd. Kijk wat er nu staat en probeer het opnieuw', en: 'Somebody changed this in the meantime. See what it is now and try again' },
  'desk.absence.hours': { nl: 'De tijden van één dag overlappen of staan niet op volgorde', en: 'The times of one day overlap or are not in order' },
})
