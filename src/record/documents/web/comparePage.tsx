/** Two versions of a page beside each other, as one text with what went and what came. */
import { Group, NativeSelect } from '@mantine/core'
import { listOf, usePath, useUrlState } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import type { DocumentPage } from '../contract.ts'
import { documentCalls } from './calls.ts'
import { Difference } from './difference.tsx'
import { documentWords } from './texts.ts'

export default function ComparePage() {
  const t = useText(documentWords)
  const id = usePath().id ?? ''
  const { data, error } = useLoad({
    key: ['documents', 'one', id],
    load: (signal) => documentCalls.document({ params: { id } }, { signal }),
    about: [`document/${id}`],
  })
  return (
    <Page
      title={t('doc.compare')}
      under={[
        { label: t('doc.title'), to: '/documents' },
        { label: data?.title ?? '', to: `/documents/${id}` },
      ]}
    >
      {error && <Failure error={error} />}
      {!data && !error && <Skeletons rows={10} />}
      {data && <Compare doc={data} />}
    </Page>
  )
}

function Compare({ doc }: { doc: DocumentPage }) {
  const t = useText(documentWords)
  const [state, change] = useUrlState()
  const to = Number(listOf(state.to)[0] ?? doc.latest)
  const from = Number(listOf(state.from)[0] ?? Math.max(1, to - 1))
  const data = doc.versions.map(({ number, note }) => ({
    value: String(number),
    label: [t('doc.version', { number }), note].filter(Boolean).join(' · '),
  }))
  const pick = (key: 'from' | 'to', value: number) => (
    <NativeSelect
      label={t(`doc.compare.${key}`)}
      value={String(value)}
      data={data}
      onChange={(event) => change({ from: String(from), to: String(to), [key]: event.currentTarget.value })}
    />
  )
  return (
    <>
      <Group gap="md" mb="md">
        {pick('from', from)}
        {pick('to', to)}
      </Group>
      <Between id={doc.id} from={from} to={to} />
    </>
  )
}

function Between({ id, from, to }: { id: string; from: number; to: number }) {
  const { data, error } = useLoad({
    key: ['documents', 'between', id, from, to],
    load: (signal) => Promise.all([from, to].map((number) => documentCalls.version({ params: { id, number } }, { signal }))),
  })
  if (error) return <Failure error={error} />
  if (!data) return <Skeletons rows={8} />
  return <Difference from={data[0]?.text ?? ''} to={data[1]?.text ?? ''} />
}
