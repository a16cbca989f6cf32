/** Making something that can be asked for, with what a reporter will see beside it. */
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { listOf, useGo, usePath, useUrlState } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { type Answers, type Definition, type Item, itemKinds } from '../contract.ts'
import { catalogueCalls } from './calls.ts'
import classes from './catalogue.module.css'
import { EditApproval } from './editApproval.tsx'
import { EditFields } from './editFields.tsx'
import { EditAudience, EditHandling, EditOffered, EditRights } from './editHandling.tsx'
import { blank, freeKey } from './editor.ts'
import { Both } from './editorParts.tsx'
import { editorWords } from './editorTexts.ts'
import { FormFields, useWord } from './formFields.tsx'

export default function EditorPage() {
  const t = useText(editorWords)
  const id = usePath().id ?? ''
  const [search] = useUrlState()
  const organisationId = listOf(search.organisation)[0] ?? ''
  const fresh = id === 'new'
  const { data, error, refetch } = useLoad({
    key: ['desk/catalogue/item', id],
    load: (signal) => catalogueCalls.item({ params: { id } }, { signal }),
    when: !fresh,
  })
  const word = useWord()
  const title = fresh ? t('edit.new') : data ? word(data.definition.name) : t('edit.section')
  return (
    <Page
      title={title}
      under={[{ label: t('edit.section'), to: '/desk/settings?section=catalogue' }]}
      {...(data && { lead: t('edit.version', { version: data.version }) })}
    >
      {fresh ? (
        <Editor organisationId={organisationId} />
      ) : data ? (
        <Editor key={data.version} item={data} organisationId={data.organisationId} />
      ) : error ? (
        <Failure error={error} retry={() => void refetch()} />
      ) : (
        <Skeletons kind="page" />
      )}
    </Page>
  )
}

function useSaving(item: Item | undefined, organisationId: string) {
  const t = useText(editorWords)
  const words = useWords()
  const go = useGo()
  const reload = useReload()
  const [wrong, setWrong] = useState<readonly string[]>([])
  const [outdated, setOutdated] = useState(false)
  const [busy, setBusy] = useState(false)
  const save = async (definition: Definition, active: boolean, offeredTo: string[]) => {
    setBusy(true)
    setWrong([])
    try {
      if (item) await catalogueCalls.changeItem({ params: { id: item.id }, body: { version: item.version, definition, active, offeredTo } })
      else {
        const made = await catalogueCalls.addItem({ body: { organisationId, definition, active, offeredTo } })
        go(`/desk/catalogue/${made.id}`, { replace: true })
      }
      toast(t('edit.saved'))
      await reload(['desk/catalogue'])
    } catch (thrown) {
      const problem = problemIn(thrown)
      if (problem?.type === 'desk.catalogue.changed') setOutdated(true)
      else setWrong(problem?.errors?.map(({ pointer, detail }) => whereOf(t, pointer, detail)) ?? [problem?.title ?? words('kit.away')])
    } finally {
      setBusy(false)
    }
  }
  return { save, wrong, busy, outdated, reload: () => reload(['desk/catalogue/item', item?.id ?? '']) }
}
/** `/body/definition/fields/0/label`: which question, and what about it. */
function whereOf(t: (key: 'edit.field', values: { at: number }) => string, pointer: string, detail: string): string {
  const at = /\/fields\/(\d+)/.exec(pointer)?.[1]
  return at === undefined ? detail : `${t('edit.field', { at: Number(at) + 1 })}: ${detail}`
}

function Editor({ item, organisationId }: { item?: Item; organisationId: string }) {
  const t = useText(editorWords)
  const may = useMay('desk.configure')
  const [definition, setDefinition] = useState<Definition>(() => item?.definition ?? { ...blank(), name: { nl: '', en: '' } })
  const [offeredTo, setOfferedTo] = useState(item?.offeredTo ?? [])
  const [active, setActive] = useState(item?.active ?? true)
  const { save, wrong, busy, outdated, reload } = useSaving(item, organisationId)
  const change = (part: Partial<Definition>) => setDefinition((now) => ({ ...now, ...part }))
  const props = { definition, change, organisationId }
  const kind = (value: Definition['kind']) =>
    change({
      kind: value,
      access:
        value === 'accessRequest' ? { rights: [{ key: freeKey('recht', []), label: { nl: '', en: '' } }], endNeeded: false, mostDays: null } : null,
    })
  return (
    <div className={classes.editor}>
      <form
        className={classes.parts}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save(definition, active, offeredTo)
        }}
      >
        {!may && <Note tone="grey">{t('edit.readOnly')}</Note>}
        {outdated && (
          <Note tone="amber">
            {t('edit.changed')}{' '}
            <Button size="compact-xs" variant="default" onClick={() => void reload()}>
              {t('edit.reload')}
            </Button>
          </Note>
        )}
        {wrong.length > 0 && (
          <div role="alert">
            <Note tone="red">{wrong.join('. ')}</Note>
          </div>
        )}
        <Section title={t('edit.basics')}>
          <div className={classes.parts}>
            <Both label={t('edit.name')} value={definition.name} onChange={(name) => change({ name })} />
            <Both label={t('edit.description')} value={definition.description} onChange={(description) => change({ description })} long />
            <TextInput
              label={t('edit.also')}
              value={definition.also}
              maxLength={500}
              onChange={(event) => change({ also: event.currentTarget.value })}
            />
            <NativeSelect
              label={t('edit.kind')}
              value={definition.kind}
              onChange={(event) => kind(event.currentTarget.value as Definition['kind'])}
              data={itemKinds.map((value) => ({ value, label: t(`catalogue.kind.${value}`) }))}
            />
            <Checkbox label={t('edit.active')} checked={active} onChange={(event) => setActive(event.currentTarget.checked)} />
          </div>
        </Section>
        {definition.access && (
          <Section title={t('edit.access')}>
            <EditRights {...props} />
          </Section>
        )}
        <Section title={t('edit.fields')}>
          <EditFields {...props} />
        </Section>
        <Section title={t('edit.handling')}>
          <EditHandling {...props} />
        </Section>
        <Section title={t('edit.approval')}>
          <EditApproval {...props} />
        </Section>
        <Section title={t('edit.audience')}>
          <div className={classes.parts}>
            <EditAudience {...props} />
            <EditOffered organisationId={organisationId} value={offeredTo} onChange={setOfferedTo} />
          </div>
        </Section>
        <div className={classes.actions}>
          <Button type="submit" loading={busy} disabled={!may}>
            {t('edit.save')}
          </Button>
        </div>
      </form>
      <Preview definition={definition} itemId={item?.id ?? ''} />
    </div>
  )
}

function Preview({ definition, itemId }: { definition: Definition; itemId: string }) {
  const t = useText(editorWords)
  const word = useWord()
  const [answers, setAnswers] = useState<Answers>({})
  return (
    <aside className={classes.preview} aria-label={t('edit.preview')}>
      <p className="dim small">{t('edit.preview')}</p>
      <div>
        <strong>{word(definition.name)}</strong>
        <p className="dim">
          {word(definition.name) === '' && definition.fields.length === 0 ? t('edit.preview.empty') : word(definition.description)}
        </p>
      </div>
      <FormFields
        itemId={itemId}
        fields={definition.fields}
        answers={answers}
        names={{}}
        wrong={{}}
        idOf={(key) => `preview-${key}`}
        change={(key, answer) => {
          const { [key]: _, ...others } = answers
          setAnswers(answer === undefined ? others : { ...others, [key]: answer })
        }}
      />
    </aside>
  )
}
