/** The note itself: four questions, the same wherever it is written; and how it is read. */
import { Textarea } from '@mantine/core'
import { useText } from '#web/kit/texts.ts'
import type { HandoverNote } from '../contract.ts'
import classes from './handover.module.css'
import { handoverWords } from './texts.ts'

export const parts = ['situation', 'done', 'next', 'risk'] as const
export const emptyNote: HandoverNote = { situation: '', done: '', next: '', risk: '' }
export type WrongNote = Partial<Record<(typeof parts)[number], boolean>>
/** What is still to be filled in; risk may stay empty. */
export const missingIn = (note: HandoverNote): WrongNote =>
  Object.fromEntries(parts.filter((part) => part !== 'risk' && note[part].trim() === '').map((part) => [part, true]))
export const isEmpty = (note: HandoverNote) => parts.every((part) => note[part].trim() === '')

interface Props {
  note: HandoverNote
  change: (note: HandoverNote) => void
  wrong: WrongNote
  autoFocus?: boolean
}
export function NoteFields({ note, change, wrong, autoFocus }: Props) {
  const t = useText(handoverWords)
  return parts.map((part, at) => (
    <Textarea
      key={part}
      label={part === 'risk' ? `${t('hand.risk')} (${t('hand.optional')})` : t(`hand.${part}`)}
      autosize
      minRows={2}
      maxRows={10}
      value={note[part]}
      error={wrong[part] ? t('hand.needed') : undefined}
      {...(autoFocus && at === 0 && { 'data-autofocus': true })}
      onChange={(event) => change({ ...note, [part]: event.currentTarget.value })}
    />
  ))
}

export function NoteShown({ note }: { note: HandoverNote }) {
  const t = useText(handoverWords)
  return (
    <dl className={classes.note}>
      {parts
        .filter((part) => note[part] !== '')
        .map((part) => (
          <div key={part}>
            <dt>{t(`hand.${part}`)}</dt>
            <dd>{note[part]}</dd>
          </div>
        ))}
    </dl>
  )
}
