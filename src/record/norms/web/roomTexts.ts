import { texts } from '#platform/i18n.ts'

/** What the frame needs before a page about norms is opened. */
export const roomTexts = texts({
  'norms.title': { nl: 'Normen', en: 'Norms' },
  'norms.expectations.title': { nl: 'Verwachtingen', en: 'Expectations' },
  'norms.new': { nl: 'Verwachting toevoegen', en: 'Add an expectation' },
  'norms.deviations.title': { nl: 'Afwijkingen', en: 'Deviations' },
  'norms.baselines.title': { nl: 'Baselines', en: 'Baselines' },
  'norms.exceptions.title': { nl: 'Uitzonderingen', en: 'Exceptions' },
  'norms.policy.title': { nl: 'Beleid', en: 'Policy' },
  'norms.compliance.title': { nl: 'Naleving', en: 'Compliance' },
})
