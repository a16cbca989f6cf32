/** What a document is, at a glance. */
import { Fragment } from 'react'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { today } from '#web/kit/wall.ts'
import type { DocumentRow } from '../contract.ts'
import classes from './documents.module.css'
import { documentWords } from './texts.ts'

const meanings = { draft: 'new', published: 'done', withdrawn: 'cancelled' } as const

export const isLate = ({ reviewBy, state }: Pick<DocumentRow, 'reviewBy' | 'state'>) =>
  reviewBy !== null && reviewBy < today() && state !== 'withdrawn'

export function DocumentState({ one, plain }: { one: Pick<DocumentRow, 'state' | 'published' | 'latest'>; plain?: boolean }) {
  const t = useText(documentWords)
  const newer = one.published !== null && one.latest > one.published
  return (
    <StateBadge meaning={newer ? 'progress' : meanings[one.state]} {...(plain && { plain })}>
      {newer ? t('doc.state.newer') : t(`doc.state.${one.state}`)}
    </StateBadge>
  )
}
export function Late() {
  const t = useText(documentWords)
  return (
    <StateBadge meaning="late" plain>
      {t('doc.review.late')}
    </StateBadge>
  )
}

/** A day as people write it; it has no zone. */
export const dayIn = (day: string, locale: string) =>
  new Intl.DateTimeFormat(locale === 'nl' ? 'nl-NL' : 'en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))

/** What matched, marked. */
export function Snippet({ text }: { text: string }) {
  return text.split(/(\u2068[^\u2069]*\u2069)/).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text
    <Fragment key={at}>{part.startsWith('\u2068') ? <mark className={classes.mark}>{part.slice(1, -1)}</mark> : part}</Fragment>
  ))
}
