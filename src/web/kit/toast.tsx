/** A short word about what was done, at the bottom, with undo where it can be. */
import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { problemIn } from './api.ts'

export interface Undo {
  label: string
  run: () => unknown
}
const withUndo = (message: string, undo: Undo, hide: () => void) => (
  <Group justify="space-between" gap="lg" wrap="nowrap">
    {message}
    <Button
      size="compact-sm"
      variant="light"
      onClick={() => {
        hide()
        void undo.run()
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
    withBorder: false,
  })
}

/** A refusal that belongs to no field: said until it is closed. */
export function toastProblem(error: unknown, otherwise: string): void {
  notifications.show({ message: problemIn(error)?.title ?? otherwise, color: 'red', autoClose: false, role: 'alert' })
}
