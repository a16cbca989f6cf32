/** A written page as it reads. The server made its HTML safe, each time anew; the policy of the page lets nothing run either. */
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import classes from './documents.module.css'
import { documentWords } from './texts.ts'

export function Written({ html, text }: { html: string | null; text: string }) {
  const t = useText(documentWords)
  if (text.trim() === '') return <p className="dim">{t('doc.emptyPage')}</p>
  if (html === null)
    return (
      <>
        <Note tone="amber">{t('doc.tooComplex')}</Note>
        <pre className={classes.plain}>{text}</pre>
      </>
    )
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the one place for it; made safe by safeHtml on the server
  return <div className={classes.written} dangerouslySetInnerHTML={{ __html: html }} />
}
