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
  'norms.export.cut': {
    nl: 'Er is meer: hier staan de eerste {most, number} regels. Kies een organisatie, baseline, locatie of uitkomst',
    en: 'There is more: these are the first {most, number} rows. Choose an organisation, baseline, location or outcome',
  },
  'norms.verdict.met': { nl: 'Voldoet', en: 'Met' },
  'norms.verdict.broken': { nl: 'Voldoet niet', en: 'Broken' },
  'norms.verdict.unknown': { nl: 'Niet bekend', en: 'Not known' },
  'norms.verdict.excepted': { nl: 'Uitzondering', en: 'Exception' },
})
