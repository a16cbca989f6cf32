import { texts } from '#platform/i18n.ts'

export const deskSplittingTexts = texts({
  'desk.splitting.reporter': { nl: 'Deze persoon hoort niet bij deze organisatie', en: 'This person does not belong to this organisation' },
})
