import { texts } from '#platform/i18n.ts'

export const deskSettingsTexts = texts({
  'desk.settings.changed': { nl: 'Iemand heeft dit intussen gewijzigd. Kijk wat er nu staat en probeer het opnieuw', en: 'Somebody changed this in the meantime. See what it is now and try again' },
  'desk.settings.overlap': { nl: 'De tijden van één dag overlappen of staan niet op volgorde', en: 'The times of one day overlap or are not in order' },
  'desk.settings.neverOpen': { nl: 'Kies minstens één uur in de week waarop u werkt', en: 'Choose at least one hour a week in which you work' },
})
