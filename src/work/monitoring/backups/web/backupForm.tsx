/** Adds or changes a back-up. Its password is typed in and never shown back; its token is shown once. */
import { Button, Checkbox, Modal, NativeSelect, NumberInput, PasswordInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { findItems, type useWhere } from '#record/items/web/more.ts'
import { type Choice, Pick as PickOne } from '#record/items/web/pick.tsx'
import { useAttempt } from '#web/kit/keptForm.tsx'
import { useGo } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { type Backup, backupKinds } from '../contract.ts'
import { backups } from './backupCalls.ts'
import classes from './backups.module.css'
import { backupTexts } from './backupTexts.ts'
import { Token } from './backupToken.tsx'

type Settings = Pick<
  Backup,
  | ('name' | 'kind' | 'place' | 'mostAgeHours' | 'anomalyPercent' | 'everyMinutes' | 'readDays' | 'testDays' | 'testMegabytes')
  | ('successWords' | 'failureWords' | 'mailFrom' | 'mailSubject' | 'active')
>
interface Draft extends Settings {
  organisationId: string
  item: Choice | undefined
  password: string
}
const blank: Settings = {
  ...{ name: '', kind: 'restic', place: '', mostAgeHours: 26, anomalyPercent: 50, everyMinutes: 60, readDays: 7, testDays: 7, testMegabytes: 10_000 },
  ...{ successWords: 'success, successful, ok, geslaagd', failureWords: 'fail, failed, error, warning, mislukt, fout' },
  ...{ mailFrom: '', mailSubject: '', active: true },
}
const draftOf = (backup: Backup | undefined, organisationId: string): Draft => {
  const of: Settings = backup ?? blank
  const { name, kind, place, mostAgeHours, anomalyPercent, everyMinutes, readDays, testDays, testMegabytes } = of
  const { successWords, failureWords, mailFrom, mailSubject, active } = of
  return {
    ...{ name, kind, place, mostAgeHours, anomalyPercent, everyMinutes, readDays, testDays, testMegabytes },
    ...{ successWords, failureWords, mailFrom, mailSubject, active },
    ...{ organisationId: backup?.organisationId ?? organisationId, item: undefined, password: '' },
  }
}
/** The token of a new one; undefined when one was changed. */
async function save(backup: Backup | undefined, { organisationId, item, kind, password, ...settings }: Draft): Promise<[Backup, string | undefined]> {
  const body = { ...settings, name: settings.name.trim(), place: settings.place.trim(), ...(password !== '' && { password }) }
  if (backup) return [await backups.changeBackup({ params: { id: backup.id }, body: { ...body, version: backup.version } }), undefined]
  const made = await backups.addBackup({ body: { ...body, organisationId, kind, itemId: item?.id ?? '' } })
  return [made.backup, made.token]
}

interface Props {
  backup: Backup | undefined
  where: ReturnType<typeof useWhere>
  close: () => void
}
export function BackupForm({ backup, where, close }: Props) {
  const t = useText(backupTexts)
  const words = useWords()
  const reload = useReload()
  const go = useGo()
  const [draft, setDraft] = useState(() => draftOf(backup, where[0]?.id ?? ''))
  const [made, setMade] = useState<{ id: string; token: string }>()
  const { wrong, busy, attempt } = useAttempt()
  const send = (event: FormEvent) => {
    event.preventDefault()
    void attempt(async () => {
      const [kept, token] = await save(backup, draft)
      await reload(['monitoring', 'backups'])
      if (token) return setMade({ id: kept.id, token })
      toast(t('monitoring.backups.saved'))
      close()
    })
  }
  const title = backup ? backup.name : t('monitoring.backups.add')
  const leave = () => (made ? go(`/monitoring/backups/${made.id}`) : close())
  return (
    <Modal opened onClose={leave} closeOnClickOutside={false} title={title} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      {made ? (
        <Token token={made.token} close={leave} />
      ) : (
        <form className={classes.form} onSubmit={send}>
          {wrong && (
            <div role="alert">
              <Note tone="red">{wrong}</Note>
            </div>
          )}
          <Fields draft={draft} set={(part) => setDraft((before) => ({ ...before, ...part }))} where={where} backup={backup} />
          <div className={classes.end}>
            <Button variant="default" onClick={close}>
              {words('kit.back')}
            </Button>
            <Button type="submit" loading={busy} disabled={!backup && !draft.item}>
              {t(backup ? 'monitoring.backups.save' : 'monitoring.backups.add')}
            </Button>
          </div>
        </form>
      )}
    </Modal>
  )
}

interface FieldProps {
  draft: Draft
  set: (part: Partial<Draft>) => void
}
function Fields({ draft, set, where, backup }: FieldProps & Pick<Props, 'where' | 'backup'>) {
  const t = useText(backupTexts)
  return (
    <>
      <TextInput
        label={t('monitoring.backups.name')}
        required
        maxLength={100}
        data-autofocus
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {!backup && where.length > 1 && (
        <NativeSelect
          label={t('monitoring.backups.organisation')}
          value={draft.organisationId}
          onChange={(event) => set({ organisationId: event.currentTarget.value, item: undefined })}
          data={where.map((one) => ({ value: one.id, label: one.name }))}
        />
      )}
      {!backup && (
        <>
          <PickOne
            key={draft.organisationId}
            name="backup"
            label={t('monitoring.backups.item')}
            required
            find={findItems()}
            organisationId={draft.organisationId}
            value={draft.item}
            onChange={(item) => set({ item })}
          />
          <NativeSelect
            label={t('monitoring.backups.kind')}
            value={draft.kind}
            onChange={(event) => set({ kind: backupKinds.find((one) => one === event.currentTarget.value) ?? 'restic' })}
            data={backupKinds.map((value) => ({ value, label: t(`monitoring.backups.kind.name.${value}`) }))}
          />
        </>
      )}
      {draft.kind === 'vendor' ? <Words draft={draft} set={set} /> : <Place draft={draft} set={set} hasPassword={backup?.hasPassword ?? false} />}
      <Numbers draft={draft} set={set} />
      <Checkbox label={t('monitoring.backups.active')} checked={draft.active} onChange={(event) => set({ active: event.currentTarget.checked })} />
    </>
  )
}

function Place({ draft, set, hasPassword }: FieldProps & { hasPassword: boolean }) {
  const t = useText(backupTexts)
  return (
    <>
      <TextInput
        label={t('monitoring.backups.place')}
        description={t('monitoring.backups.placeWhat')}
        required
        maxLength={500}
        value={draft.place}
        onChange={(event) => set({ place: event.currentTarget.value })}
      />
      {(draft.kind === 'restic' || draft.kind === 'borg') && (
        <PasswordInput
          label={t('monitoring.backups.password')}
          {...(hasPassword && { description: t('monitoring.backups.passwordKept') })}
          autoComplete="off"
          maxLength={1000}
          value={draft.password}
          onChange={(event) => set({ password: event.currentTarget.value })}
        />
      )}
    </>
  )
}
function Words({ draft, set }: FieldProps) {
  const t = useText(backupTexts)
  return (
    <div className={classes.two}>
      <TextInput
        label={t('monitoring.backups.mailFrom')}
        description={t('monitoring.backups.mailFromWhat')}
        maxLength={200}
        value={draft.mailFrom}
        onChange={(event) => set({ mailFrom: event.currentTarget.value })}
      />
      <TextInput
        label={t('monitoring.backups.mailSubject')}
        description={t('monitoring.backups.mailSubjectWhat')}
        maxLength={200}
        value={draft.mailSubject}
        onChange={(event) => set({ mailSubject: event.currentTarget.value })}
      />
      <TextInput
        label={t('monitoring.backups.successWords')}
        description={t('monitoring.backups.successWhat')}
        maxLength={200}
        value={draft.successWords}
        onChange={(event) => set({ successWords: event.currentTarget.value })}
      />
      <TextInput
        label={t('monitoring.backups.failureWords')}
        description={t('monitoring.backups.failureWhat')}
        maxLength={200}
        value={draft.failureWords}
        onChange={(event) => set({ failureWords: event.currentTarget.value })}
      />
    </div>
  )
}

function Numbers({ draft, set }: FieldProps) {
  const t = useText(backupTexts)
  const tools = draft.kind !== 'vendor'
  return (
    <div className={classes.two}>
      <Whole label={t('monitoring.backups.mostAge')} min={1} max={8784} value={draft.mostAgeHours} put={(mostAgeHours) => set({ mostAgeHours })} />
      <Whole
        label={t('monitoring.backups.anomaly')}
        min={1}
        max={100}
        value={draft.anomalyPercent}
        put={(anomalyPercent) => set({ anomalyPercent })}
      />
      {tools && (
        <>
          <Whole label={t('monitoring.backups.every')} min={5} max={1440} value={draft.everyMinutes} put={(everyMinutes) => set({ everyMinutes })} />
          <Whole label={t('monitoring.backups.readDays')} min={1} max={90} value={draft.readDays} put={(readDays) => set({ readDays })} />
          <Whole
            label={t('monitoring.backups.testDays')}
            what={t('monitoring.backups.testDaysWhat')}
            min={0}
            max={365}
            value={draft.testDays}
            put={(testDays) => set({ testDays })}
          />
          <Whole
            label={t('monitoring.backups.testMegabytes')}
            min={1}
            max={1_000_000}
            value={draft.testMegabytes}
            put={(testMegabytes) => set({ testMegabytes })}
          />
        </>
      )}
    </div>
  )
}
interface Number_ {
  label: string
  what?: string
  min: number
  max: number
  value: number
  put: (value: number) => void
}
const Whole = ({ label, what, min, max, value, put }: Number_) => (
  <NumberInput
    label={label}
    {...(what && { description: what })}
    required
    hideControls
    min={min}
    max={max}
    allowDecimal={false}
    value={value}
    onChange={(typed) => put(typeof typed === 'number' ? typed : Number.parseInt(typed, 10) || min)}
  />
)
