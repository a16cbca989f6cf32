import { texts } from '#platform/i18n.ts'

export const deskClocksTexts = texts({
  'desk.clocks.changed': { nl: 'Iemand heeft dit intussen gewijzigd. Kijk wat er nu staat en probeer het opnieuw', en: 'Somebody changed this in the meantime. See what it is now and try again' },
  'desk.clocks.overlap': { nl: 'De tijden van één dag overlappen of staan niet op volgorde', en: 'The times of one day overlap or are not in order' },
  'desk.clocks.neverOpen': { nl: 'Kies minstens één uur in de week waarop u werkt', en: 'Choose at least one hour a week in which you work' },
  'desk.clocks.twoOpenings': { nl: 'Voor één dag staan er twee keer andere uren', en: 'One day has other hours twice' },
  'desk.clocks.noHolidays': { nl: 'Van dit land of deze regio zijn geen feestdagen bekend', en: 'No holidays are known of this country or region' },
  'desk.clocks.noIcal': { nl: 'Dit bestand is geen agenda. Kies een bestand dat op .ics eindigt', en: 'This file is not a calendar. Choose a file that ends in .ics' },
  'desk.clocks.noSuchCalendar': { nl: 'Een doel gebruikt een kalender die er niet is', en: 'A target uses a calendar that does not exist' },
  'desk.clocks.noSuchPerson': { nl: 'Kies iemand die bij deze organisatie hoort', en: 'Choose somebody who belongs to this organisation' },
  'desk.clocks.noSuchTeam': { nl: 'Kies een team van deze organisatie', en: 'Choose a team of this organisation' },
  'desk.clocks.firstForAll': { nl: 'De eerste afspraak geldt voor alle zaken. Maak een andere afspraak voor een deel ervan', en: 'The first agreement is for all cases. Make another agreement for some of them' },
  'desk.clocks.after': { nl: 'Deze lijst is veranderd. Begin weer bovenaan', en: 'This list has changed. Begin at the top again' },
  'desk.letter.stepFell': { nl: 'De klok van {number} “{title}” vraagt uw aandacht.\n\n{clock}: {due}.', en: 'The clock of {number} “{title}” asks for your attention.\n\n{clock}: {due}.' },
  'desk.letter.stepFell.about': { nl: 'Een klok vraagt aandacht', en: 'A clock asks for attention' },
  'desk.clocks.due': { nl: 'klaar voor {due}', en: 'due {due}' },
  'desk.clocks.response': { nl: 'Eerste reactie', en: 'First response' },
  'desk.clocks.update': { nl: 'Volgend bericht', en: 'Next update' },
  'desk.clocks.solution': { nl: 'Oplossing', en: 'Solution' },
  'desk.clocks.own': { nl: 'Afspraak', en: 'Agreement' },
  'desk.clocks.raised': { nl: 'De klok “{clock}” liep te ver door', en: 'The clock “{clock}” went on too long' },
  'desk.clocks.cannotReassign': { nl: 'De klok “{clock}” wilde deze zaak overdragen, maar de persoon of het team werkt hier niet meer.', en: 'The clock “{clock}” wanted to hand this case over, but the person or team no longer works here.' },
})
