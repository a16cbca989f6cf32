/** What things that are data are called, in the language of who looks. */
import { useLooks } from '#web/kit/texts.ts'
import type { Words } from '../kinds/contract.ts'

export function useName(): (names: Words) => string {
  const { locale } = useLooks()
  return (names) => names[locale] || names.nl || names.en
}
