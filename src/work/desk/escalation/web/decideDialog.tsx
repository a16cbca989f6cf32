/** What a lead decides, with what each decision needs. */
import { Button, Checkbox, Group, Modal, NativeSelect, Radio, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { priorities } from '#record/cases/contract.ts'
import { problemIn } from '#web/kit/api.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { useEngineers } from '../../web/calls.ts'
import { deskWords } from '../../web/texts.ts'
import { type Decision, decisions, type Escalation } from '../contract.ts'
import { escalationCalls } from './calls.ts'
import classes from './escalation.module.css'
import { escalationWords } from './texts.ts'

interface Props {
  one: Escalation
  organisationId: string | undefined
  close: () => void
  done: () => void
}
export function DecideDialog({ one, organisationId, close, done }: Props) {
  const t = useText(escalationWords)
  const desk = useText(deskWords)
  const words = useWords()
  const engineers = useEngineers(organisationId)
  const [decision, setDecision] = useState<Decision>('morePeople')
  const [text, setText] = useState('')
  const [priority, setPriority] = useState<(typeof priorities)[number]>('critical')
  const [people, setPeople] = useState<readonly string[]>([])
  const [wrong, setWrong] = useState<{ text?: string; all?: string }>({})
  const [busy, setBusy] = useState(false)
  const send = async (event?: FormEvent) => {
    event?.preventDefault()
    setWrong(text.trim() === '' ? { text: t('esc.needed') } : {})
    if (text.trim() === '' || busy) return
    setBusy(true)
    try {
      const more = { ...(decision === 'otherPriority' && { priority }), ...(decision === 'morePeople' && { people: [...people] }) }
      await escalationCalls.decideEscalation({ params: { id: one.id }, body: { decision, text, ...more } })
      close()
      done()
    } catch (error) {
      setWrong({ all: problemIn(error)?.title ?? words('kit.away') })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={close} title={t('esc.decide.title')} size="lg" closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form noValidate className={classes.dialog} onSubmit={(event) => void send(event)}>
        <p className={classes.text}>{one.text}</p>
        {wrong.all && (
          <div role="alert">
            <Note tone="red">{wrong.all}</Note>
          </div>
        )}
        <Radio.Group label={t('esc.decide.what')} value={decision} onChange={(value) => setDecision(value as Decision)}>
          <div className={classes.stack}>
            {decisions.map((each, at) => (
              <Radio key={each} value={each} label={t(`esc.decision.${each}`)} {...(at === 0 && { 'data-autofocus': true })} />
            ))}
          </div>
        </Radio.Group>
        {decision === 'otherPriority' && (
          <NativeSelect
            label={t('esc.decide.priority')}
            value={priority}
            data={priorities.map((each) => ({ value: each, label: desk(`cases.priority.${each}`) }))}
            onChange={(event) => setPriority(event.currentTarget.value as typeof priority)}
          />
        )}
        {decision === 'morePeople' && (
          <Checkbox.Group label={t('esc.decide.people')} value={[...people]} onChange={setPeople}>
            <div className={classes.checks}>
              {engineers?.map(({ id, name }) => (
                <Checkbox key={id} value={id} label={name} />
              ))}
            </div>
          </Checkbox.Group>
        )}
        <Textarea
          label={t(`esc.decide.text.${decision}`)}
          autosize
          minRows={3}
          maxRows={12}
          value={text}
          error={wrong.text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {t('esc.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {t('esc.decide')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
