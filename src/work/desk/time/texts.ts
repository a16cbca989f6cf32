import { texts } from '#platform/i18n.ts'

export const deskTimeTexts = texts({
  'desk.time.period': { nl: 'Kies een periode van hoogstens 400 dagen', en: 'Choose a period of at most 400 days' },
})
