import { texts } from '#platform/i18n.ts'

export const importsTexts = texts({
  'people.import.unreadable': { nl: 'Dit is geen leesbaar CSV-bestand: {reason}', en: 'This is not a readable CSV file: {reason}' },
  'people.import.tooMany': { nl: 'Hoogstens {most, number} rijen in één keer', en: 'At most {most, number} rows at a time' },
  'people.import.columnMissing': { nl: 'De kolom {column} ontbreekt', en: 'The column {column} is missing' },
  'people.import.columnUnknown': { nl: 'De kolom {column} is onbekend', en: 'The column {column} is unknown' },
  'people.import.columnTwice': { nl: 'De kolom {column} staat er twee keer', en: 'The column {column} is there twice' },
  'people.import.required': { nl: 'Vul dit in', en: 'Fill this in' },
  'people.import.tooLong': { nl: 'Dit is te lang', en: 'This is too long' },
  'people.import.email': { nl: '“{value}” is geen e-mailadres', en: '“{value}” is not an email address' },
  'people.import.twice': { nl: 'Dit adres staat al in rij {row} met een andere naam', en: 'This address is in row {row} already with another name' },
  'people.import.organisation': { nl: 'U beheert geen organisatie met de naam “{value}”', en: 'You administrate no organisation named “{value}”' },
  'people.import.role': { nl: 'De rol “{value}” bestaat niet', en: 'There is no role “{value}”' },
  'people.import.team': { nl: 'Deze organisatie heeft geen team “{value}”', en: 'This organisation has no team “{value}”' },
  'people.import.locale': { nl: 'Kies nl of en', en: 'Choose nl or en' },
  'people.import.foreign': { nl: 'Dit adres hoort bij iemand die u niet beheert', en: 'This address belongs to somebody you do not administrate' },
})
