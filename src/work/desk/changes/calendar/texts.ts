import { texts } from '#platform/i18n.ts'

export const deskChangeCalendarTexts = texts({
  'desk.changes.tooLong': { nl: 'Kies een periode van hoogstens 100 dagen', en: 'Choose a period of at most 100 days' },
  'desk.changes.noSuchTeam': { nl: 'Dit team kan hier niet worden gekozen', en: 'This team cannot be chosen here' },
  'desk.changes.settingChanged': { nl: 'Iemand heeft dit intussen gewijzigd. Kijk wat er nu staat en probeer het opnieuw', en: 'Somebody changed this in the meantime. See what it is now and try again' },
  'desk.changes.templateName': { nl: 'Er is al een standaardwijziging met deze naam', en: 'There is a standard change of this name already' },
  'desk.changes.templateRisk': { nl: 'Een standaardwijziging heeft weinig risico en weinig gevolg', en: 'A standard change has little risk and little effect' },
  'desk.changes.linkWrong': { nl: 'Deze link klopt niet of is ingetrokken', en: 'This link is not right or was revoked' },
  'desk.changes.feed.name': { nl: 'Wijzigingen', en: 'Changes' },
  'desk.changes.feed.freeze': { nl: 'Wijzigingsstop: {name}', en: 'Freeze: {name}' },
})
