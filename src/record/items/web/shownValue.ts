/** What was observed, in words. */
import type { Text } from '#web/kit/texts.ts'
import type { Observed } from '../facts/contract.ts'
import type { factTexts } from './factTexts.ts'

export const shownValue = (t: Text<keyof typeof factTexts & string>, { value, unit }: Pick<Observed, 'value' | 'unit'>): string =>
  [value === true ? t('items.facts.yes') : value === false ? t('items.facts.no') : String(value), unit].filter(Boolean).join(' ')
