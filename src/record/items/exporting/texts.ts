import { texts } from '#platform/i18n.ts'

export const itemExportsTexts = texts({
  'items.exporting.number': { nl: 'Nummer', en: 'Number' },
  'items.exporting.createdAt': { nl: 'Toegevoegd op', en: 'Added on' },
  'items.exporting.updatedAt': { nl: 'Gewijzigd op', en: 'Changed on' },
  'items.exporting.file': { nl: 'items', en: 'items' },
})
