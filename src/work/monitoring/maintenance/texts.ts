import { texts } from '#platform/i18n.ts'

export const maintenanceTexts = texts({
  'monitoring.maintenance.after': { nl: 'Deze plaats in de lijst bestaat niet. Begin opnieuw', en: 'This place in the list does not exist. Begin again' },
})
