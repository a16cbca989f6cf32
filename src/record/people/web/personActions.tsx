/** What can be done with somebody's account: invite again, close, open, erase. */
import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { Confirm } from '#web/kit/confirm.tsx'
import { Form } from '#web/kit/form.tsx'
import { useReload } from '#web/kit/load.ts'
import { Note, Refused } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Person } from '../contract.ts'
import { directory as contract } from '../directory/contract.ts'
import classes from './account.module.css'
import { directory } from './directory.ts'
import { useMine } from './mine.ts'
import { atField } from './refusal.ts'
import { webTexts } from './texts.ts'

export function PersonActions({ person, refused }: { person: Person; refused: string | undefined }) {
  const t = useText(webTexts)
  const me = useMine()
  const reload = useReload()
  const [asks, setAsks] = useState<'close' | 'erase'>()
  const params = { id: person.id }
  const self = me?.id === person.id ? t('people.person.notYourself') : undefined
  const done = async (message: string) => {
    toast(message)
    await Promise.all([reload(['people/person', person.id]), reload(['people/persons'])])
  }
  const run = async (call: Promise<unknown>, message: string) => {
    try {
      await call
      await done(message)
    } catch (error) {
      toastProblem(error, t('people.failed'))
    }
  }
  const inviteRefused = refused ?? (person.active ? (person.email ? undefined : t('people.person.inviteNoEmail')) : t('people.person.inviteClosed'))
  return (
    <>
      <Refused why={inviteRefused}>
        <Button variant="default" onClick={() => void run(directory.invitePerson({ params }), t('people.new.invited', { name: person.name }))}>
          {t('people.person.invite')}
        </Button>
      </Refused>
      {person.active ? (
        <Refused why={refused ?? self}>
          <Button variant="default" onClick={() => setAsks('close')}>
            {t('people.person.close')}
          </Button>
        </Refused>
      ) : (
        <Refused why={refused}>
          <Button onClick={() => void run(directory.activatePerson({ params }), t('people.person.opened', { name: person.name }))}>
            {t('people.person.open')}
          </Button>
        </Refused>
      )}
      <Refused why={refused ?? self}>
        <Button variant="default" onClick={() => setAsks('erase')}>
          {t('people.person.erase')}
        </Button>
      </Refused>
      <Confirm
        opened={asks === 'close'}
        onClose={() => setAsks(undefined)}
        title={t('people.person.closeTitle', { name: person.name })}
        consequences={t('people.person.closeConsequences', { name: person.name })}
        verb={t('people.person.close')}
        onConfirm={() => run(directory.deactivatePerson({ params }), t('people.person.closedDone', { name: person.name }))}
      />
      {asks === 'erase' && <Erase person={person} onClose={() => setAsks(undefined)} done={done} />}
    </>
  )
}

/** For good, so the name is typed again. */
function Erase({ person, onClose, done }: { person: Person; onClose: () => void; done: (message: string) => Promise<void> }) {
  const t = useText(webTexts)
  const words = useWords()
  return (
    <Modal opened onClose={onClose} title={t('people.erase.title', { name: person.name })} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <div className={classes.above}>
        <Note tone="red">{t('people.erase.what')}</Note>
      </div>
      <Form
        schema={contract.erasePerson.body}
        texts={webTexts}
        prefix="people.erase"
        fields={[{ name: 'name', label: t('people.erase.name', { name: person.name }), autoFocus: true }]}
        verb={t('people.erase.verb')}
        extra={
          <Button variant="subtle" onClick={onClose}>
            {t('people.cancel')}
          </Button>
        }
        submit={async (body) => {
          await atField({ 'people.nameDiffers': 'name' }, directory.erasePerson({ params: { id: person.id }, body }))
          onClose()
          await done(t('people.erase.done'))
        }}
      />
    </Modal>
  )
}
