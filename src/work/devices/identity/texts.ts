import { texts } from '#platform/i18n.ts'

export const devicesIdentityTexts = texts({
  'devices.identity.onNone': { nl: 'Deze agent hoort bij geen apparaat', en: 'This agent belongs to no device' },
  'devices.identity.otherOrganisation': { nl: 'De agent en het apparaat zijn van verschillende organisaties', en: 'The agent and the device are of different organisations' },
  'devices.identity.otherDevice': { nl: 'Onder deze naam meldt zich nu een ander apparaat', en: 'Another device reports under this name now' },
  'devices.identity.reason.serial': { nl: 'serienummer', en: 'serial number' },
  'devices.identity.reason.uuid': { nl: 'systeemnummer (UUID)', en: 'system number (UUID)' },
  'devices.identity.reason.mac': { nl: 'MAC-adres', en: 'MAC address' },
  'devices.identity.reason.assetTag': { nl: 'inventarisnummer', en: 'asset tag' },
  'devices.identity.reason.agent': { nl: 'naam van de agent', en: 'name of the agent' },
  'devices.identity.reason.hostName': { nl: 'computernaam', en: 'host name' },
  'history.devices.agentJoined': { nl: 'Een agent bij dit apparaat gezet', en: 'Put an agent with this device' },
  'history.devices.agentParted': { nl: 'Een agent van dit apparaat gehaald', en: 'Took an agent off this device' },
})
