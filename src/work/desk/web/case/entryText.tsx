/** The words of an entry: what a mail quotes is folded, and a mail can be seen as it looked, in a frame that can do nothing. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import type { CasePage } from '../../contract.ts'
import { mailCalls } from '../calls.ts'
import { deskWords } from '../texts.ts'
import classes from './case.module.css'

type Entry = CasePage['entries'][number]

const begins = /^(>|-{2,}\s*(original message|oorspronkelijk bericht|forwarded message|doorgestuurd bericht)|(van|from|von|de):\s.+@)/i
const wrote = /^(op|on)\s.{6,200}(schreef|wrote).{0,120}:$/i

/** What was written now, and what stood below it already. A quote with an answer under it is left where it is. */
export function withoutQuote(text: string): { own: string; quoted: string } {
  const lines = text.split('\n')
  const at = lines.findIndex((line) => line.length < 400 && (begins.test(line.trim()) || wrote.test(line.trim())))
  if (at <= 0) return { own: text, quoted: '' }
  const after = lines.slice(at)
  const lastQuoted = after.findLastIndex((line) => line.startsWith('>'))
  if (lastQuoted >= 0 && after.slice(lastQuoted + 1).some((line) => line.trim() !== '' && !line.startsWith('--'))) return { own: text, quoted: '' }
  return { own: lines.slice(0, at).join('\n').trimEnd(), quoted: after.join('\n') }
}

export function EntryText({ entry }: { entry: Pick<Entry, 'id' | 'text' | 'channel' | 'html'> }) {
  const t = useText(deskWords)
  const [layout, setLayout] = useState(false)
  const { own, quoted } = entry.channel === 'mail' ? withoutQuote(entry.text) : { own: entry.text, quoted: '' }
  return (
    <>
      {layout ? <MailLayout entryId={entry.id} /> : own}
      {!layout && quoted && (
        <details className={classes.quoted}>
          <summary>{t('desk.case.quoted')}</summary>
          <div>{quoted}</div>
        </details>
      )}
      {entry.html !== null && (
        <div>
          <Button size="compact-xs" variant="subtle" color="gray" mt="xs" ml={-8} onClick={() => setLayout(!layout)}>
            {t(layout ? 'desk.case.mailText' : 'desk.case.mailLayout')}
          </Button>
        </div>
      )}
    </>
  )
}

function MailLayout({ entryId }: { entryId: string }) {
  const t = useText(deskWords)
  const [images, setImages] = useState(false)
  const { data, error } = useLoad({
    key: ['desk', 'mailBody', entryId, images],
    load: (signal) => mailCalls.body({ params: { id: entryId }, query: { images: images ? 'true' : 'false' } }, { signal }),
  })
  if (error) return <Failure error={error} />
  if (!data) return <Skeletons rows={3} />
  return (
    <>
      {data.blockedImages > 0 && !images && (
        <p className="small">
          {t('desk.case.mailImages', { count: data.blockedImages })}{' '}
          <Button size="compact-xs" variant="subtle" onClick={() => setImages(true)}>
            {t('desk.case.showImages')}
          </Button>
        </p>
      )}
      <iframe title={t('desk.case.mailLayout')} className={classes.mail} sandbox="" srcDoc={data.html ?? ''} />
    </>
  )
}
