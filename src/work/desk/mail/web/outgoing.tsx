/** Mail of ours that has not gone out: waiting, failed or returned. */
import { Button } from '@mantine/core'
import { useLoadList, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import classes from './mail.module.css'
import { post } from './mailCalls.ts'
import { postWords } from './texts.ts'

const key = ['desk', 'outgoing']
const meanings = { waiting: 'waiting', sending: 'progress', sent: 'done', failed: 'broken', bounced: 'broken' } as const

export function Outgoing() {
  const t = useText(postWords)
  const reload = useReload()
  const { rows, error, retry } = useLoadList({
    key,
    load: (after, signal) => post.outgoing({ query: { limit: 20, ...(after && { after }) } }, { signal }),
    on: ['desk.mail.'],
  })
  const again = async (id: string) => {
    try {
      await post.sendAgain({ params: { id } })
      toast(t('desk.sent.queued'))
      await reload(key)
    } catch (thrown) {
      toastProblem(thrown, t('desk.sent.again'))
    }
  }
  return (
    <Section title={t('desk.sent.title')}>
      {error && <Failure error={error} retry={retry} />}
      {!rows && !error && <Skeletons rows={2} />}
      {rows?.length === 0 && <p className="dim">{t('desk.sent.none')}</p>}
      <ul className={classes.boxes}>
        {rows?.map((mail) => (
          <li key={mail.id} className={classes.box}>
            <span className={classes.boxName}>
              <strong>{mail.subject}</strong> <span className="dim">{mail.to.join(', ')}</span>
            </span>
            <StateBadge meaning={meanings[mail.state]}>{t(`desk.sent.${mail.state}`)}</StateBadge>
            <span className="dim small">
              <Time at={mail.createdAt} />
            </span>
            {(mail.state === 'failed' || mail.state === 'bounced') && (
              <Button size="xs" variant="default" onClick={() => void again(mail.id)}>
                {t('desk.sent.again')}
              </Button>
            )}
            {mail.error && <span className={classes.failure}>{mail.error}</span>}
          </li>
        ))}
      </ul>
    </Section>
  )
}
