import { texts } from '#platform/i18n.ts'

export const itemsWords = texts({
  'desk.items.about': { nl: 'Waar gaat het over?', en: 'What is it about?' },
  'desk.items.none': { nl: 'Nog geen items gekozen', en: 'No items chosen yet' },
  'desk.items.choose': { nl: 'Items kiezen', en: 'Choose items' },
  'desk.items.save': { nl: 'Opslaan', en: 'Save' },
  'desk.items.failed': { nl: 'De items zijn niet opgeslagen', en: 'The items were not saved' },
})
