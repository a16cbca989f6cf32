import { texts } from '#platform/i18n.ts'

export const deskProblemsTexts = texts({
  'desk.problems.notProblem': { nl: 'Deze zaak is geen probleem', en: 'This case is not a problem' },
  'desk.problems.noSuchCase': { nl: 'Zaak {number} bestaat niet of is niet voor u', en: 'Case {number} does not exist or is not for you' },
  'desk.problems.notIncident': { nl: '{number} kan niet onder een probleem vallen', en: '{number} cannot come under a problem' },
  'desk.problems.noOrganisation': { nl: 'Kies een organisatie waar u werkt', en: 'Choose an organisation you work in' },
  'desk.problems.noSuchTeam': { nl: 'Dit team kan hier niet worden gekozen', en: 'This team cannot be chosen here' },
  'desk.problems.changed': { nl: 'Iemand heeft dit probleem intussen gewijzigd. Kijk wat er nu staat en probeer het opnieuw', en: 'Somebody changed this problem in the meantime. See what it is now and try again' },
  'desk.problems.causeNeeded': { nl: 'Schrijf op wat de oorzaak is', en: 'Write down what the cause is' },
  'desk.problems.workaroundNeeded': { nl: 'Een bekende fout heeft een tijdelijke oplossing. Schrijf die op', en: 'A known error has a work-around. Write it down' },
  'desk.problems.knownAsNeeded': { nl: 'Schrijf op hoe een melder dit herkent. Alleen een bekende fout kan aan melders worden getoond', en: 'Write down how a reporter knows this. Only a known error can be shown to reporters' },
  'desk.problems.busy': { nl: 'De storingen worden al opgelost. Wacht tot dat klaar is', en: 'The incidents are being solved already. Wait until that is done' },
  'desk.problems.noneOpen': { nl: 'Er staat geen storing meer open bij dit probleem', en: 'No incident of this problem is open any more' },
  'desk.problems.solvedAll': { nl: 'Eén oplossing voor alle storingen: {solved} opgelost en ter test aangeboden, {leftAlone} intussen al afgehandeld, {failed} niet gelukt', en: 'One solution to all incidents: {solved} solved and offered for testing, {leftAlone} dealt with in the meantime, {failed} failed' },
})
