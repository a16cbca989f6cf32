/** Items and relations laid out by ELK and drawn by React Flow, coloured by state. */
import { type Edge, Handle, type Node, type NodeProps, Position, ReactFlow } from '@xyflow/react'
import '@xyflow/react/dist/style.css'
import elk from 'elkjs/lib/elk.bundled.js'
import { useEffect, useState } from 'react'
import { useNarrow } from '#web/kit/list.ts'
import { Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Surroundings } from '../relations/contract.ts'
import classes from './item.module.css'
import { webTexts } from './texts.ts'

// Its types say a module with a default; bundled it is that default itself.
const Elk = elk as unknown as typeof elk.default
const width = 190
const height = 58
type Placed = ReadonlyMap<string, { x: number; y: number }>

async function layOut({ nodes, edges }: Surroundings): Promise<Placed> {
  const laid = await new Elk().layout({
    id: 'all',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.layered.spacing.nodeNodeBetweenLayers': '70',
      'elk.spacing.nodeNode': '30',
    },
    children: nodes.map(({ id }) => ({ id, width, height })),
    edges: edges.map(({ id, from, to }) => ({ id, sources: [from], targets: [to] })),
  })
  return new Map((laid.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }]))
}

type Item = Surroundings['nodes'][number]
type ItemNode = Node<{ item: Item; hit: boolean; walk: (number: string) => void }, 'item'>

function OneItem({ data: { item, hit, walk } }: NodeProps<ItemNode>) {
  const t = useText(webTexts)
  const here = item.depth === 0
  return (
    <>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <button
        type="button"
        className={`${classes.node} nodrag nopan`}
        data-class={item.class}
        data-here={here || undefined}
        data-hit={hit || undefined}
        aria-current={here || undefined}
        onClick={() => walk(item.number)}
      >
        <strong>{item.name}</strong>
        <span className="dim">
          {item.kind.name} · {item.state.name}
          {here && ` · ${t('items.drawing.here')}`}
          {item.more > 0 && ` · ${t('items.drawing.more', { count: item.more })}`}
        </span>
      </button>
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </>
  )
}
const nodeTypes = { item: OneItem }

interface Props {
  around: Surroundings
  /** Ids of what is hit when the item in the middle fails. */
  hit: readonly string[]
  walk: (number: string) => void
}
export function Drawing({ around, hit, walk }: Props) {
  const narrow = useNarrow()
  const [placed, setPlaced] = useState<{ of: Surroundings; at: Placed }>()
  useEffect(() => {
    let current = true
    void layOut(around).then((at) => current && setPlaced({ of: around, at }))
    return () => {
      current = false
    }
  }, [around])
  if (!placed) return <Skeletons rows={8} />
  const middle = placed.of.nodes.find(({ depth }) => depth === 0)?.id
  const nodes: ItemNode[] = placed.of.nodes.map((item) => ({
    id: item.id,
    type: 'item',
    position: placed.at.get(item.id) ?? { x: 0, y: 0 },
    // The button in it takes the focus and the Enter key.
    focusable: false,
    data: { item, hit: hit.includes(item.id), walk },
  }))
  const edges: Edge[] = placed.of.edges.map(({ id, from, to, label, group, fromPort, toPort }) => ({
    id,
    source: from,
    target: to,
    label: [label, [fromPort, toPort].filter(Boolean).join(' → '), group].filter(Boolean).join(' · '),
    focusable: false,
  }))
  return (
    <div className={classes.drawing}>
      <ReactFlow
        key={middle}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        minZoom={0.2}
        // On a phone all of it is too small to read: it begins with the item in the middle, and what is around that is a swipe away.
        fitView
        fitViewOptions={narrow && middle ? { nodes: [{ id: middle }], maxZoom: 0.9, minZoom: 0.9 } : { maxZoom: 1, padding: 0.15 }}
        proOptions={{ hideAttribution: true }}
      />
    </div>
  )
}
