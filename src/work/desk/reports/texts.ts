import { texts } from '#platform/i18n.ts'

export const deskReportsTexts = texts({
  'desk.reports.period': { nl: 'Kies een periode van hoogstens 400 dagen, met de eerste dag vóór de laatste', en: 'Choose a period of at most 400 days, with the first day before the last' },
  'desk.reports.csv.month': { nl: 'Maand', en: 'Month' },
  'desk.reports.csv.agreement': { nl: 'Afspraak', en: 'Agreement' },
  'desk.reports.csv.target': { nl: 'Doel', en: 'Target' },
  'desk.reports.csv.met': { nl: 'Gehaald', en: 'Met' },
  'desk.reports.csv.missed': { nl: 'Gemist', en: 'Missed' },
  'desk.reports.csv.first': { nl: 'Standaardafspraak', en: 'Standard agreement' },
  'desk.reports.csv.number': { nl: 'Nummer', en: 'Number' },
  'desk.reports.csv.title': { nl: 'Titel', en: 'Title' },
  'desk.reports.csv.from': { nl: 'Voorgesteld', en: 'Proposed' },
  'desk.reports.csv.to': { nl: 'Gekozen', en: 'Chosen' },
  'desk.reports.csv.reason': { nl: 'Reden', en: 'Reason' },
  'desk.reports.csv.openedAt': { nl: 'Geopend', en: 'Opened' },
  'desk.reports.target.response': { nl: 'Eerste reactie', en: 'First response' },
  'desk.reports.target.update': { nl: 'Volgend bericht', en: 'Next update' },
  'desk.reports.target.solution': { nl: 'Oplossing', en: 'Solution' },
  'desk.reports.target.own': { nl: 'Eigen doel', en: 'Target of your own' },
})
