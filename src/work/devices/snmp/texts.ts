import { texts } from '#platform/i18n.ts'

export const devicesSnmpTexts = texts({
  'devices.snmp.address': {
    nl: 'Geef een IP-adres, of een netwerk van hoogstens 1024 adressen, zoals 10.1.4.0/22',
    en: 'Give an IP address, or a network of at most 1024 addresses, such as 10.1.4.0/22',
  },
  'devices.snmp.notReachable': {
    nl: 'Dit adres mag niet worden bevraagd: het is van deze server zelf of van geen enkel apparaat. Kan het toch niet anders, zet het netwerk in SPIL_OUTGOING_ALLOW',
    en: 'This address may not be asked: it is of this server itself, or of no device at all. If it must be, put the network in SPIL_OUTGOING_ALLOW',
  },
  'devices.snmp.privWithoutAuth': { nl: 'Versleutelen kan alleen samen met een wachtwoord voor aanmelden', en: 'Encryption needs a password for authentication as well' },
  'devices.snmp.location': { nl: 'Kies een locatie van deze organisatie', en: 'Choose a location of this organisation' },
  'devices.snmp.accessNeeded': {
    nl: 'Geef community of wachtwoorden opnieuw: ze gaan niet vanzelf naar een ander adres',
    en: 'Give the community or passwords again: they do not go to another address by themselves',
  },
  'devices.snmp.tooMany': { nl: 'Er zijn al 500 adressen en netwerken voor deze organisatie', en: 'There are 500 addresses and networks for this organisation already' },
  'devices.snmp.changed': { nl: 'Iemand anders heeft dit intussen gewijzigd', en: 'Somebody else changed this meanwhile' },
  'devices.snmp.notActive': { nl: 'Dit staat uit. Zet het eerst aan', en: 'This is switched off. Switch it on first' },
  'devices.snmp.at': { nl: '{address}: {why}', en: '{address}: {why}' },
  'devices.snmp.reason.silent': {
    nl: 'Geeft geen antwoord: het staat uit, SNMP staat uit, of community of versie klopt niet',
    en: 'Does not answer: it is off, SNMP is off, or community or version is not right',
  },
  'devices.snmp.reason.nobody': {
    nl: 'Niemand in dit netwerk gaf antwoord: kijk naar community, versie en firewall',
    en: 'Nobody in this network answered: look at community, version and firewall',
  },
  'devices.snmp.reason.nonsense': { nl: 'Het antwoord is niet te begrijpen ({what})', en: 'The answer cannot be understood ({what})' },
  'devices.snmp.reason.denied': {
    nl: 'Het apparaat wijst gebruiker, wachtwoord of versleuteling af ({what})',
    en: 'The device refuses user, password or encryption ({what})',
  },
  'devices.snmp.reason.unreachable': { nl: 'Het adres is vanaf deze server niet te bereiken ({what})', en: 'The address cannot be reached from this server ({what})' },
  'devices.snmp.reason.tooSlow': { nl: 'Antwoorden duurde te lang', en: 'Answering took too long' },
  'devices.snmp.reason.empty': { nl: 'Het antwoordt, maar zegt niets over zichzelf', en: 'It answers, but says nothing of itself' },
  'devices.snmp.reason.refused': { nl: 'Dit apparaat is geweigerd op de lijst van agents', en: 'This device was refused on the list of agents' },
  'devices.snmp.reason.notReachable': { nl: 'Dit adres mag niet worden bevraagd', en: 'This address may not be asked' },
  'devices.snmp.reason.sealed': {
    nl: 'Community of wachtwoorden zijn met een andere sleutel verzegeld. Geef ze opnieuw',
    en: 'Community or passwords were sealed under another key. Give them again',
  },
  'devices.snmp.reason.notRegistered': { nl: 'Het apparaat kon niet worden geregistreerd ({what})', en: 'The device could not be registered ({what})' },
  'devices.snmp.reason.failed': { nl: 'Er ging iets mis bij het verwerken', en: 'Something went wrong while processing it' },
  'history.devices.snmpTargetChanged': { nl: 'Een adres voor SNMP toegevoegd, gewijzigd of verwijderd', en: 'Added, changed or removed an address for SNMP' },
  'history.devices.snmpPolled': { nl: 'Apparaten met SNMP bevraagd', en: 'Asked devices by SNMP' },
})
