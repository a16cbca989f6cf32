import { texts } from '#platform/i18n.ts'

export const deskSatisfactionTexts = texts({
  'desk.satisfaction.linkWrong': { nl: 'Deze link klopt niet. Open de link uit de e-mail nog eens', en: 'This link is not right. Open the link in the email once more' },
  'desk.satisfaction.linkExpired': { nl: 'Deze link is verlopen', en: 'This link has expired' },
  'desk.satisfaction.over': { nl: 'De tijd om dit te zeggen is voorbij. Wilt u nog iets kwijt? Antwoord dan op de e-mail', en: 'The time to say this is over. Do you want to say something? Then reply to the email' },
  'desk.satisfaction.changed': { nl: 'Iemand heeft dit intussen gewijzigd. Kijk wat er nu staat en probeer het opnieuw', en: 'Somebody changed this in the meantime. See what it is now and try again' },
  'desk.satisfaction.noTeam': { nl: 'Zonder team', en: 'No team' },
  'desk.satisfaction.total': { nl: 'Samen', en: 'Together' },
  'desk.satisfaction.mark.5': { nl: 'Heel tevreden', en: 'Very satisfied' },
  'desk.satisfaction.mark.4': { nl: 'Tevreden', en: 'Satisfied' },
  'desk.satisfaction.mark.3': { nl: 'Gaat wel', en: 'Neither good nor bad' },
  'desk.satisfaction.mark.2': { nl: 'Niet tevreden', en: 'Not satisfied' },
  'desk.satisfaction.mark.1': { nl: 'Helemaal niet tevreden', en: 'Not satisfied at all' },
})
