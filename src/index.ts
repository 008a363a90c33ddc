/*
 * netgen as a library: the same core that the command line calls.
 */

export type { Place, Shape, Value, Word } from '../grammar/words/word.ts';
// What the linter knows.
export { type RuleEntry, ruleCatalogue } from './check/catalogue.ts';
// The whole way: a lab file in, findings and scripts out.
export {
  type Analysis,
  analyze,
  type Compilation,
  type CompileOptions,
  compile,
  type Script,
} from './compile.ts';
// Findings, as data and as text.
export {
  type Diagnostic,
  type Edit,
  type Fix,
  isError,
  type Related,
  type Severity,
} from './diagnostic/diagnostic.ts';
// A lab file in its one form.
export { type Formatted, format } from './format/format.ts';
export type { Address, Family, Prefix } from './model/address.ts';
export type {
  CompletedAddress,
  Device,
  DeviceKind,
  Expectation,
  Host,
  InterfaceAddress,
  Lab,
  Nat,
  Neighbour,
  NextHop,
  Node,
  Route,
  RouteType,
  Target,
} from './model/lab.ts';
export type { Mention } from './model/mentions.ts';
export type { End, Operation, PlannedNeighbour, PlannedRoute } from './plan/operation.ts';
export type { NatRule, Plan, Step } from './plan/plan.ts';
export { type JsonFinding, toJson } from './report/json.ts';
export { formatText } from './report/text.ts';
// The stages between: tree, model, plan.
export type { Block, Comment, Name, Statement, Tree } from './syntax/tree.ts';
export { type Position, SourceText } from './text/source-text.ts';
export type { Span } from './text/span.ts';
