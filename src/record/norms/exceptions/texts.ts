import { texts } from '#platform/i18n.ts'

export const exceptionsTexts = texts({
  'norms.exceptions.past': { nl: 'Kies een dag die nog komt', en: 'Choose a day that is still to come' },
  'norms.exceptions.notCounting': { nl: 'Deze verwachting geldt nu niet, dus een uitzondering is niet nodig', en: 'This expectation does not count now, so no exception is needed' },
  'norms.exceptions.own': { nl: 'U hebt deze uitzondering zelf gevraagd. Iemand anders moet beslissen', en: 'You asked for this exception yourself. Somebody else must decide' },
  'norms.exceptions.decided': { nl: 'Hierover is al beslist', en: 'This has been decided already' },
})
