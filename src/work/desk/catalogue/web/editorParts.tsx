/** Small parts of the editor: words in both languages, numbers that may be empty, and the row of buttons of a card. */
import { ActionIcon, NumberInput, Textarea, TextInput } from '@mantine/core'
import IconDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import type { ReactNode } from 'react'
import { useText } from '#web/kit/texts.ts'
import type { Words } from '../contract.ts'
import classes from './catalogue.module.css'
import { editorWords } from './editorTexts.ts'

interface BothProps {
  label: string
  value: Words
  onChange: (words: Words) => void
  long?: boolean
}
/** The same words in Dutch and English. */
export function Both({ label, value, onChange, long }: BothProps) {
  const t = useText(editorWords)
  const Input = long ? Textarea : TextInput
  const more = long ? { autosize: true, minRows: 2 } : {}
  return (
    <div className={classes.pair}>
      <Input
        {...more}
        label={t('edit.inDutch', { what: label })}
        value={value.nl}
        maxLength={500}
        onChange={(event) => onChange({ ...value, nl: event.currentTarget.value })}
      />
      <Input
        {...more}
        label={t('edit.inEnglish', { what: label })}
        value={value.en}
        maxLength={500}
        onChange={(event) => onChange({ ...value, en: event.currentTarget.value })}
      />
    </div>
  )
}

export function Num({
  label,
  value,
  onChange,
  help,
}: {
  label: string
  value: number | null
  onChange: (value: number | null) => void
  help?: string
}) {
  return (
    <NumberInput
      label={label}
      description={help}
      hideControls
      value={value ?? ''}
      onChange={(next) => onChange(next === '' || Number.isNaN(Number(next)) ? null : Number(next))}
    />
  )
}

interface CardProps {
  title: string
  at: number
  count: number
  move: (by: 1 | -1) => void
  remove: () => void
  children: ReactNode
}
export function Card({ title, at, count, move, remove, children }: CardProps) {
  const t = useText(editorWords)
  return (
    <section className={classes.card} aria-label={title}>
      <div className={classes.cardHead}>
        <strong>{title}</strong>
        <div>
          <ActionIcon variant="subtle" color="gray" disabled={at === 0} aria-label={t('edit.up', { name: title })} onClick={() => move(-1)}>
            <IconUp size={16} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" disabled={at === count - 1} aria-label={t('edit.down', { name: title })} onClick={() => move(1)}>
            <IconDown size={16} aria-hidden />
          </ActionIcon>
          <Remove name={title} onClick={remove} />
        </div>
      </div>
      {children}
    </section>
  )
}
export function Remove({ name, onClick }: { name: string; onClick: () => void }) {
  const t = useText(editorWords)
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={t('edit.remove', { name })} onClick={onClick}>
      <IconX size={16} aria-hidden />
    </ActionIcon>
  )
}
