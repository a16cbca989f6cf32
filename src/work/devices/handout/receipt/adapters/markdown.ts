/** The words of a written page as blocks of a PDF: headings, paragraphs and lists. What it has more becomes plain text; no word is lost. */
import MarkdownIt from 'markdown-it'
import type { Content } from 'pdfmake/interfaces.js'

const markdown = new MarkdownIt('default', { html: false, linkify: false, maxNesting: 40 })
type Tokens = ReturnType<typeof markdown.parse>
interface Piece {
  text: string
  bold?: boolean
  italics?: boolean
}

function piecesOf(children: Tokens | null): Piece[] {
  let bold = 0
  let italics = 0
  const pieces: Piece[] = []
  let to: string | null = null
  for (const token of children ?? []) {
    const { type, content } = token
    if (type === 'strong_open') bold++
    else if (type === 'strong_close') bold--
    else if (type === 'em_open') italics++
    else if (type === 'em_close') italics--
    else if (type === 'softbreak') pieces.push({ text: ' ' })
    else if (type === 'hardbreak') pieces.push({ text: '\n' })
    else if (type === 'link_open') to = String(token.attrGet('href') ?? '')
    // On paper nobody can follow it without seeing where it goes.
    else if (type === 'link_close') pieces.push({ text: to === null || pieces.at(-1)?.text === to ? '' : ` (${to})` })
    else if (type === 'image') pieces.push({ text: `[${content}]` })
    else if (content !== '') pieces.push({ text: content, ...(bold > 0 && { bold: true }), ...(italics > 0 && { italics: true }) })
  }
  return pieces
}

export function blocksOf(text: string): Content[] {
  const blocks: Content[] = []
  const lists: { ordered: boolean; at: number }[] = []
  let heading = 0
  let mark = ''
  for (const token of markdown.parse(text, {})) {
    if (token.type === 'heading_open') heading = Number(token.tag.slice(1))
    else if (token.type === 'heading_close') heading = 0
    else if (token.type === 'bullet_list_open') lists.push({ ordered: false, at: 0 })
    else if (token.type === 'ordered_list_open') lists.push({ ordered: true, at: Number(token.attrGet('start') ?? 1) - 1 })
    else if (/_list_close$/.test(token.type)) lists.pop()
    else if (token.type === 'list_item_open') {
      const list = lists.at(-1)
      if (list) mark = list.ordered ? `${++list.at}. ` : '• '
    } else if (token.type === 'inline' || token.type === 'fence' || token.type === 'code_block') {
      const pieces = token.type === 'inline' ? piecesOf(token.children) : [{ text: token.content }]
      const size = heading === 0 ? 10 : Math.max(10, 13 - heading)
      blocks.push({
        text: [{ text: mark }, ...pieces],
        ...(heading > 0 && { bold: true }),
        fontSize: size,
        margin: [lists.length * 12, heading > 0 ? 6 : 2, 0, 2],
      })
      mark = ''
    }
  }
  return blocks
}
