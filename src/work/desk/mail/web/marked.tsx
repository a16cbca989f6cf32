/** Addresses that gave our mail back: why, and mailing them again. */
import { Button } from '@mantine/core'
import { useLoadList, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import classes from './mail.module.css'
import { mailSettings } from './mailCalls.ts'
import { postWords } from './texts.ts'

const key = ['desk', 'markedAddresses']

export function Marked() {
  const t = useText(postWords)
  const reload = useReload()
  const { rows, error, retry, loadMore, loadingMore } = useLoadList({
    key,
    load: (after, signal) => mailSettings.marked({ query: { limit: 20, ...(after && { after }) } }, { signal }),
    on: ['desk.mail.', 'mail.'],
  })
  const unmark = async (address: string) => {
    try {
      await mailSettings.unmark({ body: { address } })
      toast(t('desk.marked.unmarked', { address }))
      await reload(key)
    } catch (thrown) {
      toastProblem(thrown, t('desk.marked.unmark'))
    }
  }
  return (
    <Section title={t('desk.marked.title')}>
      <p className={classes.lead}>{t('desk.marked.lead')}</p>
      {error && <Failure error={error} retry={retry} />}
      {!rows && !error && <Skeletons rows={2} />}
      {rows?.length === 0 && <p className="dim">{t('desk.marked.none')}</p>}
      <ul className={classes.boxes}>
        {rows?.map(({ address, reason, at }) => (
          <li key={address} className={classes.box}>
            <span className={classes.boxName}>
              <strong>{address}</strong>
            </span>
            <span className="dim small">
              <Time at={at} />
            </span>
            <Button size="xs" variant="default" aria-label={t('desk.marked.unmark.to', { address })} onClick={() => void unmark(address)}>
              {t('desk.marked.unmark')}
            </Button>
            <span className={classes.failure}>{reason}</span>
          </li>
        ))}
      </ul>
      {loadMore && (
        <Button size="xs" variant="default" loading={loadingMore} onClick={loadMore}>
          {t('desk.marked.more')}
        </Button>
      )}
    </Section>
  )
}
