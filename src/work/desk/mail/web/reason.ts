import type { Text } from '#web/kit/texts.ts'
import type { postWords } from './texts.ts'

/** Why a mail was not processed, in words; the key itself for a reason that an older Spil wrote. */
export const reasonOf = (t: Text<keyof typeof postWords & string>, reason: string): string =>
  t.has(reason) ? t(reason as keyof typeof postWords) : reason
