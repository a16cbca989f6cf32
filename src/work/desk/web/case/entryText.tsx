/** The words of an entry: what a mail quotes is folded, and a mail can be seen as it looked, in a frame that can do nothing. */
import { Button } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { toastProblem } from '#web/kit/toast.tsx'
import type { CasePage } from '../../contract.ts'
import { splitQuoted } from '../../mail/rules.ts'
import { mailCalls } from '../calls.ts'
import { deskWords } from '../texts.ts'
import classes from './case.module.css'

type Entry = CasePage['entries'][number]

/** What is kept of the mail that an entry came by. */
export interface MailOfEntry {
  html: boolean
  /** It may be had as it came in. */
  original: boolean
}

export function EntryText({ entry, mail }: { entry: Pick<Entry, 'id' | 'text' | 'channel'>; mail: MailOfEntry | undefined }) {
  const t = useText(deskWords)
  const [layout, setLayout] = useState(false)
  const { text: own, rest: quoted } = entry.channel === 'mail' ? splitQuoted(entry.text) : { text: entry.text, rest: '' }
  return (
    <>
      {layout ? <MailLayout entryId={entry.id} /> : own}
      {!layout && quoted && (
        <details className={classes.quoted}>
          <summary>{t('desk.case.quoted')}</summary>
          <div>{quoted}</div>
        </details>
      )}
      {mail && (mail.html || mail.original) && (
        <div className={classes.mailActions}>
          {mail.html && (
            <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setLayout(!layout)}>
              {t(layout ? 'desk.case.mailText' : 'desk.case.mailLayout')}
            </Button>
          )}
          {mail.original && (
            <Button size="compact-xs" variant="subtle" color="gray" component="a" href={`/api/desk/mail/entries/${entry.id}/raw`} download>
              {t('desk.case.mailOriginal')}
            </Button>
          )}
        </div>
      )}
    </>
  )
}

function MailLayout({ entryId }: { entryId: string }) {
  const t = useText(deskWords)
  const { data, error, refetch } = useLoad({
    key: ['desk', 'mailBody', entryId],
    load: (signal) => mailCalls.body({ params: { id: entryId } }, { signal }),
    on: ['desk.mail.picturesFetched'],
  })
  const busy = (data?.pictures.busy ?? 0) > 0
  // That they are here is told; that nobody fetches them any more is not.
  useEffect(() => {
    if (!busy) return
    const timer = setInterval(() => void refetch(), 15_000)
    return () => clearInterval(timer)
  }, [busy, refetch])
  if (error) return <Failure error={error} />
  if (!data) return <Skeletons rows={3} />
  return (
    <>
      {data.blockedImages > 0 && <KeptOut entryId={entryId} body={data} again={() => void refetch()} />}
      <iframe title={t('desk.case.mailLayout')} className={classes.mail} sandbox="" srcDoc={data.html ?? ''} />
    </>
  )
}

type Body = Awaited<ReturnType<typeof mailCalls.body>>
/** Pictures from elsewhere: which, and having them fetched all the same. */
function KeptOut({ entryId, body, again }: { entryId: string; body: Body; again: () => void }) {
  const t = useText(deskWords)
  const { mayFetch, busy, failed } = body.pictures
  const show = () =>
    mailCalls
      .showPictures({ params: { id: entryId } })
      .catch((error) => toastProblem(error, t('desk.case.mailImages.show')))
      .finally(again)
  const why = (address: string) => failed.find((one) => one.address === address)?.why
  return (
    <section className={classes.quoted} aria-label={t('desk.case.mailImages', { count: body.blockedImages })}>
      <details>
        <summary>{t('desk.case.mailImages', { count: body.blockedImages })}</summary>
        <p>{t('desk.case.mailImages.why')}</p>
        <ul className={classes.addresses}>
          {body.blocked.map((address) => {
            const refused = why(address)
            return (
              <li key={address}>
                {address}
                {refused && ` (${t('desk.case.mailImages.refused', { why: refused })})`}
              </li>
            )
          })}
        </ul>
      </details>
      {failed.length > 0 && busy === 0 && (
        <p className="dim small" role="status">
          {t('desk.case.mailImages.failed', { count: failed.length })}
        </p>
      )}
      {mayFetch && (
        <span className={classes.mailActions}>
          <Button size="compact-xs" variant="subtle" color="gray" loading={busy > 0} onClick={() => void show()}>
            {t(failed.length > 0 ? 'desk.case.mailImages.again' : 'desk.case.mailImages.show')}
          </Button>
        </span>
      )}
    </section>
  )
}
