import type { components } from '@/lib/api/schema'

type Schemas = components['schemas']

export type Breakdown = Schemas['BreakdownRead']
export type Dashboard = Schemas['DashboardRead']
export type DashboardCreate = Schemas['DashboardCreate']
export type Endpoint = Schemas['EndpointRead']
export type EndpointList = Schemas['EndpointList']
export type Granularity = Schemas['Granularity']
export type Overview = Schemas['OverviewList']
export type OverviewItem = Schemas['OverviewItem']
export type OverviewTotals = Schemas['OverviewTotals']
export type Problem = Schemas['Problem']
export type StatisticName = Schemas['StatisticName']
export type Statistics = Schemas['StatisticsRead']
export type StatisticValues = Schemas['SliceRead']['values']
export type User = Schemas['UserRead']
export type Credentials = Schemas['Credentials']
