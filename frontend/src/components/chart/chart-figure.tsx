import type { ReactNode } from 'react'

import styles from '@/components/chart/chart-figure.module.css'
import { ChartTable } from '@/components/chart/chart-table'
import { ExportMenu } from '@/components/chart/export-menu'
import type { Picture } from '@/components/chart/picture'
import type { TableModel } from '@/components/chart/table-model'

interface ChartFigureProps {
  /** What the chart shows; also the title of a picture, and the name of a file. */
  label: string
  table: TableModel
  picture: Picture
  children: ReactNode
}

/** A chart with its values as a table, and both to take away. */
export function ChartFigure({ label, table, picture, children }: ChartFigureProps) {
  return (
    <figure className={styles.figure}>
      {children}
      <div className={styles.footer}>
        <ChartTable label={label} table={table} />
        <ExportMenu label={label} table={table} picture={picture} />
      </div>
    </figure>
  )
}
