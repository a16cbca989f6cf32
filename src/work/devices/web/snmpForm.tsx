/** Adds or changes where devices are asked. What is secret is typed in and never shown back. */
import { Button, Checkbox, Modal, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { items } from '#record/items/web/calls.ts'
import { findItems, type useWhere } from '#record/items/web/more.ts'
import { type Choice, Pick } from '#record/items/web/pick.tsx'
import { problemIn } from '#web/kit/api.ts'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Note, Skeletons } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { Target } from '../snmp/contract.ts'
import { snmp } from './calls.ts'
import devices from './devices.module.css'
import classes from './snmp.module.css'
import { AccessFields, accessOf, type DraftedAccess, draftOf } from './snmpAccess.tsx'
import { snmpTexts } from './snmpTexts.ts'

interface Props {
  /** Undefined: a new one. */
  target: Target | undefined
  where: ReturnType<typeof useWhere>
  close: () => void
}
export function TargetForm({ target, where, close }: Props) {
  const t = useText(snmpTexts)
  const words = useWords()
  const locationId = target?.locationId ?? null
  // Only its id is kept with the target.
  const location = useLoad({
    key: ['items', 'location', locationId],
    load: (signal) => items.item({ params: { id: locationId ?? '' } }, { signal }),
    when: locationId !== null,
  })
  const isThere = locationId === null || location.data !== undefined || location.error !== null
  return (
    <Modal
      opened
      onClose={close}
      closeOnClickOutside={false}
      title={target ? t('devices.snmp.changeOne', { name: target.name }) : t('devices.snmp.add')}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      {isThere ? (
        <Filling target={target} where={where} close={close} location={location.data && { id: location.data.id, name: location.data.name }} />
      ) : (
        <Skeletons rows={6} />
      )}
    </Modal>
  )
}

interface Drafted {
  organisationId: string
  name: string
  address: string
  port: number
  everyHours: number
  active: boolean
  location: Choice | undefined
  access: DraftedAccess
  /** Of a target that is there: the secrets are given anew. */
  anew: boolean
}
const drafted = (target: Target | undefined, organisationId: string, location: Choice | undefined): Drafted => ({
  organisationId: target?.organisationId ?? organisationId,
  name: target?.name ?? '',
  address: target?.address ?? '',
  port: target?.port ?? 161,
  everyHours: target?.everyHours ?? 12,
  active: target?.active ?? true,
  location,
  access: draftOf(target?.access),
  anew: false,
})

function save(target: Target | undefined, { organisationId, location, access, anew, ...settings }: Drafted, withAccess: boolean) {
  const body = { ...settings, name: settings.name.trim(), address: settings.address.trim(), locationId: location?.id ?? null }
  if (!target) return snmp.addTarget({ body: { ...body, organisationId, access: accessOf(access) } })
  return snmp.changeTarget({ params: { id: target.id }, body: { ...body, version: target.version, ...(withAccess && { access: accessOf(access) }) } })
}

function Filling({ target, where, close, location }: Props & { location: Choice | undefined }) {
  const t = useText(snmpTexts)
  const words = useWords()
  const reload = useReload()
  const [draft, setDraft] = useState(() => drafted(target, where[0]?.id ?? '', location))
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const set = (part: Partial<Drafted>) => setDraft((before) => ({ ...before, ...part }))
  const moved = target !== undefined && (draft.address.trim() !== target.address || draft.port !== target.port)
  const withAccess = !target || moved || draft.anew
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const { name } = await save(target, draft, withAccess)
      toast(t(target ? 'devices.snmp.changedOne' : 'devices.snmp.added', { name }))
      close()
      await reload(['devices', 'snmp'])
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('devices.snmp.failed'))
      setBusy(false)
    }
  }
  return (
    <form className={devices.stack} onSubmit={(event) => void send(event)}>
      {wrong && (
        <div role="alert">
          <Note tone="red">{wrong}</Note>
        </div>
      )}
      <Where draft={draft} set={set} where={target ? [] : where} />
      {target && !moved && (
        <Checkbox
          label={t('devices.snmp.keepSecret')}
          description={t('devices.snmp.keepSecretWhat')}
          checked={draft.anew}
          onChange={(event) => set({ anew: event.currentTarget.checked })}
        />
      )}
      {moved && <Note tone="amber">{t('devices.snmp.secretNeeded')}</Note>}
      {withAccess && <AccessFields access={draft.access} set={(part) => set({ access: { ...draft.access, ...part } })} />}
      <div className={devices.end}>
        <Button variant="default" onClick={close}>
          {words('kit.back')}
        </Button>
        <Button type="submit" loading={busy}>
          {target ? t('devices.snmp.save') : t('devices.snmp.add')}
        </Button>
      </div>
    </form>
  )
}

function Where({ draft, set, where }: { draft: Drafted; set: (part: Partial<Drafted>) => void; where: Props['where'] }) {
  const t = useText(snmpTexts)
  return (
    <>
      <TextInput
        label={t('devices.snmp.name')}
        description={t('devices.snmp.nameWhat')}
        required
        maxLength={100}
        data-autofocus
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {where.length > 1 && (
        <NativeSelect
          label={t('devices.snmp.organisation')}
          value={draft.organisationId}
          onChange={(event) => set({ organisationId: event.currentTarget.value, location: undefined })}
          data={where.map((one) => ({ value: one.id, label: one.name }))}
        />
      )}
      <TextInput
        label={t('devices.snmp.where')}
        description={t('devices.snmp.whereWhat')}
        required
        maxLength={60}
        value={draft.address}
        onChange={(event) => set({ address: event.currentTarget.value })}
      />
      <div className={classes.two}>
        <Whole label={t('devices.snmp.port')} max={65_535} value={draft.port} put={(port) => set({ port })} />
        <Whole label={t('devices.snmp.every')} max={720} value={draft.everyHours} put={(everyHours) => set({ everyHours })} />
      </div>
      <div>
        <Pick
          key={draft.organisationId}
          name="location"
          label={t('devices.snmp.location.label')}
          find={findItems('location')}
          organisationId={draft.organisationId}
          value={draft.location}
          onChange={(location) => set({ location })}
        />
        <p className="dim small">{t('devices.snmp.location.what')}</p>
      </div>
      <Checkbox label={t('devices.snmp.active')} checked={draft.active} onChange={(event) => set({ active: event.currentTarget.checked })} />
    </>
  )
}

const Whole = ({ label, max, value, put }: { label: string; max: number; value: number; put: (value: number) => void }) => (
  <NumberInput
    label={label}
    required
    hideControls
    min={1}
    max={max}
    allowDecimal={false}
    value={value}
    onChange={(typed) => put(typeof typed === 'number' ? typed : Number.parseInt(typed, 10) || 0)}
  />
)
