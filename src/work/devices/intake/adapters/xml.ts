/**
 * XML of OCS, FusionInventory and GLPI agents as a tree: names in small letters, what stands more than once a list, as in the JSON of GLPI.
 * Documents with a document type are refused: entities of their own are how a small one becomes a large one.
 */
import { Parser } from 'htmlparser2'
import { RefusedError } from './reader.ts'
import type { Tree } from './tree.ts'

const mostElements = 400_000
const deepest = 12

interface Open {
  name: string
  children: Tree | undefined
  text: string
}

/** Throws RefusedError. */
export function treeOf(xml: string): Tree {
  const root: Open = { name: '', children: undefined, text: '' }
  const open: Open[] = [root]
  let elements = 0
  const parser = new Parser(
    {
      onprocessinginstruction(name) {
        if (/^!(doctype|entity)/i.test(name)) throw new RefusedError('doctype')
      },
      onopentagname(name) {
        if (++elements > mostElements || open.length > deepest) throw new RefusedError('tooComplex')
        open.push({ name: name.toLowerCase(), children: undefined, text: '' })
      },
      ontext(text) {
        const inside = open.at(-1)
        if (inside) inside.text += text
      },
      onclosetag(_, implied) {
        // An end that was made up: the document stops in the middle, or is no XML. Of <BIOS/> it is called so too.
        if (implied && xml.slice(parser.endIndex - 1, parser.endIndex + 1) !== '/>') throw new RefusedError('broken')
        close(open)
      },
      onerror() {
        throw new RefusedError('broken')
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(xml)
  if (open.length !== 1 || !root.children) throw new RefusedError('broken')
  return root.children
}

function close(open: Open[]): void {
  const done = open.pop()
  const parent = open.at(-1)
  if (!done || !parent) throw new RefusedError('broken')
  parent.children ??= Object.create(null) as Tree
  const value = done.children ?? done.text.trim()
  const before = parent.children[done.name]
  if (before === undefined) parent.children[done.name] = value
  else if (Array.isArray(before)) before.push(value)
  else parent.children[done.name] = [before, value]
}
