/** A field for Markdown with a few buttons, and beside it how it reads. */
import { ActionIcon, Textarea } from '@mantine/core'
import IconBold from '@tabler/icons-react/dist/esm/icons/IconBold.mjs'
import IconCode from '@tabler/icons-react/dist/esm/icons/IconCode.mjs'
import IconHeading from '@tabler/icons-react/dist/esm/icons/IconHeading.mjs'
import IconItalic from '@tabler/icons-react/dist/esm/icons/IconItalic.mjs'
import IconLink from '@tabler/icons-react/dist/esm/icons/IconLink.mjs'
import IconList from '@tabler/icons-react/dist/esm/icons/IconList.mjs'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useLoad } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { longestPage } from '../contract.ts'
import { documentCalls } from './calls.ts'
import classes from './documents.module.css'
import { documentWords } from './texts.ts'
import { Written } from './written.tsx'

/** Around what is selected, or before its first line. */
const tools = [
  { name: 'bold', icon: IconBold, before: '**', after: '**', key: 'b' },
  { name: 'italic', icon: IconItalic, before: '_', after: '_', key: 'i' },
  { name: 'heading', icon: IconHeading, before: '## ', after: '', key: '' },
  { name: 'list', icon: IconList, before: '- ', after: '', key: '' },
  { name: 'link', icon: IconLink, before: '[', after: '](https://)', key: '' },
  { name: 'code', icon: IconCode, before: '`', after: '`', key: '' },
] as const
type Tool = (typeof tools)[number]

interface Props {
  text: string
  write: (text: string) => void
  /** Ctrl Enter. */
  save: () => void
}
export function WritingArea({ text, write, save }: Props) {
  const t = useText(documentWords)
  const area = useRef<HTMLTextAreaElement>(null)
  const caret = useRef<[number, number]>(undefined)
  // What was selected stays selected after the signs came around it.
  useEffect(() => {
    if (caret.current === undefined) return
    area.current?.setSelectionRange(...caret.current)
    caret.current = undefined
  })
  const use = ({ before, after }: Tool) => {
    const at = area.current
    if (!at) return
    const { selectionStart: start, selectionEnd: end } = at
    const from = after === '' ? text.lastIndexOf('\n', start - 1) + 1 : start
    caret.current = [start + before.length, end + before.length]
    write(`${text.slice(0, from)}${before}${text.slice(from, end)}${after}${text.slice(end)}`)
    at.focus()
  }
  const onKey = (event: KeyboardEvent) => {
    if (!event.ctrlKey && !event.metaKey) return
    const tool = tools.find(({ key }) => key !== '' && key === event.key.toLowerCase())
    if (event.key === 'Enter') save()
    else if (tool) use(tool)
    else return
    event.preventDefault()
  }
  return (
    <div className={classes.area}>
      <div className={classes.tools} role="toolbar" aria-label={t('doc.tools')}>
        {tools.map((tool) => (
          <ActionIcon
            key={tool.name}
            variant="subtle"
            aria-label={t(`doc.tool.${tool.name}`)}
            title={t(`doc.tool.${tool.name}`)}
            onClick={() => use(tool)}
          >
            <tool.icon size={18} aria-hidden />
          </ActionIcon>
        ))}
      </div>
      <Textarea
        ref={area}
        label={t('doc.text')}
        description={t('doc.text.help')}
        autosize
        minRows={16}
        maxRows={40}
        maxLength={longestPage}
        value={text}
        onKeyDown={onKey}
        onChange={(event) => write(event.currentTarget.value)}
      />
    </div>
  )
}

/** How it will read, a moment after typing stops. */
export function Drawn({ text }: { text: string }) {
  const t = useText(documentWords)
  const [asked, setAsked] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), 300)
    return () => clearTimeout(timer)
  }, [text])
  const { data, error } = useLoad({
    key: ['documents', 'preview', asked],
    load: (signal) => documentCalls.preview({ body: { text: asked } }, { signal }),
    when: asked.trim() !== '',
  })
  const last = useRef<{ html: string | null; text: string }>({ html: '', text: '' })
  // The last one stays until the next is there: nothing jumps while typing.
  if (data) last.current = { html: data.html, text: asked }
  const shown = asked.trim() === '' ? { html: '', text: '' } : last.current
  return (
    <section className={classes.drawn} aria-label={t('doc.preview')}>
      {error ? problemIn(error)?.title : <Written html={shown.html} text={shown.text} />}
    </section>
  )
}
