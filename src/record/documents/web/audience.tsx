/** For whom a document is: in words, and to change. */
import { ActionIcon, Button, Checkbox, Group, Modal, Radio } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useState } from 'react'
import { roles } from '#record/people/contract.ts'
import { useTeams } from '#record/people/web/directory.ts'
import { PersonPicker } from '#record/people/web/personPicker.tsx'
import { Facts } from '#web/kit/recordPage.tsx'
import { type Text, useText, useWords } from '#web/kit/texts.ts'
import type { AudienceShown } from '../contract.ts'
import { documentCalls } from './calls.ts'
import type { Doing } from './documentPage.tsx'
import classes from './documents.module.css'
import { documentWords } from './texts.ts'

type Words = Text<keyof typeof documentWords>
type May = 'read' | 'write'
const nobodyShown: AudienceShown = { everybody: false, teams: [], roles: [], people: [] }

function inWords(t: Words, may: May, { everybody, teams, roles: held, people }: AudienceShown): string {
  if (everybody) return t(may === 'read' ? 'doc.audience.everybody' : 'doc.audience.everybody.write')
  const all = [...teams.map(({ name }) => name), ...held.map((role) => t(`doc.role.${role}`)), ...people.map(({ name }) => name)]
  return all.length > 0 ? all.join(', ') : t(may === 'read' ? 'doc.audience.nobody' : 'doc.audience.ownerOnly')
}

export function AudienceFacts(doing: Doing) {
  const t = useText(documentWords)
  const [open, setOpen] = useState(false)
  const { read, write } = doing.doc
  return (
    <>
      <Facts
        rows={[
          { label: t('doc.audience.reads'), value: inWords(t, 'read', read ?? nobodyShown) },
          { label: t('doc.audience.writes'), value: inWords(t, 'write', write ?? nobodyShown) },
        ]}
      />
      <Button size="xs" variant="default" mt="xs" onClick={() => setOpen(true)}>
        {t('doc.audience.change')}
      </Button>
      {open && <AudienceDialog {...doing} close={() => setOpen(false)} />}
    </>
  )
}

const sent = ({ everybody, teams, roles: held, people }: AudienceShown) => ({
  everybody,
  teamIds: everybody ? [] : teams.map(({ id }) => id),
  roles: everybody ? [] : held,
  personIds: everybody ? [] : people.map(({ id }) => id),
})

function AudienceDialog({ doc, act, close }: Doing & { close: () => void }) {
  const t = useText(documentWords)
  const words = useWords()
  const [read, setRead] = useState(doc.read ?? nobodyShown)
  const [write, setWrite] = useState(doc.write ?? nobodyShown)
  const save = async () => {
    const body = { version: doc.version, read: sent(read), write: sent(write) }
    if (await act(documentCalls.change({ params: { id: doc.id }, body }))) close()
  }
  return (
    <Modal opened onClose={close} size="lg" title={t('doc.audience.change')} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <Choose may="read" organisationId={doc.organisationId} value={read} change={setRead} />
      <Choose may="write" organisationId={doc.organisationId} value={write} change={setWrite} />
      <p className="dim small">{t('doc.audience.also')}</p>
      <Group justify="flex-end" gap="sm" mt="xl">
        <Button variant="default" onClick={close}>
          {t('doc.cancel')}
        </Button>
        <Button onClick={() => void save()}>{t('doc.audience.save')}</Button>
      </Group>
    </Modal>
  )
}

interface ChooseProps {
  may: May
  organisationId: string
  value: AudienceShown
  change: (value: AudienceShown) => void
}
function Choose({ may, organisationId, value, change }: ChooseProps) {
  const t = useText(documentWords)
  const everybody = t(may === 'read' ? 'doc.audience.everybody' : 'doc.audience.everybody.write')
  return (
    <fieldset className={classes.fieldset}>
      <legend>{t(`doc.audience.${may}`)}</legend>
      <Radio.Group value={value.everybody ? 'everybody' : 'some'} onChange={(chosen) => change({ ...value, everybody: chosen === 'everybody' })}>
        <Group gap="lg">
          <Radio value="everybody" label={everybody} />
          <Radio value="some" label={t('doc.audience.some')} />
        </Group>
      </Radio.Group>
      {!value.everybody && <Some may={may} organisationId={organisationId} value={value} change={change} />}
    </fieldset>
  )
}

/** Without roles that cannot do it: a reporter does not write. */
const offered = (may: May) => roles.filter((role) => may === 'read' || !['reporter', 'client', 'auditor'].includes(role))

function Some({ may, organisationId, value, change }: ChooseProps) {
  const t = useText(documentWords)
  const teams = (useTeams() ?? []).filter((team) => team.organisationId === organisationId && team.active)
  return (
    <>
      {teams.length > 0 && (
        <Checkbox.Group
          label={t('doc.audience.teams')}
          value={value.teams.map(({ id }) => id)}
          onChange={(ids) => change({ ...value, teams: teams.filter(({ id }) => ids.includes(id)).map(({ id, name }) => ({ id, name })) })}
        >
          <div className={classes.chips}>
            {teams.map(({ id, name }) => (
              <Checkbox key={id} value={id} label={name} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      <Checkbox.Group
        label={t('doc.audience.roles')}
        value={[...value.roles]}
        onChange={(held) => change({ ...value, roles: roles.filter((role) => held.includes(role)) })}
      >
        <div className={classes.chips}>
          {offered(may).map((role) => (
            <Checkbox key={role} value={role} label={t(`doc.role.${role}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <People organisationId={organisationId} value={value} change={change} may={may} />
    </>
  )
}

function People({ organisationId, value, change }: ChooseProps) {
  const t = useText(documentWords)
  return (
    <div>
      <PersonPicker
        label={t('doc.audience.person')}
        organisationId={organisationId}
        without={value.people.map(({ id }) => id)}
        pick={async ({ id, name }) => change({ ...value, people: [...value.people, { id, name }] })}
      />
      <ul className={`${classes.lines} ${classes.chips}`} aria-label={t('doc.audience.people')}>
        {value.people.map(({ id, name }) => (
          <li key={id}>
            {name}{' '}
            <ActionIcon
              size="sm"
              aria-label={t('doc.audience.remove', { name })}
              onClick={() => change({ ...value, people: value.people.filter((one) => one.id !== id) })}
            >
              <IconX size={14} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </div>
  )
}
