import { texts } from '#platform/i18n.ts'

export const deviationsTexts = texts({
  'norms.deviations.after': { nl: 'Deze bladzijde bestaat niet. Begin de lijst opnieuw', en: 'This page does not exist. Start the list again' },
})
