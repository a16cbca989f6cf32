import { texts } from '#platform/i18n.ts'

export const devicesHandoutSettingsTexts = texts({
  'devices.handoutSettings.changed': { nl: 'Iemand heeft deze instellingen intussen gewijzigd. Kijk wat er nu staat', en: 'Somebody has changed these settings in the meantime. See what they are now' },
  'devices.handoutSettings.terms': { nl: 'Kies als voorwaarden een geschreven document van deze organisatie dat gepubliceerd is', en: 'For the terms, choose a written document of this organisation that has been published' },
  'devices.handoutSettings.document': { nl: 'Kies als instructies documenten van deze organisatie die gepubliceerd zijn', en: 'For instructions, choose documents of this organisation that have been published' },
})
