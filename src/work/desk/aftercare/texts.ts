import { texts } from '#platform/i18n.ts'

export const deskAftercareTexts = texts({
  'desk.aftercare.changed': { nl: 'Iemand heeft dit intussen gewijzigd. Kijk wat er nu staat en probeer het opnieuw', en: 'Somebody changed this in the meantime. See what it is now and try again' },
  'desk.aftercare.over': { nl: 'Deze nazorg is al afgerond', en: 'This aftercare has ended already' },
  'desk.aftercare.noteNeeded': { nl: 'Schrijf op wat er terug is', en: 'Write down what is back' },
  'desk.aftercare.past': { nl: 'Kies een moment dat nog moet komen', en: 'Choose a moment that is still to come' },
  'desk.aftercare.noSuchPerson': { nl: 'Deze persoon kan hier niet worden gekozen', en: 'This person cannot be chosen here' },
  'desk.aftercare.noSuchTeam': { nl: 'Dit team kan hier niet worden gekozen', en: 'This team cannot be chosen here' },
  'desk.aftercare.reopened': { nl: 'De zaak is heropend', en: 'The case was opened again' },
})
