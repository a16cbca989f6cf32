/** Which items a report is about: what is hit then counts for the priority. */
import { findItems } from '#record/items/web/more.ts'
import { PickMany } from '#record/items/web/pick.tsx'
import { useText } from '#web/kit/texts.ts'
import { itemsWords } from '../itemsWords.ts'
import type { RegisterProps } from './parts.ts'

const find = findItems()
export default function ItemsOfDraft({ draft, change }: RegisterProps) {
  const t = useText(itemsWords)
  return (
    <PickMany
      name="items"
      label={t('desk.items.about')}
      find={find}
      organisationId={draft.organisationId || undefined}
      value={draft.items ?? []}
      onChange={(items) => change({ items })}
    />
  )
}
