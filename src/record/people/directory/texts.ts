import { texts } from '#platform/i18n.ts'

export const directoryTexts = texts({
  'people.changedMeanwhile': { nl: 'Iemand anders heeft dit net gewijzigd. Kijk hoe het nu is en probeer het weer', en: 'Somebody else has just changed this. See how it is now and try again' },
  'people.organisationNameTaken': { nl: 'Er is al een organisatie met deze naam', en: 'There is an organisation with this name already' },
  'people.domainTaken': { nl: 'Een van deze maildomeinen hoort al bij een andere organisatie', en: 'One of these mail domains belongs to another organisation' },
  'people.ownStaysOpen': { nl: 'De eigen organisatie kan niet worden gesloten', en: 'Our own organisation cannot be closed' },
  'people.emailTaken': { nl: 'Iemand anders heeft dit e-mailadres al', en: 'Somebody else has this email address already' },
  'people.noSuchManager': { nl: 'Deze persoon kan niet de leidinggevende zijn. Kies iemand anders uit dezelfde organisatie', en: 'This person cannot be the manager. Choose somebody else of the same organisation' },
  'people.noEmail': { nl: 'Deze persoon heeft geen e-mailadres. Vul het eerst in', en: 'This person has no email address. Fill it in first' },
  'people.administratedElsewhere': {
    nl: 'Deze persoon heeft ook een rol in een organisatie die u niet beheert. Vraag een beheerder van de eigen organisatie',
    en: 'This person also has a role in an organisation that you do not administrate. Ask an administrator of our own organisation',
  },
  'people.notYourself': { nl: 'Dit kunt u niet bij uzelf doen', en: 'You cannot do this to yourself' },
  'people.lastAdministrator': { nl: 'Dit is de laatste beheerder. Maak eerst iemand anders beheerder', en: 'This is the last administrator. Make somebody else administrator first' },
  'people.erased': { nl: 'Deze persoon is gewist', en: 'This person was erased' },
  'people.erasedName': { nl: 'Gewiste persoon', en: 'Erased person' },
  'people.nameDiffers': { nl: 'De naam is niet gelijk aan die van de persoon', en: 'The name is not that of the person' },
  'people.teamNameTaken': { nl: 'Er is al een team met deze naam', en: 'There is a team with this name already' },
  'people.notAMember': { nl: 'Een van deze personen heeft geen rol in deze organisatie', en: 'One of these people has no role in this organisation' },
})
