import { type ComponentType } from 'react'

import { type Document } from '@/features/widget/document'
import { BulletDrawing } from '@/features/widget/drawings/bullet-drawing'
import { FunnelDrawing } from '@/features/widget/drawings/funnel-drawing'
import { GeckOMeterDrawing } from '@/features/widget/drawings/geck-o-meter-drawing'
import { LineChartDrawing } from '@/features/widget/drawings/line-chart-drawing'
import { NumberDrawing } from '@/features/widget/drawings/number-drawing'
import { PieChartDrawing } from '@/features/widget/drawings/pie-chart-drawing'
import { RagDrawing } from '@/features/widget/drawings/rag-drawing'
import { TextDrawing } from '@/features/widget/drawings/text-drawing'
import type { Kind } from '@/features/widget/kinds'

const DRAWINGS: Record<Kind, ComponentType<{ document: Document }>> = {
  number: NumberDrawing,
  rag: RagDrawing,
  text: TextDrawing,
  pie_chart: PieChartDrawing,
  line_chart: LineChartDrawing,
  geck_o_meter: GeckOMeterDrawing,
  funnel: FunnelDrawing,
  bullet: BulletDrawing,
}

interface DrawingProps {
  kind: Kind
  document: Document
}

/** A widget about as a wallboard shows it. */
export function Drawing({ kind, document }: DrawingProps) {
  const Kind = DRAWINGS[kind]
  return <Kind document={document} />
}
