/** The words of an entry: what a mail quotes is folded, and a mail can be seen as it looked, in a frame that can do nothing. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
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
  const { data, error } = useLoad({
    key: ['desk', 'mailBody', entryId],
    load: (signal) => mailCalls.body({ params: { id: entryId } }, { signal }),
  })
  if (error) return <Failure error={error} />
  if (!data) return <Skeletons rows={3} />
  return (
    <>
      {data.blockedImages > 0 && (
        <details className={classes.quoted}>
          <summary>{t('desk.case.mailImages', { count: data.blockedImages })}</summary>
          <p>{t('desk.case.mailImages.why')}</p>
          <ul className={classes.addresses}>
            {data.blocked.map((address) => (
              <li key={address}>{address}</li>
            ))}
          </ul>
        </details>
      )}
      <iframe title={t('desk.case.mailLayout')} className={classes.mail} sandbox="" srcDoc={data.html ?? ''} />
    </>
  )
}
