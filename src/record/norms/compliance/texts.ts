import { texts } from '#platform/i18n.ts'

export const complianceTexts = texts({
  'norms.export.file': { nl: 'naleving', en: 'compliance' },
  'norms.export.item': { nl: 'Nummer', en: 'Number' },
  'norms.export.name': { nl: 'Item', en: 'Item' },
  'norms.export.location': { nl: 'Locatie', en: 'Location' },
  'norms.export.expectation': { nl: 'Verwachting', en: 'Expectation' },
  'norms.export.severity': { nl: 'Ernst', en: 'Severity' },
  'norms.export.verdict': { nl: 'Uitkomst', en: 'Outcome' },
  'norms.export.since': { nl: 'Sinds', en: 'Since' },
  'norms.export.evidence': { nl: 'Laatst gezien', en: 'Last seen' },
  'norms.export.observed': { nl: 'Waargenomen', en: 'Observed' },
  'norms.verdict.met': { nl: 'Voldoet', en: 'Met' },
  'norms.verdict.broken': { nl: 'Voldoet niet', en: 'Broken' },
  'norms.verdict.unknown': { nl: 'Niet bekend', en: 'Unknown' },
  'norms.verdict.excepted': { nl: 'Uitzondering', en: 'Exception' },
})
