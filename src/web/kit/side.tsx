/** A panel at the side of a list: a look at one row without leaving. */
import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'
import { useWords } from './texts.ts'

export function Side({ opened, onClose, title, children }: { opened: boolean; onClose: () => void; title: string; children: ReactNode }) {
  const t = useWords()
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      title={title}
      position="right"
      size={440}
      closeButtonProps={{ 'aria-label': t('kit.close') }}
      transitionProps={{ duration: 120 }}
    >
      {children}
    </Drawer>
  )
}
