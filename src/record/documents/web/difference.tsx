/** What is different between two texts, word by word; line by line when they are long. */
import { diffLines, diffWordsWithSpace } from 'diff'
import { useMemo } from 'react'
import { useText } from '#web/kit/texts.ts'
import classes from './documents.module.css'
import { documentWords } from './texts.ts'

/** Word by word of longer texts takes too long to look at, and to make. */
const longest = 40_000
/** Milliseconds: what takes longer says so instead. */
const timeout = 2000

/** `label`: its name where there are several. */
export function Difference({ from, to, label }: { from: string; to: string; label?: string }) {
  const t = useText(documentWords)
  const parts = useMemo(
    () => (from.length + to.length > longest ? diffLines(from, to, { timeout }) : diffWordsWithSpace(from, to, { timeout })),
    [from, to],
  )
  if (!parts) return <p className="dim">{t('doc.compare.tooMuch')}</p>
  if (parts.every(({ added, removed }) => !added && !removed)) return <p className="dim">{t('doc.compare.same')}</p>
  return (
    <section className={classes.difference} aria-label={label ?? t('doc.compare.between')}>
      {parts.map(({ added, removed, value }, at) => {
        const Tag = added ? 'ins' : removed ? 'del' : 'span'
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text
          <Tag key={at}>
            {(added || removed) && <span className="visually-hidden">{t(added ? 'doc.compare.added' : 'doc.compare.removed')}: </span>}
            {value}
          </Tag>
        )
      })}
    </section>
  )
}
