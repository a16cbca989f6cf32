import { texts } from '#platform/i18n.ts'

export const windowsTexts = texts({
  'monitoring.windows.span': { nl: 'Kies een tijd van hoogstens 400 dagen, waarvan het einde na het begin ligt', en: 'Choose a time of at most 400 days, of which the end lies after the beginning' },
  'monitoring.windows.time': { nl: 'Dit tijdstip bestaat niet. Kies een dag en een tijd', en: 'This moment does not exist. Choose a day and a time' },
  'monitoring.windows.zone': { nl: 'Deze tijdzone bestaat niet, bijvoorbeeld Europe/Amsterdam', en: 'This time zone does not exist, for instance Europe/Amsterdam' },
  'monitoring.windows.rule': { nl: 'Deze herhaling is niet te lezen, of komt vaker dan elke dag. Bijvoorbeeld FREQ=WEEKLY;BYDAY=SU', en: 'This recurrence cannot be read, or comes more often than daily. For instance FREQ=WEEKLY;BYDAY=SU' },
  'monitoring.windows.tooMany': { nl: 'Een organisatie kan hoogstens 500 onderhoudsvensters hebben. Verwijder oude', en: 'An organisation can have at most 500 maintenance windows. Remove old ones' },
  'monitoring.windows.changed': { nl: 'Iemand heeft dit venster intussen gewijzigd. Laad het opnieuw', en: 'Somebody has changed this window in the meantime. Load it again' },
  'monitoring.windows.notPlanned': { nl: 'Deze wijziging heeft geen tijdvak. Plan haar eerst', en: 'This change has no window. Plan it first' },
  'monitoring.windows.noItems': { nl: 'Aan deze wijziging hangt geen item. Koppel wat in onderhoud gaat', en: 'No item is linked to this change. Link what goes into maintenance' },
})
