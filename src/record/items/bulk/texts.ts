import { texts } from '#platform/i18n.ts'

export const itemBulkTexts = texts({
  'items.bulk.undone': { nl: 'Dit is al teruggezet', en: 'This has been put back already' },
  'items.bulk.changedSince': { nl: 'Iemand heeft het item daarna gewijzigd', en: 'Somebody has changed the item since' },
  'items.bulk.attributes': { nl: 'Kenmerken', en: 'Attributes' },
  'items.bulk.back': { nl: 'Teruggezet na een wijziging van veel items', en: 'Put back after a change of many items' },
})
