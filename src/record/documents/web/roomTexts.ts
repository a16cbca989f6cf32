import { texts } from '#platform/i18n.ts'

/** What the shell says of documents; all other words load with their page. */
export const documentsRoomWords = texts({
  'documents.title': { nl: 'Documenten', en: 'Documents' },
  'documents.one': { nl: 'Document', en: 'Document' },
  'documents.new': { nl: 'Nieuw document', en: 'New document' },
  'documents.toRead': { nl: 'Documenten en uitleg', en: 'Documents and instructions' },
  'documents.reviewDue': { nl: 'Een document van u is aan herziening toe', en: 'A document of yours is due for review' },
})
