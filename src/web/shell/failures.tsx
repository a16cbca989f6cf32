/** Pages that are not there, not allowed, or broke. */
import { Button, Group } from '@mantine/core'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useGo } from '../kit/links.tsx'
import { Failure, Skeletons } from '../kit/marks.tsx'
import { Page, Sheet } from '../kit/page.tsx'
import { useWords } from '../kit/texts.ts'
import classes from './shell.module.css'

function Lost({ title, text }: { title: string; text: string }) {
  const t = useWords()
  const go = useGo()
  return (
    <Page title={title} lead={text} width="form">
      <Group>
        <Button onClick={() => go('/')}>{t('shell.home')}</Button>
      </Group>
    </Page>
  )
}
export function Missing() {
  const t = useWords()
  const go = useGo()
  return (
    <Sheet title={t('shell.notFound')} lead={t('shell.notFound.text')}>
      <Button onClick={() => go('/')}>{t('shell.home')}</Button>
    </Sheet>
  )
}
export function NotAllowed() {
  const t = useWords()
  return <Lost title={t('shell.notAllowed')} text={t('shell.notAllowed.text')} />
}

/** A page whose file is gone belongs to an older version of Spil: load again, once. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const t = useWords()
  const gone = /dynamically imported module|Importing a module script failed|preload/i.test(String(error))
  useEffect(() => {
    if (!gone || sessionStorage.getItem('spil.reloaded') === location.href) return
    sessionStorage.setItem('spil.reloaded', location.href)
    location.reload()
  }, [gone])
  return <div className={classes.pending}>{gone ? <p role="status">{t('shell.newVersion')}</p> : <Failure error={error} retry={reset} />}</div>
}

/** A page that is on its way for longer than a blink. */
export const Pending = () => (
  <div className={classes.pending}>
    <Skeletons kind="page" />
  </div>
)
