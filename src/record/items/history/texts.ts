import { texts } from '#platform/i18n.ts'

export const itemHistoryTexts = texts({
  'items.history.title': { nl: 'Geschiedenis', en: 'History' },
})
