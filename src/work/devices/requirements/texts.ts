import { texts } from '#platform/i18n.ts'

export const devicesRequirementsTexts = texts({
  'devices.requirements.until': { nl: 'Kies een einddatum vanaf vandaag, hoogstens twee jaar vooruit', en: 'Choose an end date from today on, at most two years ahead' },
  'devices.requirements.ended': { nl: 'Deze verklaring geldt al niet meer', en: 'This attestation no longer counts' },
  'history.devices.attested': { nl: 'Iets over een apparaat verklaard, of ingetrokken', en: 'Attested something of a device, or withdrew it' },
})
