/** Choosing files: by button, by dropping, by pasting a picture, or with the camera of a phone. */
import { ActionIcon, Button } from '@mantine/core'
import IconClip from '@tabler/icons-react/dist/esm/icons/IconPaperclip.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useRef, useState } from 'react'
import classes from './fileField.module.css'
import { useLooks, useWords } from './texts.ts'

export const sizeOf = (bytes: number, locale: string) =>
  new Intl.NumberFormat(locale, { style: 'unit', unit: bytes < 1e6 ? 'kilobyte' : 'megabyte', maximumFractionDigits: bytes < 1e6 ? 0 : 1 }).format(
    bytes / (bytes < 1e6 ? 1e3 : 1e6),
  )

export function FilePick({ onPick, accept }: { onPick: (files: File[]) => void; accept?: string }) {
  const t = useWords()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('kit.file.add')}
        accept={accept}
        onChange={(event) => {
          onPick([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
      <Button size="xs" variant="subtle" color="gray" leftSection={<IconClip size={16} aria-hidden />} onClick={() => input.current?.click()}>
        {t('kit.file.add')}
      </Button>
    </>
  )
}

export function FileList({ files, onChange }: { files: readonly File[]; onChange: (files: readonly File[]) => void }) {
  const t = useWords()
  const { locale } = useLooks()
  return (
    <ul className={classes.files}>
      {files.map((file, at) => (
        <li key={`${file.name} ${file.size} ${file.lastModified}`} className={classes.file}>
          <span className={classes.name}>{file.name}</span>
          <span className="dim">{sizeOf(file.size, locale)}</span>
          <ActionIcon
            size="sm"
            aria-label={t('kit.file.remove', { name: file.name })}
            onClick={() => onChange(files.filter((_, other) => other !== at))}
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </li>
      ))}
    </ul>
  )
}

export function FileField({
  label,
  help,
  needed = false,
  files,
  onChange,
}: {
  label: string
  help?: string
  /** Without a file the form is not sent. */
  needed?: boolean
  files: readonly File[]
  onChange: (files: readonly File[]) => void
}) {
  const t = useWords()
  const [over, setOver] = useState(false)
  const add = (more: Iterable<File>) => onChange([...files, ...more])
  return (
    <fieldset
      className={classes.field}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        add(event.dataTransfer.files)
      }}
      onPaste={(event) => add(event.clipboardData.files)}
    >
      <legend className={classes.label}>
        {label} {!needed && <span className="dim">({t('kit.optional')})</span>}
      </legend>
      {help && <p className={classes.help}>{help}</p>}
      <div className={classes.drop}>
        <FilePick onPick={add} />
        <span className={classes.help}>{t('kit.file.drop')}</span>
      </div>
      {files.length > 0 && <FileList files={files} onChange={onChange} />}
    </fieldset>
  )
}
