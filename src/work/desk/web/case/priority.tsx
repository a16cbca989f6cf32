/** Priority: what Spil proposes and why, what was chosen instead and why. */
import { Button, Group, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { impacts, priorities, urgencies } from '#record/cases/contract.ts'
import { problemIn } from '#web/kit/api.ts'
import { EditInPlace } from '#web/kit/editInPlace.tsx'
import { Facts } from '#web/kit/recordPage.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import type { CasePage } from '../../contract.ts'
import { calls } from '../calls.ts'
import { PriorityMark, Reasons } from '../marksOfCase.tsx'
import { deskWords } from '../texts.ts'
import classes from './case.module.css'
import type { Changing } from './change.tsx'

type Edit = Omit<Parameters<typeof calls.edit>[0]['body'], 'version'>

export function PriorityFacts({ page, changing }: { page: CasePage; changing: Changing }) {
  const t = useText(deskWords)
  const [choosing, setChoosing] = useState(false)
  const one = page.case
  const refused = page.mayWork ? undefined : t('desk.case.readOnly')
  const edit = (change: Edit) => changing.run((version) => calls.edit({ params: { id: one.id }, body: { version, ...change } }))
  const own = one.priorityReason !== null
  return (
    <div onFocusCapture={changing.begin}>
      <Facts
        rows={[
          {
            label: t('cases.impact'),
            value: (
              <EditInPlace
                label={t('cases.impact')}
                kind="choice"
                value={one.impact}
                show={t(`cases.impact.${one.impact}`)}
                options={impacts.map((value) => ({ value, label: t(`cases.impact.${value}`) }))}
                saved={t('desk.case.saved', { what: t('cases.impact') })}
                save={(value) => edit({ impact: value as (typeof impacts)[number] })}
                {...(refused && { refused })}
              />
            ),
          },
          {
            label: t('cases.urgency'),
            value: (
              <EditInPlace
                label={t('cases.urgency')}
                kind="choice"
                value={one.urgency}
                show={t(`cases.urgency.${one.urgency}`)}
                options={urgencies.map((value) => ({ value, label: t(`cases.urgency.${value}`) }))}
                saved={t('desk.case.saved', { what: t('cases.urgency') })}
                save={(value) => edit({ urgency: value as (typeof urgencies)[number] })}
                {...(refused && { refused })}
              />
            ),
          },
          {
            label: t('cases.priority'),
            value: (
              <>
                <PriorityMark priority={one.priority} strong />
                {one.priorityReason !== null && <p className={classes.why}>{t('desk.priority.chosen', { reason: one.priorityReason })}</p>}
              </>
            ),
          },
          {
            label: t('desk.priority.proposed'),
            wide: true,
            value: (
              <>
                {own && <PriorityMark priority={one.proposal.priority} />}
                <div className={classes.why}>
                  <Reasons lines={one.proposal.reasons} />
                </div>
              </>
            ),
          },
        ]}
      />
      {page.mayWork && (
        <Button size="compact-xs" variant="subtle" mt="xs" ml={-8} onClick={() => (own ? void edit({ priority: null }) : setChoosing(true))}>
          {t(own ? 'desk.priority.follow' : 'desk.priority.override')}
        </Button>
      )}
      {choosing && <Choose page={page} onClose={() => setChoosing(false)} save={edit} />}
    </div>
  )
}

function Choose({ page, onClose, save }: { page: CasePage; onClose: () => void; save: (change: Edit) => Promise<unknown> }) {
  const t = useText(deskWords)
  const words = useWords()
  const others = priorities.filter((one) => one !== page.case.proposal.priority)
  const [priority, setPriority] = useState<(typeof priorities)[number]>(others[0] ?? 'normal')
  const [reason, setReason] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const go = async () => {
    if (reason.trim() === '') return setError(t('cases.reasonNeeded'))
    setBusy(true)
    try {
      await save({ priority, priorityReason: reason.trim() })
      onClose()
    } catch (thrown) {
      setError(problemIn(thrown)?.title ?? words('kit.away'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={onClose} title={t('desk.priority.dialog')} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form
        className={classes.dialog}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void go()
        }}
      >
        <p className="dim">
          {t('desk.priority.proposed')}: {page.case.proposal.reason}. {t('desk.priority.dialog.help')}
        </p>
        <NativeSelect
          label={t('cases.priority')}
          value={priority}
          data-autofocus
          onChange={(event) => setPriority(event.currentTarget.value as (typeof priorities)[number])}
          data={others.map((value) => ({ value, label: t(`cases.priority.${value}`) }))}
        />
        <TextInput
          label={t('desk.priority.reason')}
          value={reason}
          error={error}
          maxLength={500}
          onChange={(event) => {
            setReason(event.currentTarget.value)
            setError(undefined)
          }}
        />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {words('kit.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {words('kit.save')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
