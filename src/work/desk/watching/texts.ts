import { texts } from '#platform/i18n.ts'

export const deskWatchingTexts = texts({
  'desk.watching.whom': { nl: 'Kies een collega of een team van deze organisatie', en: 'Choose a colleague or a team of this organisation' },
})
