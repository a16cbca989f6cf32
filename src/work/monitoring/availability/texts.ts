import { texts } from '#platform/i18n.ts'

export const availabilityTexts = texts({
  'monitoring.availability.up': { nl: 'in orde', en: 'up' },
  'monitoring.availability.down': { nl: 'uit', en: 'down' },
  'monitoring.availability.unknown': { nl: 'niet bekend', en: 'not known' },
  'monitoring.availability.maintenance': { nl: 'onderhoud', en: 'maintenance' },
})
