import { texts } from '#platform/i18n.ts'

export const deskRecurringTexts = texts({
  'desk.recurring.never': { nl: 'Hier komt geen enkele keer uit die nog moet komen. Kies een ander moment', en: 'This gives no turn that is still to come. Choose another moment' },
  'desk.recurring.zone': { nl: 'Deze tijdzone bestaat niet', en: 'This time zone does not exist' },
  'desk.recurring.date': { nl: 'Deze datum bestaat niet', en: 'This date does not exist' },
  'desk.recurring.period': { nl: 'Kies een periode van hoogstens 100 dagen', en: 'Choose a period of at most 100 days' },
  'desk.recurring.noSuchTeam': { nl: 'Dit team hoort niet bij de organisatie', en: 'This team does not belong to the organisation' },
  'desk.recurring.noSuchPerson': { nl: 'Deze persoon hoort niet bij de organisatie', en: 'This person does not belong to the organisation' },
  'desk.recurring.noSuchList': { nl: 'Deze checklist is er niet', en: 'This checklist does not exist' },
  'desk.recurring.noSuchItem': { nl: 'Een van deze items is er niet, of hoort bij een andere organisatie', en: 'One of these items does not exist, or belongs to another organisation' },
  'desk.recurring.tooMany': { nl: 'Er zijn al 500 planningen. Haal er eerst een weg', en: 'There are 500 schedules already. Remove one first' },
  'desk.recurring.changed': { nl: 'Iemand heeft deze planning intussen gewijzigd. Kijk wat er nu staat en probeer het opnieuw', en: 'Somebody changed this schedule in the meantime. See what it is now and try again' },
  'desk.recurring.made': { nl: 'Gemaakt volgens planning: {name}, voor {day}', en: 'Made as planned: {name}, for {day}' },
  'desk.recurring.madeFor': { nl: 'Gemaakt volgens planning: {name}, voor {day}. Verwachte duur: {minutes, plural, one {# minuut} other {# minuten}}', en: 'Made as planned: {name}, for {day}. Expected duration: {minutes, plural, one {# minute} other {# minutes}}' },
  'desk.recurring.held': { nl: 'De volgende keer van {name} is gekomen ({day}), terwijl deze zaak nog open is. Er is geen nieuwe zaak gemaakt', en: 'The next turn of {name} came ({day}) while this case is still open. No new case was made' },
})
