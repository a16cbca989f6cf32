/** Somebody saved first: what they changed, how mine differs, and the choice. Whatever is chosen, both texts stay. */
import { Button, Group } from '@mantine/core'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Newer } from '../contract.ts'
import { documentCalls } from './calls.ts'
import { Difference } from './difference.tsx'
import classes from './documents.module.css'
import { documentWords } from './texts.ts'

interface Props {
  id: string
  newer: Newer
  draft: { text: string; baseText: string }
  keepMine: () => void
  /** Goes on with theirs; mine is put aside. */
  take: (theirs: string) => void
}
export function Conflict({ id, newer, draft, keepMine, take }: Props) {
  const t = useText(documentWords)
  const name = newer.by?.name ?? ''
  const { data, error } = useLoad({
    key: ['documents', 'version', id, newer.latest],
    load: (signal) => documentCalls.version({ params: { id, number: newer.latest } }, { signal }),
  })
  return (
    <section role="alert" className={classes.conflict}>
      <Note tone="amber">{t('doc.conflict', { name, number: newer.latest })}</Note>
      {error && <Failure error={error} />}
      {!data && !error && <Skeletons rows={4} />}
      {data && (
        <>
          <h2 className="small">{t('doc.conflict.theirs', { name })}</h2>
          <Difference label={t('doc.conflict.theirs', { name })} from={draft.baseText} to={data.text ?? ''} />
          <h2 className="small">{t('doc.conflict.mine', { name })}</h2>
          <Difference label={t('doc.conflict.mine', { name })} from={data.text ?? ''} to={draft.text} />
          <Group gap="sm" my="md">
            <Button onClick={keepMine}>{t('doc.conflict.keepMine')}</Button>
            <Button variant="default" onClick={() => take(data.text ?? '')}>
              {t('doc.conflict.takeTheirs', { name })}
            </Button>
          </Group>
        </>
      )}
    </section>
  )
}
