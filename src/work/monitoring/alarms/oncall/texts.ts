import { texts } from '#platform/i18n.ts'

export const onCallTexts = texts({
  'monitoring.oncall.person': { nl: 'Kies wie hier werkt: iemand met een rol als behandelaar in deze organisatie', en: 'Choose who works here: somebody with a working role in this organisation' },
  'monitoring.oncall.team': { nl: 'Dit team hoort niet bij deze organisatie', en: 'This team is not of this organisation' },
  'monitoring.oncall.zone': { nl: 'Deze tijdzone bestaat niet, bijvoorbeeld Europe/Amsterdam', en: 'This time zone does not exist, for instance Europe/Amsterdam' },
  'monitoring.oncall.period': { nl: 'Het einde moet na het begin liggen, en nog komen', en: 'The end must be after the beginning, and still to come' },
  'monitoring.oncall.tooMany': { nl: 'Er zijn er te veel. Verwijder wat niet meer nodig is', en: 'There are too many. Remove what is no longer needed' },
  'monitoring.oncall.changed': { nl: 'Iemand heeft dit intussen gewijzigd. Laad het opnieuw', en: 'Somebody has changed this in the meantime. Load it again' },
  'monitoring.oncall.order': { nl: 'Elke stap moet minstens een minuut na de vorige komen', en: 'Each step must come at least a minute after the one before' },
  'monitoring.oncall.schedule': { nl: 'Dit rooster bestaat niet in deze organisatie', en: 'This schedule is not of this organisation' },
})
