/** A short word about what was done, at the bottom, with undo where it can be. */
import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { localeOf } from '#platform/i18n.ts'
import { problemIn } from './api.ts'
import { textOf } from './texts.ts'
import { words } from './words.ts'

export interface Undo {
  label: string
  run: () => void
}
/** Not a component, so the language comes from the page. */
const closeButton = () => ({ 'aria-label': textOf(words, localeOf(document.documentElement.lang, undefined))('kit.close') })

const withUndo = (message: string, undo: Undo, hide: () => void) => (
  <Group justify="space-between" gap="lg" wrap="nowrap">
    {message}
    <Button
      size="compact-sm"
      variant="light"
      flex="none"
      onClick={() => {
        hide()
        undo.run()
      }}
    >
      {undo.label}
    </Button>
  </Group>
)

export function toast(message: string, undo?: Undo): void {
  const id = notifications.show({
    message: undo ? withUndo(message, undo, () => notifications.hide(id)) : message,
    autoClose: undo ? 8000 : 4000,
    closeButtonProps: closeButton(),
  })
}

/** A refusal that belongs to no field: said until it is closed. */
export function toastProblem(error: unknown, otherwise: string): void {
  notifications.show({
    message: problemIn(error)?.title ?? otherwise,
    color: 'red',
    autoClose: false,
    role: 'alert',
    closeButtonProps: closeButton(),
  })
}
