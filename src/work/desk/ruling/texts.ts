import { texts } from '#platform/i18n.ts'

export const deskRulingTexts = texts({
  'desk.ruling.noSuchTeam': { nl: 'Een team in deze regel hoort niet bij de organisatie', en: 'A team in this rule does not belong to the organisation' },
  'desk.ruling.noSuchPerson': { nl: 'Een persoon in deze regel hoort niet bij de organisatie', en: 'A person in this rule does not belong to the organisation' },
  'desk.ruling.noSuchList': { nl: 'De checklist in deze regel is er niet', en: 'The checklist in this rule does not exist' },
  'desk.ruling.noSuchCase': { nl: 'De zaak in deze regel is er niet', en: 'The case in this rule does not exist' },
  'desk.ruling.tooMany': { nl: 'Er zijn al 200 regels. Voeg er een paar samen', en: 'There are 200 rules already. Merge some of them' },
  'desk.ruling.changed': { nl: 'Iemand heeft de regels intussen gewijzigd. Kijk wat er nu staat en probeer het opnieuw', en: 'Somebody changed the rules in the meantime. See what they are now and try again' },
  'desk.ruling.firedOn': { nl: 'Regel {number} werkte: {rule} (versie {version})', en: 'Rule {number} fired: {rule} (version {version})' },
  'desk.ruling.refusedOn': { nl: 'Regel {number} werkte: {rule} (versie {version}). Niet alles kon', en: 'Rule {number} fired: {rule} (version {version}). Not everything could be done' },
  'desk.ruling.nobody': { nl: 'Er is niemand om het aan te vertellen', en: 'There is nobody to tell' },
  'desk.letter.rule': { nl: '{words}', en: '{words}' },
  'desk.letter.rule.about': { nl: 'Bericht van een regel', en: 'Message of a rule' },
})
