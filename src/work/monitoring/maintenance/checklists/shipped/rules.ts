/** Preventive work, as it is usually done. Plain data. */
type Words = Readonly<Record<'nl' | 'en', string>>
export interface Shipped {
  name: Words
  text: Words
  months: number
  minutes: number
  tasks: readonly Words[]
}
const w = (nl: string, en: string): Words => ({ nl, en })

export const shippedChecklists: Readonly<Record<string, Shipped>> = {
  server: {
    name: w('Server: kwartaalonderhoud', 'Server: quarterly maintenance'),
    text: w('In een onderhoudsvenster, met een back-up van kort tevoren.', 'In a maintenance window, with a back-up from just before.'),
    ...{ months: 3, minutes: 90 },
    tasks: [
      w('Back-up van vandaag is gelukt en leesbaar', 'Today’s back-up succeeded and can be read'),
      w('Updates en firmware geïnstalleerd, daarna herstart', 'Updates and firmware installed, then rebooted'),
      w('Diensten starten vanzelf en werken: getest als gebruiker', 'Services start by themselves and work: tested as a user'),
      w('Schijfruimte, geheugen en belasting bekeken over het kwartaal', 'Looked at disk space, memory and load over the quarter'),
      w('Logboek nagelopen op fouten van schijf, geheugen en voeding', 'Went through the log for errors of disk, memory and power'),
      w('RAID, ventilatoren, voedingen en temperatuur in orde', 'RAID, fans, power supplies and temperature are right'),
      w('Oude kernels, logbestanden en tijdelijke bestanden opgeruimd', 'Old kernels, logs and temporary files cleared'),
      w('Register en documentatie kloppen nog', 'Register and documentation are still right'),
    ],
  },
  ups: {
    name: w('UPS: accutest', 'UPS: battery test'),
    text: w(
      'Vooraf melden: als de accu het niet houdt, valt wat eraan hangt uit.',
      'Tell beforehand: when the battery fails, what hangs on it goes down.',
    ),
    ...{ months: 6, minutes: 45 },
    tasks: [
      w('Aangekondigd, en beheerders van de aangesloten systemen zijn bereikbaar', 'Announced, and who manages the connected systems can be reached'),
      w('Belasting genoteerd: hoogstens 80%', 'Wrote down the load: at most 80%'),
      w('Zelftest gedaan en geslaagd', 'Self-test done and passed'),
      w('Tien minuten op de accu gedraaid; resterende tijd genoteerd', 'Ran on battery for ten minutes; wrote down the remaining time'),
      w('Afsluiten van servers bij een lege accu getest of nagekeken', 'Shutting down of servers at an empty battery tested or checked'),
      w('Leeftijd van de accu: na vier jaar vervanging gepland', 'Age of the battery: after four years a replacement is planned'),
      w('Melding van de UPS kwam aan bij de monitoring', 'The alarm of the UPS reached the monitoring'),
    ],
  },
  switch: {
    name: w('Netwerkswitch: firmware', 'Network switch: firmware'),
    text: w(
      'In een onderhoudsvenster: het netwerk achter de switch ligt even stil.',
      'In a maintenance window: the network behind it is down for a moment.',
    ),
    ...{ months: 6, minutes: 60 },
    tasks: [
      w('Uitgavenotities gelezen; de nieuwe firmware past op dit model', 'Read the release notes; the new firmware fits this model'),
      w('Configuratie veiliggesteld buiten de switch', 'Kept the configuration outside the switch'),
      w('Firmware geplaatst, hash gecontroleerd, opnieuw gestart', 'Placed the firmware, checked its hash, restarted'),
      w('Poorten, VLAN’s, trunks en STP zoals ervoor', 'Ports, VLANs, trunks and STP as before'),
      w('Fouttellers van poorten bekeken en op nul gezet', 'Looked at error counters of ports and set them to zero'),
      w('Niet gebruikte poorten uitgezet', 'Ports that are not used switched off'),
      w('Versie in het register bijgewerkt', 'Updated the version in the register'),
    ],
  },
  restore: {
    name: w('Hersteltest van een back-up', 'Restore test of a back-up'),
    text: w('Een back-up die nooit is teruggezet, is geen back-up.', 'A back-up that was never restored is no back-up.'),
    ...{ months: 3, minutes: 120 },
    tasks: [
      w('Systeem en tijdstip gekozen, liefst niet hetzelfde als vorige keer', 'Chose a system and a moment, preferably another than last time'),
      w('Teruggezet op een aparte plaats, zonder iets van nu te raken', 'Restored to a separate place, without touching anything of now'),
      w('Bestanden vergeleken met hun hash; database opent en telt goed', 'Compared files with their hash; the database opens and counts right'),
      w('Toepassing gestart en als gebruiker getest', 'Started the application and tested as a user'),
      w('Duur genoteerd en vergeleken met de afspraak (RTO, RPO)', 'Wrote down how long it took and compared with what was agreed (RTO, RPO)'),
      w(
        'Sleutels en wachtwoorden van de back-up gevonden door iemand anders dan de maker',
        'Keys and passwords of the back-up found by somebody other than who made it',
      ),
      w('Testomgeving opgeruimd; verslag toegevoegd', 'Cleared the test environment; added the report'),
    ],
  },
  accounts: {
    name: w('Accounts en rechten nalopen', 'Review of accounts and rights'),
    text: w('Samen met wie over de toepassing of de afdeling gaat.', 'Together with who is in charge of the application or department.'),
    ...{ months: 6, minutes: 90 },
    tasks: [
      w('Lijst van accounts met rechten opgehaald', 'Fetched the list of accounts with rights'),
      w('Accounts van wie weg is uitgezet', 'Accounts of who left are switched off'),
      w(
        'Beheerders en groepen met veel rechten bevestigd door hun leidinggevende',
        'Administrators and groups with many rights confirmed by their manager',
      ),
      w('Accounts van diensten hebben een eigenaar en een reden', 'Accounts of services have an owner and a reason'),
      w('Accounts die een half jaar niet gebruikt zijn uitgezet', 'Accounts that were not used for half a year are switched off'),
      w('Tweede stap bij aanmelden staat aan voor beheerders', 'The second step of signing in is on for administrators'),
      w('Uitkomst en wijzigingen vastgelegd', 'Recorded outcome and changes'),
    ],
  },
}
