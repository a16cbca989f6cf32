/** To the labels of these items. */
import { Button } from '@mantine/core'
import { useGo, writeQuery } from '#web/kit/links.tsx'
import { useMay } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import { roomTexts } from '../../web/roomTexts.ts'

/** `query`: numbers under `items`, or the filters of the list. */
export function LabelsLink({ query }: { query: Readonly<Record<string, string | readonly string[]>> }) {
  const t = useText(roomTexts)
  const go = useGo()
  if (!useMay('items.read')) return null
  return (
    <Button variant="default" onClick={() => go(`/items/labels${writeQuery({ ...query, sort: undefined })}`)}>
      {t('items.labels.title')}
    </Button>
  )
}
