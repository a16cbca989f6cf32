/** All versions, newest first: look at one, compare, restore, publish. */
import { Button } from '@mantine/core'
import { Link } from '#web/kit/links.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { documentCalls } from './calls.ts'
import type { Doing } from './documentPage.tsx'
import classes from './documents.module.css'
import { documentWords } from './texts.ts'

export function Versions({ doc, act, shown }: Doing & { shown: number }) {
  const t = useText(documentWords)
  const restore = (number: number) =>
    act(documentCalls.restore({ params: { id: doc.id, number }, body: { base: doc.latest } }), () => t('doc.version.restored.done', { number }))
  const publish = (number: number) =>
    act(documentCalls.publish({ params: { id: doc.id, number }, body: { version: doc.version } }), () => t('doc.published', { number }))
  return (
    <ul className={classes.lines} aria-label={t('doc.versions')}>
      {doc.versions.map(({ number, note, by, at, restoredFrom }) => (
        <li key={number} className={classes.version} data-shown={number === shown || undefined}>
          <span className={classes.line}>
            <Link to={number === doc.latest ? `/documents/${doc.id}` : `/documents/${doc.id}?version=${number}`}>{t('doc.version', { number })}</Link>
            <span className="dim small">
              <Time at={at} />
            </span>
          </span>
          <span className="small">
            {restoredFrom === null
              ? (note ?? <span className="dim">{t('doc.version.noNote')}</span>)
              : t('doc.version.restored', { number: restoredFrom })}
          </span>
          <span className="dim small">
            {by?.name}
            {number === doc.published && <strong> · {t('doc.version.current')}</strong>}
          </span>
          <span className={classes.row}>
            {doc.form === 'page' && number > 1 && (
              <Link className="small" to={`/documents/${doc.id}/compare?from=${number - 1}&to=${number}`}>
                {t('doc.version.compare')}
              </Link>
            )}
            {number !== doc.latest && (
              <Button size="compact-xs" px={0} variant="transparent" color="gray" onClick={() => void restore(number)}>
                {t('doc.version.restore')}
              </Button>
            )}
            {number !== doc.latest && number !== doc.published && (
              <Button size="compact-xs" px={0} variant="transparent" color="gray" onClick={() => void publish(number)}>
                {t('doc.publish.this')}
              </Button>
            )}
          </span>
        </li>
      ))}
    </ul>
  )
}
