import { texts } from '#platform/i18n.ts'

export const monitoringBackupReceivingTexts = texts({
  'monitoring.backups.manifest': {
    nl: 'Dit manifest is niet te lezen: regel {line} klopt niet, of het einde ontbreekt. Maak het opnieuw met het script',
    en: 'This manifest cannot be read: line {line} is not right, or its end is missing. Make it anew with the script',
  },
  'monitoring.backups.notVendor': { nl: 'Van deze back-up komt de status niet van een leverancier', en: 'The status of this back-up does not come from a vendor' },
  'monitoring.backups.tooOften': {
    nl: 'Van deze back-up kwam dit uur al te veel binnen. Stuur het later opnieuw',
    en: 'Too much came in of this back-up in the last hour. Send it again later',
  },
  'history.monitoring.backupManifestTaken': { nl: 'Manifest van een back-up ontvangen', en: 'Received the manifest of a back-up' },
  'history.monitoring.backupStatusTaken': { nl: 'Status van een back-up ontvangen', en: 'Received the status of a back-up' },
})
