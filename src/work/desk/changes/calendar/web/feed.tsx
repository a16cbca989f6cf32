/** The link with which a calendar program shows the same; made, shown, renewed and taken away by its person. */
import { Button, TextInput } from '@mantine/core'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import classes from '../../../kinds/web/kinds.module.css'
import { calendarCalls } from '../../web/changeCalls.ts'
import own from './calendar.module.css'
import { calendarWords } from './texts.ts'

export function Feed() {
  const t = useText(calendarWords)
  const reload = useReload()
  const { data } = useLoad({ key: ['desk', 'changeFeed'], load: (signal) => calendarCalls.feed({ signal }) })
  const run = async (change: Promise<unknown>, said: string) => {
    try {
      await change
      toast(said)
      await reload(['desk', 'changeFeed'])
    } catch (thrown) {
      toastProblem(thrown, t('desk.feed.title'))
    }
  }
  if (!data) return null
  return (
    <Section title={t('desk.feed.title')}>
      <p className={classes.lead}>{t('desk.feed.lead')}</p>
      {data.url && (
        <TextInput className={own.url ?? ''} label={t('desk.feed.url')} readOnly value={data.url} onFocus={(event) => event.currentTarget.select()} />
      )}
      <div className={classes.buttons}>
        <Button
          size="xs"
          variant="default"
          onClick={() => void run(calendarCalls.makeFeed(), t('desk.feed.made'))}
          title={data.url ? t('desk.feed.again.what') : undefined}
        >
          {t(data.url ? 'desk.feed.again' : 'desk.feed.make')}
        </Button>
        {data.url && (
          <Button size="xs" variant="default" onClick={() => void run(calendarCalls.revokeFeed(), t('desk.feed.revoked'))}>
            {t('desk.feed.revoke')}
          </Button>
        )}
      </div>
    </Section>
  )
}
