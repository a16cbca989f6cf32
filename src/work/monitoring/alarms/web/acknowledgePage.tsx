/** Reached from the mail, without signing in: somebody is on it. Looking at it acknowledges nothing. */
import { Button, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { usePath } from '#web/kit/links.tsx'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Sheet } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toastProblem } from '#web/kit/toast.tsx'
import classes from '../../web/monitoring.module.css'
import { alarmCalls } from './alarmCalls.ts'
import { alarmTexts } from './alarmTexts.ts'

type Ended = 'monitoring.alarms.linkWrong' | 'monitoring.alarms.linkExpired'
const ends: readonly Ended[] = ['monitoring.alarms.linkWrong', 'monitoring.alarms.linkExpired']

export default function AcknowledgePage() {
  const t = useText(alarmTexts)
  const token = usePath().token ?? ''
  const [done, setDone] = useState(false)
  const { data, error, refetch } = useQuery({
    queryKey: ['acknowledge', token],
    queryFn: ({ signal }) => alarmCalls.linkState({ params: { token } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  })
  const ended = ends.find((one) => one === problemIn(error)?.type)
  const title = t(done ? 'alarms.link.thanks' : 'monitoring.acknowledge')
  if (done || ended)
    return (
      <Sheet title={title} wide>
        <p role="status">{t(ended ?? 'alarms.link.thanksWhat')}</p>
      </Sheet>
    )
  if (!data)
    return (
      <Sheet title={title} wide>
        {error ? <Failure error={error} retry={() => void refetch()} /> : <Skeletons rows={4} />}
      </Sheet>
    )
  const open = data.alarms.filter((one) => one.open)
  return (
    <Sheet title={title} lead={t('alarms.link.lead', { name: data.you, organisation: data.organisation })} wide>
      <ul className={classes.list}>
        {data.alarms.slice(0, 50).map((one) => (
          <li key={`${one.title} ${one.item}`} className={classes.row} data-plain>
            <span className={classes.what}>
              <strong>{one.item}</strong> {one.title}{' '}
              <span className="dim">
                {t(`norms.severity.${one.severity}`)}, <Time at={one.from} />
                {!one.open && `, ${t('alarms.link.over')}`}
                {one.acknowledgedBy && `, ${t('alarms.by', { name: one.acknowledgedBy })}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {open.length === 0 ? <p role="status">{t('alarms.link.none')}</p> : <Answer token={token} done={() => setDone(true)} />}
    </Sheet>
  )
}

function Answer({ token, done }: { token: string; done: () => void }) {
  const t = useText(alarmTexts)
  const [note, setNote] = useState('')
  const [busy, setBusy] = useState(false)
  const send = () => {
    setBusy(true)
    alarmCalls
      .acknowledgeByLink({ params: { token }, body: { note } })
      .then(done)
      .catch((error: unknown) => toastProblem(error, t('alarms.failed')))
      .finally(() => setBusy(false))
  }
  return (
    <div className={classes.form}>
      <p>{t('alarms.link.what')}</p>
      <Textarea
        label={t('alarms.note')}
        autosize
        minRows={2}
        maxLength={2000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Button size="md" loading={busy} onClick={send}>
        {t('alarms.acknowledge')}
      </Button>
    </div>
  )
}
