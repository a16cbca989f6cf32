import { texts } from '#platform/i18n.ts'

/** What the frame needs before a page about items is opened. */
export const roomTexts = texts({
  'items.title': { nl: 'Items', en: 'Items' },
  'items.new': { nl: 'Item toevoegen', en: 'Add an item' },
  'items.edit': { nl: 'Item bewerken', en: 'Edit item' },
  'items.surroundings': { nl: 'Omgeving', en: 'Surroundings' },
  'items.bulk.mine': { nl: 'Mijn bulkacties', en: 'My bulk actions' },
  'items.edit.short': { nl: 'Wijzigen', en: 'Change' },
  'items.organisation': { nl: 'Organisatie', en: 'Organisation' },
  'items.relationKinds.title': { nl: 'Soorten relaties', en: 'Kinds of relations' },
  'items.sources.title': { nl: 'Bronnen van feiten', en: 'Sources of facts' },
  'items.labels.title': { nl: 'Etiketten', en: 'Labels' },
  'items.scan.title': { nl: 'Scannen', en: 'Scan' },
  'items.stocktake.title': { nl: 'Inventarisaties', en: 'Stocktakes' },
  'items.stocktake.count': { nl: 'Tellen', en: 'Count' },
  'items.import.title': { nl: 'Importeren', en: 'Import' },
  'items.kinds.title': { nl: 'Soorten', en: 'Kinds' },
})
