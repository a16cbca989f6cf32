import { texts } from '#platform/i18n.ts'

export const deskAssignmentTexts = texts({
  'desk.assignment.noSuchTeam': { nl: 'Dit team hoort niet bij de organisatie', en: 'This team does not belong to the organisation' },
  'desk.assignment.noSuchPerson': { nl: 'Deze persoon werkt niet voor de organisatie', en: 'This person does not work for the organisation' },
  'desk.assignment.target': { nl: 'Kies een team of een persoon; om de beurt kan alleen in een team', en: 'Choose a team or a person; taking turns needs a team' },
  'desk.assignment.tooMany': { nl: 'Er zijn al 200 regels. Voeg er een paar samen', en: 'There are 200 rules already. Merge some of them' },
  'desk.assignment.changed': { nl: 'Iemand heeft de regels intussen gewijzigd. Kijk wat er nu staat en probeer het opnieuw', en: 'Somebody changed the rules in the meantime. See what they are now and try again' },
  'desk.assignment.toTeam': { nl: 'Toegewezen door regel {number}: {rule}. Naar {team}.', en: 'Assigned by rule {number}: {rule}. To {team}.' },
  'desk.assignment.toPerson': { nl: 'Toegewezen door regel {number}: {rule}. Naar {person}.', en: 'Assigned by rule {number}: {rule}. To {person}.' },
  'desk.assignment.standsIn': { nl: 'Toegewezen door regel {number}: {rule}. Naar {person}, die vervangt wie afwezig is.', en: 'Assigned by rule {number}: {rule}. To {person}, who stands in for who is away.' },
  'desk.assignment.turn': { nl: 'Toegewezen door regel {number}: {rule}. Naar {team}, beurt van {person}.', en: 'Assigned by rule {number}: {rule}. To {team}, turn of {person}.' },
  'desk.assignment.least': { nl: 'Toegewezen door regel {number}: {rule}. Naar {team}; {person} heeft het minste open werk.', en: 'Assigned by rule {number}: {rule}. To {team}; {person} has the least open work.' },
  'desk.assignment.nobody': { nl: 'Toegewezen door regel {number}: {rule}. Naar {team}; niemand van het team is er nu.', en: 'Assigned by rule {number}: {rule}. To {team}; nobody of the team is there now.' },
})
