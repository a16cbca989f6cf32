import { texts } from '#platform/i18n.ts'

export const collectorTexts = texts({
  'monitoring.title': { nl: 'Monitoring', en: 'Monitoring' },
  'monitoring.collectors': { nl: 'Collectors', en: 'Collectors' },
  'monitoring.collectors.lead': {
    nl: 'Een collector staat op een andere locatie en vraagt daar wat hier niet bereikbaar is. Hij legt zelf de verbinding; daar hoeft niets open.',
    en: 'A collector stands at another location and asks there what cannot be reached from here. It makes the connection itself; nothing needs to be open there.',
  },
  'monitoring.collectors.empty': {
    nl: 'Er is nog geen collector. Maak er een voor een locatie die u van hieraf niet kunt bereiken.',
    en: 'There is no collector yet. Make one for a location that you cannot reach from here.',
  },
  'monitoring.collectors.new': { nl: 'Nieuwe collector', en: 'New collector' },
  'monitoring.collectors.name': { nl: 'Naam', en: 'Name' },
  'monitoring.collectors.itemField': { nl: 'Draait op', en: 'Runs on' },
  'monitoring.collectors.locationField': { nl: 'Vraagt wat staat in', en: 'Asks what stands in' },
  'monitoring.collectors.organisation': { nl: 'Organisatie', en: 'Organisation' },
  'monitoring.collectors.make': { nl: 'Maken', en: 'Make' },
  'monitoring.collectors.code': { nl: 'Code', en: 'Code' },
  'monitoring.collectors.once': {
    nl: 'Deze code ziet u één keer. Hij geldt één keer, tot morgen deze tijd.',
    en: 'You see this code once. It counts once, until this time tomorrow.',
  },
  'monitoring.collectors.run': { nl: 'Start de collector daar met', en: 'Start the collector there with' },
  'monitoring.collectors.done': { nl: 'Klaar', en: 'Done' },
  'monitoring.collectors.newCode': { nl: 'Nieuwe code', en: 'New code' },
  'monitoring.collectors.newCodeOf': { nl: 'Nieuwe code voor {name}', en: 'New code for {name}' },
  'monitoring.collectors.remove': { nl: 'Verwijderen', en: 'Remove' },
  'monitoring.collectors.removeOf': { nl: '{name} verwijderen', en: 'Remove {name}' },
  'monitoring.collectors.removeWhat': {
    nl: 'Er wordt niet meer naar deze collector geluisterd. Wat hij vroeg, vraagt Spil voortaan van hieraf.',
    en: 'This collector is not listened to any more. What it asked, Spil asks from here from now on.',
  },
  'monitoring.collectors.removed': { nl: '{name} is verwijderd', en: '{name} is removed' },
  'monitoring.collectors.failed': { nl: 'Dat is niet gelukt', en: 'That did not work' },
  'monitoring.collectors.state.made': { nl: 'Wacht op zijn code', en: 'Waits for its code' },
  'monitoring.collectors.state.heard': { nl: 'Laat van zich horen', en: 'Heard of' },
  'monitoring.collectors.state.silent': { nl: 'Zwijgt', en: 'Silent' },
  'monitoring.collectors.checks': {
    nl: '{count, plural, one {# controle} other {# controles}}',
    en: '{count, plural, one {# check} other {# checks}}',
  },
  'monitoring.collectors.waiting': { nl: '{count} pakketten wachten daar', en: '{count} batches wait there' },
  'monitoring.collectors.lost': {
    nl: '{count} uitslagen gingen verloren: er was daar geen plaats meer',
    en: '{count} results were lost: there was no room for them there',
  },
  'monitoring.collectors.seen': { nl: 'laatst gehoord', en: 'last heard' },
})
