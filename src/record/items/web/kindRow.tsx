/** One line of an editor of kinds: its names, moving it up and down, taking it away. */
import { ActionIcon, TextInput } from '@mantine/core'
import IconDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import type { ReactNode } from 'react'
import { useText } from '#web/kit/texts.ts'
import type { Words } from '../kinds/contract.ts'
import classes from './item.module.css'
import { kindTexts } from './kindTexts.ts'
import { useName } from './names.ts'

/** Takes one from its place to another. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list]
  next.splice(to, 0, ...next.splice(from, 1))
  return next
}

interface Props {
  names: Words
  put: (names: Words) => void
  /** Left out: it does not move. */
  move?: { at: number; of: number; to: (place: number) => void }
  take?: (() => void) | undefined
  children?: ReactNode
}
export function NameRow({ names, put, move, take, children }: Props) {
  const t = useText(kindTexts)
  const name = useName()(names) || '…'
  return (
    <div className={classes.nameRow}>
      <TextInput label={t('items.kinds.nl')} value={names.nl} maxLength={80} onChange={(event) => put({ ...names, nl: event.currentTarget.value })} />
      <TextInput label={t('items.kinds.en')} value={names.en} maxLength={80} onChange={(event) => put({ ...names, en: event.currentTarget.value })} />
      {children}
      <span className={classes.tools}>
        {move && (
          <>
            <ActionIcon aria-label={t('items.kinds.up', { name })} disabled={move.at === 0} onClick={() => move.to(move.at - 1)}>
              <IconUp size={14} aria-hidden />
            </ActionIcon>
            <ActionIcon aria-label={t('items.kinds.down', { name })} disabled={move.at === move.of - 1} onClick={() => move.to(move.at + 1)}>
              <IconDown size={14} aria-hidden />
            </ActionIcon>
          </>
        )}
        {take && (
          <ActionIcon aria-label={t('items.kinds.take', { name })} title={t('items.kinds.take', { name })} onClick={take}>
            <IconX size={14} aria-hidden />
          </ActionIcon>
        )}
      </span>
    </div>
  )
}
