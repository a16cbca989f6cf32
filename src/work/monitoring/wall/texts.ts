import { texts } from '#platform/i18n.ts'

export const wallTexts = texts({
  'monitoring.wall.tooMany': { nl: 'Er zijn al 50 schermen. Trek er eerst een in', en: 'There are 50 screens already. Take one back first' },
})
