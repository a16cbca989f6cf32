import { texts } from '#platform/i18n.ts'

export const devicesSoftwareTexts = texts({})
