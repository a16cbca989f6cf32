import { texts } from '#platform/i18n.ts'

export const exportTexts = texts({
  'items.export.import': { nl: 'Importeren', en: 'Import' },
  'items.export.export': { nl: 'Exporteren', en: 'Export' },
  'items.export.all': { nl: 'Alle kolommen', en: 'All columns' },
  'items.export.shown': { nl: 'Kolommen die nu te zien zijn', en: 'Columns that are shown now' },
  'items.export.xlsx': { nl: 'Excel (.xlsx)', en: 'Excel (.xlsx)' },
  'items.export.file': { nl: 'items', en: 'items' },
  'items.export.failed': { nl: 'Het bestand kon niet worden gemaakt', en: 'The file could not be made' },
  'items.export.csv': { nl: 'CSV', en: 'CSV' },
})
