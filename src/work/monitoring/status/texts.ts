import { texts } from '#platform/i18n.ts'

export const statusTexts = texts({
  'monitoring.status.changed': { nl: 'Iemand heeft dit intussen veranderd. Laad het opnieuw', en: 'Somebody changed this meanwhile. Load it again' },
  'monitoring.status.item': { nl: 'Een van deze diensten is er niet (meer) in deze organisatie', en: 'One of these services is not (or no longer) in this organisation' },
})
