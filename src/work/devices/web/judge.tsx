/** Says whether a product is wanted: from which version and where it must be, or why it must not be anywhere. */
import { Button, Checkbox, MultiSelect, Radio, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useKinds } from '#record/items/web/more.ts'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useLooks, useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { Product } from '../products/contract.ts'
import { products } from './calls.ts'
import classes from './devices.module.css'
import { productTexts } from './productTexts.ts'

type Draft = Pick<Product, 'judged' | 'why' | 'required' | 'kinds'> & { minimum: string; tags: string }
interface PartProps {
  draft: Draft
  set: (part: Partial<Draft>) => void
}
const tagsIn = (typed: string): string[] => [
  ...new Set(
    typed
      .toLowerCase()
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
  ),
]

export default function Judge({ of, close }: { of: Product; close: () => void }) {
  const t = useText(productTexts)
  const words = useWords()
  const reload = useReload()
  const [draft, setDraft] = useState<Draft>(() => ({ ...of, judged: of.judged, minimum: of.minimum ?? '', tags: of.tags.join(', ') }))
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const { judged, why, required, kinds } = draft
      const said = { judged, why: why.trim(), minimum: draft.minimum.trim() || null, required, kinds, tags: tagsIn(draft.tags) }
      await products.judge({ params: { product: of.product }, body: { organisationId: of.organisationId, version: of.version, ...said } })
      toast(t('devices.product.saved', { product: of.product }))
      close()
      await reload(['devices'])
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('devices.product.failed'))
      setBusy(false)
    }
  }
  return (
    <form className={classes.stack} onSubmit={(event) => void send(event)}>
      {wrong && (
        <div role="alert">
          <Note tone="red">{wrong}</Note>
        </div>
      )}
      <Radio.Group label={t('devices.products.judged')} value={draft.judged ?? 'none'} onChange={(chosen) => set({ judged: judgedIn(chosen) })}>
        <div className={classes.choices}>
          <Radio value="wanted" label={t('devices.product.judgeWanted')} />
          <Radio value="unwanted" label={t('devices.product.judgeUnwanted')} />
          <Radio value="none" label={t('devices.product.judgeNone')} />
        </div>
      </Radio.Group>
      {draft.judged !== null && (
        <Textarea
          label={t('devices.product.why')}
          {...(draft.judged === 'unwanted' && { description: t('devices.product.whyUnwanted'), required: true })}
          autosize
          minRows={2}
          maxLength={500}
          value={draft.why}
          onChange={(event) => set({ why: event.currentTarget.value })}
        />
      )}
      {draft.judged !== 'unwanted' && <Minimum draft={draft} set={set} newest={of.newest} />}
      {draft.judged === 'wanted' && <Must draft={draft} set={set} organisationId={of.organisationId} />}
      <p className="dim small">{t('devices.product.follows')}</p>
      <div className={classes.end}>
        <Button variant="default" onClick={close}>
          {words('kit.back')}
        </Button>
        <Button type="submit" loading={busy} disabled={draft.judged === 'unwanted' && draft.why.trim() === ''}>
          {t('devices.product.save')}
        </Button>
      </div>
    </form>
  )
}
const judgedIn = (chosen: string): Product['judged'] => (chosen === 'wanted' || chosen === 'unwanted' ? chosen : null)

function Minimum({ draft, set, newest }: PartProps & { newest: string }) {
  const t = useText(productTexts)
  return (
    <TextInput
      label={t('devices.product.minimum')}
      description={newest ? t('devices.product.minimumWhat', { version: newest }) : t('devices.product.minimumNone')}
      maxLength={100}
      value={draft.minimum}
      onChange={(event) => set({ minimum: event.currentTarget.value })}
    />
  )
}

function Must({ draft, set, organisationId }: PartProps & { organisationId: string }) {
  const t = useText(productTexts)
  const { locale } = useLooks()
  const kinds = useKinds(organisationId) ?? []
  return (
    <>
      <Checkbox
        label={t('devices.product.must')}
        description={t('devices.product.mustWhat')}
        checked={draft.required}
        onChange={(event) => set({ required: event.currentTarget.checked })}
      />
      {draft.required && (
        <>
          <MultiSelect
            label={t('devices.product.kinds')}
            description={t('devices.product.kindsWhat')}
            searchable
            clearable
            comboboxProps={{ withinPortal: false }}
            data={kinds.map(({ key, names }) => ({ value: key, label: names[locale] || names.nl || names.en }))}
            value={draft.kinds}
            onChange={(all) => set({ kinds: all })}
          />
          <TextInput
            label={t('devices.product.tags')}
            description={t('devices.product.tagsWhat')}
            value={draft.tags}
            onChange={(event) => set({ tags: event.currentTarget.value })}
          />
        </>
      )}
    </>
  )
}
