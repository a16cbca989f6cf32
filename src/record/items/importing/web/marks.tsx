import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import type { State } from '../contract.ts'
import { importTexts } from './texts.ts'

const meanings = {
  ...({ reading: 'progress', unreadable: 'broken', ready: 'new', checking: 'progress', checked: 'waiting' } as const),
  ...({ running: 'progress', done: 'done', undoing: 'progress', undone: 'cancelled' } as const),
}
/** How far an import is, in a word. */
export function ImportState({ state }: { state: State }) {
  const t = useText(importTexts)
  return <StateBadge meaning={meanings[state]}>{t(`items.import.state.${state}`)}</StateBadge>
}
