import { texts } from '#platform/i18n.ts'

export const monitoringTemplatesTexts = texts({
  'monitoring.templates.regex': { nl: 'Een patroon in dit sjabloon is geen goede reguliere expressie (RE2), of heeft te veel stappen: herhaal minder vaak', en: 'A pattern in this template is not a valid regular expression (RE2), or has too many steps: repeat fewer times' },
  'monitoring.templates.secretNeeded': {
    nl: 'Geef het wachtwoord of de sleutel opnieuw: dat gaat niet vanzelf naar een ander adres',
    en: 'Give the password or key again: it does not go to another address by itself',
  },
  'monitoring.templates.tooMany': { nl: 'Er zijn al 200 sjablonen voor deze organisatie', en: 'There are 200 templates for this organisation already' },
  'monitoring.templates.taken': { nl: 'Dit sjabloon is al in gebruik', en: 'This template is used already' },
  'monitoring.templates.changed': { nl: 'Iemand anders heeft dit sjabloon intussen gewijzigd', en: 'Somebody else changed this template meanwhile' },
  'history.monitoring.templateChanged': { nl: 'Een sjabloon voor controles toegevoegd, gewijzigd of verwijderd', en: 'Added, changed or removed a template of checks' },
})
