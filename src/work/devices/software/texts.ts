import { texts } from '#platform/i18n.ts'

export const devicesSoftwareTexts = texts({
  'devices.software.after': { nl: 'Deze plaats in de lijst bestaat niet. Begin opnieuw', en: 'There is no such place in the list. Start again' },
})
