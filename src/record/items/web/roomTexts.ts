import { texts } from '#platform/i18n.ts'

/** What the frame needs before a page about items is opened. */
export const roomTexts = texts({
  'items.title': { nl: 'Items', en: 'Items' },
  'items.new': { nl: 'Item toevoegen', en: 'Add an item' },
  'items.edit': { nl: 'Item bewerken', en: 'Edit item' },
  'items.surroundings': { nl: 'Omgeving', en: 'Surroundings' },
  'items.kinds.title': { nl: 'Soorten', en: 'Kinds' },
})
