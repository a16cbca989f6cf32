import { texts } from '#platform/i18n.ts'

export const deskMailSettingsTexts = texts({
  'desk.mail.settledMeanwhile': { nl: 'Iemand heeft dit intussen gewijzigd. Kijk wat er nu staat en probeer het opnieuw', en: 'Somebody changed this in the meantime. See what it is now and try again' },
})
