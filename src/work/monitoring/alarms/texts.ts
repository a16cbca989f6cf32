import { texts } from '#platform/i18n.ts'

export const alarmsTexts = texts({
  'monitoring.alarms.past': { nl: 'Kies een tijdstip dat nog komt', en: 'Choose a moment that is still to come' },
  'monitoring.alarms.linkWrong': { nl: 'Deze link klopt niet. Gebruik de link uit de mail, in zijn geheel', en: 'This link is not right. Use the link from the mail, all of it' },
  'monitoring.alarms.linkExpired': { nl: 'Deze link is verlopen. Meld u aan en bekijk de alarmen', en: 'This link has expired. Sign in and look at the alarms' },
})
