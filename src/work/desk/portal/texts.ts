import { texts } from '#platform/i18n.ts'

export const deskPortalTexts = texts({
  'desk.portal.noOrganisation': { nl: 'Kies een organisatie waar u bij hoort', en: 'Choose an organisation you belong to' },
  'desk.portal.ended': { nl: 'Deze zaak is gesloten. Kies “Het probleem is terug” als u weer hulp nodig hebt', en: 'This case is closed. Choose “The problem is back” if you need help again' },
  'desk.portal.linkWrong': { nl: 'Deze link klopt niet. Open de link uit de e-mail nog eens', en: 'This link is not right. Open the link in the email once more' },
  'desk.portal.linkExpired': { nl: 'Deze link is verlopen. Meld u aan, of beantwoord de e-mail', en: 'This link has expired. Sign in, or reply to the email' },
  'desk.portal.linkUsed': { nl: 'U hebt dit al beantwoord, of de zaak is intussen veranderd', en: 'You have already answered this, or the case has changed since' },
  'desk.portal.sayWhat': { nl: 'Schrijf op wat er nog niet werkt', en: 'Write down what does not work yet' },
  'desk.portal.doing': { nl: 'Wat ik aan het doen was: {doing}', en: 'What I was doing: {doing}' },
  'desk.portal.backAgain': { nl: 'Vervolg op {number}, die langer dan {days} dagen gesloten is.', en: 'Follows {number}, which has been closed for more than {days} days.' },
  'desk.portal.howBad.canWork': { nl: 'Ik kan gewoon werken', en: 'I can work as usual' },
  'desk.portal.howBad.hindered': { nl: 'Ik heb er last van', en: 'It hinders me' },
  'desk.portal.howBad.cannotWork': { nl: 'Ik kan niet werken', en: 'I cannot work' },
  'desk.portal.howMany.me': { nl: 'Alleen ik', en: 'Only me' },
  'desk.portal.howMany.few': { nl: 'Een paar mensen of een klas', en: 'A few people or a class' },
  'desk.portal.howMany.many': { nl: 'Een hele afdeling of locatie', en: 'A whole department or location' },
  'desk.portal.howMany.everyone': { nl: 'Iedereen', en: 'Everyone' },
})
